"""What a rule is: a name, a severity, a remedy, and a pure function from evidence to findings."""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from assay.core.errors import InputError, did_you_mean
from assay.core.finding import Finding, Severity, Unknown

if TYPE_CHECKING:
    from assay.core.evidence.bundle import Bundle

Check = Callable[..., Iterator[Finding | Unknown]]
Purpose = Literal["register", "promote"]

AREAS: tuple[str, ...] = (
    "data", "contract", "split", "label", "feature", "leak", "fit", "tune", "eval", "explain",
    "fair", "card", "serve", "ops", "drift", "rag", "prompt", "guard",
)  # fmt: skip
"""The first word of a rule's name, in the order of the lifecycle."""

REQUIRED_SECTIONS: tuple[str, ...] = ("Why", "Example", "References")
OPTIONAL_SECTIONS: tuple[str, ...] = ("Silent when",)
SEVERITIES: tuple[str, ...] = typing.get_args(Severity)

_NAME = re.compile(r"^[a-z]+(-[a-z0-9]+)+$")
_NOT_A_PATTERN = ("check", "disallow", "forbid", "require", "ensure", "avoid")


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
        """Return the names of the evidence without which it does not apply."""
        return tuple(
            read.kind.__name__
            for read in self.reads
            if not read.optional and bundle.find(read.kind) is None
        )

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
    optional. It yields `Finding` where the practice is broken, `Unknown` where the evidence does
    not suffice, and nothing where all is well. Its docstring is the rule's page: the first line
    says the bad pattern, `## Why`, `## Example` and `## References` follow.

    Args:
        id: `area-pattern`, with an area of `AREAS`; the pattern says what is wrong, not the cure.
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
        title, sections, faults = _documentation(function)
        reads, misread = _reads(function)
        faults = [*_misnamed(id), *faults, *misread]
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


def _misnamed(name: str) -> list[str]:
    area, _, pattern = name.partition("-")
    if not _NAME.match(name):
        return [f"its name '{name}' is not `area-pattern` in lower case"]
    faults = []
    if area not in AREAS:
        faults.append(
            f"its area '{area}' is not one of {', '.join(AREAS)}{did_you_mean(area, AREAS)}"
        )
    words = pattern.split("-")
    cure = words[1] if words[0] == "no" and len(words) > 1 else words[0]
    if cure in _NOT_A_PATTERN:
        faults.append(f"its name says '{cure}'; name the bad pattern instead")
    return faults


def _documentation(function: Check) -> tuple[str, tuple[tuple[str, str], ...], list[str]]:
    text = inspect.getdoc(function)
    if text is None:  # `python -OO` drops docstrings, and a rule must run without them
        return "", (), [] if sys.flags.optimize >= 2 else ["it has no docstring"]
    head, *parts = re.split(r"^## +", text, flags=re.MULTILINE)
    title = " ".join(head.split())
    sections = [
        (part.partition("\n")[0].strip(), part.partition("\n")[2].strip()) for part in parts
    ]
    names = [name for name, _ in sections]
    allowed = (*REQUIRED_SECTIONS, *OPTIONAL_SECTIONS)
    faults = [f"section '## {name}' is missing" for name in REQUIRED_SECTIONS if name not in names]
    faults += [f"section '## {name}' stands twice" for name in set(names) if names.count(name) > 1]
    faults += [f"section '## {name}' is empty" for name, body in sections if not body]
    faults += [
        f"section '## {name}' is not known{did_you_mean(name, allowed)}"
        for name in names
        if name not in allowed
    ]
    if not title:
        faults.append("its docstring has no first line")
    return title, tuple(sections), faults


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
    if not any(not read.optional for read in reads):
        faults.append("it needs no evidence: at least one argument must not be optional")
    return tuple(reads), faults


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return (kinds[0] if len(kinds) == 1 else None), type(None) in typing.get_args(hint)
    return hint, False
