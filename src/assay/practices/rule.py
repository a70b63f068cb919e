"""What a rule is: a name, a severity, a remedy, and a pure function from evidence to findings."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from assay.core.errors import InputError
from assay.core.finding import Finding, Severity, Unknown
from assay.practices.form import documentation, misnamed

if TYPE_CHECKING:
    from assay.core.evidence.bundle import Bundle

Check = Callable[..., Iterator[Finding | Unknown]]
Purpose = Literal["register", "promote"]

SEVERITIES: tuple[str, ...] = typing.get_args(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One argument of a rule: the evidence it reads.

    Attributes:
        optional: The rule also decides without it (annotated `X | None`).
    """

    name: str
    kind: type[Any]
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A best practice that a machine can hold evidence against.

    Attributes:
        id: `area-pattern`; the pattern says what is wrong.
        remedy: What a user does about a finding, in one or two sentences.
        practice: The practice of the guide that it enforces.
        check: The function, called with the evidence that `reads` names.
        acts: `leave-out` if the columns of an error finding may be kept out of the model.
        blocks: The first step that an error finding stops: `register`, or only `promote`.
        title: First line of the documentation; the id where Python dropped docstrings.
        sections: The documentation by its headings; empty where Python dropped docstrings.
    """

    id: str
    severity: Severity
    remedy: str
    practice: str
    check: Check
    reads: tuple[Read, ...]
    acts: Literal["leave-out"] | None
    blocks: Purpose
    title: str
    sections: tuple[tuple[str, str], ...]

    @property
    def area(self) -> str:
        """The first word of the id."""
        return self.id.split("-", 1)[0]

    @property
    def module(self) -> str:
        """The module that holds the rule."""
        return self.check.__module__

    def missing(self, bundle: Bundle) -> tuple[str, ...]:
        """Return the names of the evidence without which it does not apply.

        Where every argument is optional, one of them must be there.
        """
        demanded = [read for read in self.reads if not read.optional]
        absent = [read for read in demanded or self.reads if bundle.find(read.kind) is None]
        if not demanded and len(absent) < len(self.reads):
            return ()
        return tuple(read.kind.__name__ for read in absent)

    def __call__(self, *evidence: object) -> tuple[Finding | Unknown, ...]:
        """Return what it says of evidence, given in any order; what is not given is None."""
        from assay.core.evidence.bundle import Bundle

        return self.judge(Bundle(evidence))

    def judge(self, bundle: Bundle) -> tuple[Finding | Unknown, ...]:
        """Return what it says of a run.

        Raises:
            InputError: If evidence that it cannot do without is missing.
        """
        if missing := self.missing(bundle):
            raise InputError(
                f"rule '{self.id}' needs {' and '.join(missing)}",
                remedy="give that evidence, or call `audit`, which says 'not applicable'",
            )
        return tuple(self.check(**{read.name: bundle.find(read.kind) for read in self.reads}))


def rule(
    id: str,
    *,
    severity: Severity,
    remedy: str,
    practice: str,
    acts: Literal["leave-out"] | None = None,
    blocks: Purpose = "promote",
) -> Callable[[Check], Rule]:
    """Make a rule of a function.

    The annotations of the function's arguments say which evidence it reads; `X | None` is
    optional, and where all are, the rule applies if one of them is there. It yields `Finding`
    where the practice is broken, `Unknown` where the evidence does not suffice, and nothing where
    all is well. Its docstring is the rule's page: the first line says the bad pattern, `## Why`,
    `## Example` and `## References` follow.

    Args:
        id: `area-pattern`, an area of `form.AREAS` and what is wrong, not the cure.
        severity: What a finding means unless `assay.toml` says otherwise.
        remedy: What the user does about it.
        practice: The practice that it enforces, in the words of `docs/practices.md`.
        acts: `leave-out` if the columns of an error finding may be kept out of the model.
        blocks: `register` if an error finding stops registration too, not promotion alone.

    Raises:
        InputError: With every mistake in the rule, when it is loaded.

    Example:
        >>> from collections.abc import Iterator
        >>> from assay.core.evidence.split import SplitEvidence
        >>> @rule("split-one-fold", severity="info", remedy="Use more rows.", practice="split")
        ... def check(split: SplitEvidence) -> Iterator[Finding]:
        ...     '''Out-of-fold predictions come from one fold.
        ...
        ...     ## Why
        ...     One fold is one draw.
        ...
        ...     ## Example
        ...     A table of 200,000 rows.
        ...
        ...     ## References
        ...     Arlot & Celisse (2010), doi:10.1214/09-SS054
        ...     '''
        ...     if split.folds == 1:
        ...         yield Finding.at(message="one fold")
        >>> check.id, check.area, check.reads[0].kind.__name__
        ('split-one-fold', 'split', 'SplitEvidence')
    """

    def decorate(function: Check) -> Rule:
        title, sections, faults = documentation(function)
        reads, misread = _reads(function)
        faults = [*misnamed(id), *faults, *misread]
        if severity not in SEVERITIES:
            faults.append(f"severity '{severity}' is not one of {', '.join(SEVERITIES)}")
        faults += [
            f"{what} is empty"
            for what, text in (("remedy", remedy), ("practice", practice))
            if not text.strip()
        ]
        if faults:
            raise InputError(
                f"rule '{id}' is not sound: {'; '.join(faults)}",
                where=f"{function.__module__}.{function.__name__}",
                remedy="correct the rule; `assay explain split-row-overlap` shows one whole",
            )
        return Rule(
            id=id,
            severity=severity,
            remedy=remedy,
            practice=practice,
            check=function,
            reads=reads,
            acts=acts,
            blocks=blocks,
            title=title or id,
            sections=sections,
        )

    return decorate


def _reads(function: Check) -> tuple[tuple[Read, ...], list[str]]:
    try:
        hints = typing.get_type_hints(function)
    except NameError as cause:
        return (), [f"an annotation names '{cause.name}', which is not imported"]
    reads, faults = [], []
    for name in inspect.signature(function).parameters:
        kind, optional = _unwrapped(hints.get(name))
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            reads.append(Read(name=name, kind=kind, optional=optional))
        else:
            faults.append(f"argument '{name}' is not annotated with one type of evidence")
    if not any(not read.optional for read in reads) and len(reads) < 2:
        faults.append("it needs no evidence: at least one argument must not be optional")
    return tuple(reads), faults


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return (kinds[0] if len(kinds) == 1 else None), type(None) in typing.get_args(hint)
    return hint, False
