"""What a tool said of a case, and whether that is the planted fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.planted.case import ALSO_TRUE, Case

Accepted = Mapping[str, tuple[str, ...]]
"""Checks that count as finding each fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A tool's findings of one case.

    Attributes:
        findings: `check`, `severity` (`error`, `warning` or `info`) and `columns` of each.
        decided: Checks that were decided, with or without a finding.
        broken: Why the tool did not come to an end; None if it did.
    """

    findings: tuple[Mapping[str, Any], ...] = ()
    decided: tuple[str, ...] = ()
    seconds: float = 0.0
    broken: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A case and what one tool made of it.

    Attributes:
        found: Checks that found the planted fault.
        errors: Checks with a finding at level error that do not answer to the fault.
    """

    case: str
    fault: str | None
    found: tuple[str, ...]
    errors: tuple[str, ...]
    said: Said

    @property
    def warned(self) -> bool:
        """Whether there is any warning or error."""
        return any(one["severity"] != "info" for one in self.said.findings)


def judge(case: Case, said: Said, accepted: Accepted) -> Verdict:
    """Say whether the planted fault was found, and what else was called an error.

    A fault is found if an accepted check reports a warning or an error that names one of the
    case's columns, where it has any.
    """
    answering = accepted.get(case.fault, ()) if case.fault else ()
    true = ALSO_TRUE.get(case.fault, ()) if case.fault else ()
    found = {
        str(one["check"])
        for one in said.findings
        if one["check"] in answering and one["severity"] != "info" and _named(case, one)
    }
    errors = {
        str(one["check"])
        for one in said.findings
        if one["severity"] == "error" and one["check"] not in (*answering, *true)
    }
    return Verdict(
        case=case.name,
        fault=case.fault,
        found=tuple(sorted(found)),
        errors=tuple(sorted(errors)),
        said=said,
    )


def _named(case: Case, finding: Mapping[str, Any]) -> bool:
    return not case.columns or bool(set(case.columns) & set(finding["columns"]))


@dataclass(slots=True)
class Count:
    """How often a check fired."""

    tables: int = 0
    fired: int = 0
    errors: int = 0
    planted: int = 0
    found: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A tool over a set of cases.

    Attributes:
        alarmed: Clean controls with an error.
        warned: Clean controls with a warning or an error.
        off_target: Errors on planted cases about something else than the fault.
    """

    planted: int
    found: int
    clean: int
    alarmed: int
    warned: int
    off_target: int
    off_target_cases: int
    broken: int
    seconds: float
    by_fault: dict[str, tuple[int, int]] = field(default_factory=dict)


def total(verdicts: Sequence[Verdict]) -> Totals:
    """Add up a tool's verdicts."""
    planted = [one for one in verdicts if one.fault is not None]
    clean = [one for one in verdicts if one.fault is None]
    by_fault: dict[str, tuple[int, int]] = {}
    for one in planted:
        found, cases = by_fault.get(str(one.fault), (0, 0))
        by_fault[str(one.fault)] = (found + bool(one.found), cases + 1)
    return Totals(
        planted=len(planted),
        found=sum(bool(one.found) for one in planted),
        clean=len(clean),
        alarmed=sum(bool(one.errors) for one in clean),
        warned=sum(one.warned for one in clean),
        off_target=sum(len(one.errors) for one in planted),
        off_target_cases=sum(bool(one.errors) for one in planted),
        broken=sum(one.said.broken is not None for one in verdicts),
        seconds=sum(one.said.seconds for one in verdicts),
        by_fault=by_fault,
    )


def by_check(verdicts: Iterable[Verdict], accepted: Accepted) -> dict[str, Count]:
    """Count each check on the clean controls, and on the faults that it is meant for."""
    counts: dict[str, Count] = {}
    for one in verdicts:
        if one.fault is None:
            _count_clean(one, counts)
        elif accepted.get(one.fault):
            meant = counts.setdefault(accepted[one.fault][0], Count())
            meant.planted += 1
            meant.found += accepted[one.fault][0] in one.found
    return dict(sorted(counts.items()))


def _count_clean(verdict: Verdict, counts: dict[str, Count]) -> None:
    fired = {str(one["check"]) for one in verdict.said.findings}
    for check in fired | set(verdict.said.decided):
        count = counts.setdefault(check, Count())
        count.tables += 1
        count.fired += check in fired
        count.errors += check in verdict.errors


def alarms(verdicts: Iterable[Verdict], *, planted: bool) -> Counter[str]:
    """Count the checks that called an error what is none: on clean controls, or off target."""
    return Counter(
        check for one in verdicts if (one.fault is not None) == planted for check in one.errors
    )
