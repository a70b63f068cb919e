"""What a rule says of evidence: a finding, or that it cannot know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
Verdict = Literal["passed", "found", "unknown", "not applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where a practice is broken.

    Rules build it with `Finding.at`; the audit adds rule, severity and remedy.

    Attributes:
        message: What was seen, with its numbers.
        columns: The columns concerned.
        rows: Positions of rows that show it, from 0, at most a few.
        measure: The number the rule looked at, in the unit that `message` names.
        threshold: The number it was held against.
        key: The key of `assay.toml` concerned.
        severity: What this finding means, where it is less sure than its rule's severity says; None
            if it is as sure.
    """

    message: str
    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    measure: float | None = None
    threshold: float | None = None
    key: str | None = None
    severity: Severity | None = None

    @classmethod
    def at(
        cls,
        *,
        message: str,
        column: str | None = None,
        columns: tuple[str, ...] = (),
        rows: tuple[int, ...] = (),
        measure: float | None = None,
        threshold: float | None = None,
        key: str | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding at one column, several columns, or the run as a whole."""
        named = (column,) if column is not None else columns
        return cls(
            message=message,
            columns=named,
            rows=rows,
            measure=measure,
            threshold=threshold,
            key=key,
            severity=severity,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The evidence is there but does not suffice to decide.

    Attributes:
        reason: What is missing, with its numbers.
    """

    reason: str
