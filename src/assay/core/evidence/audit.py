"""Evidence about the practices: what each rule said, what was waived, whether the gate opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assay.core.finding import Finding, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A finding that the team accepted."""

    finding: Finding
    reason: str
    expires: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """What one rule said.

    Attributes:
        title: First line of the rule's documentation.
        findings: Those that count.
        waived: Those that a waiver covers.
        unknown: Why it cannot be decided, if it cannot.
        missing: Names of the evidence that the run lacks, if it is not applicable.
        blocks: The first step that an error finding stops.
    """

    rule: str
    title: str
    severity: Severity
    verdict: Verdict
    remedy: str
    findings: tuple[Finding, ...] = ()
    waived: tuple[Waived, ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    blocks: Literal["register", "promote"] = "promote"

    def part(self, severity: Severity) -> RuleOutcome:
        """Return the outcome with the findings of one severity alone."""
        held = tuple(one for one in self.findings if (one.severity or self.severity) == severity)
        return replace(self, severity=severity, findings=held)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvidence:
    """What all rules said of a run.

    Attributes:
        expired: Waivers whose last day has passed, as `rule (reason)`.
        off: Rules that the project switched off.
    """

    outcomes: tuple[RuleOutcome, ...]
    expired: tuple[str, ...] = ()
    off: tuple[str, ...] = ()

    def found(self, severity: Severity) -> tuple[RuleOutcome, ...]:
        """Return the outcomes with findings of one severity, and only those findings.

        A rule that is sure of some findings and not of others is in two severities.
        """
        parts = (outcome.part(severity) for outcome in self.outcomes)
        return tuple(part for part in parts if part.findings)

    def verdicts(self, verdict: Verdict) -> tuple[RuleOutcome, ...]:
        """Return the outcomes with one verdict."""
        return tuple(o for o in self.outcomes if o.verdict == verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiversEvidence:
    """What became of the project's waivers in an audit, each as `rule (reason)`.

    Attributes:
        in_force: Those whose last day has not passed.
        unused: Those in force that cover no finding of a rule that was decided.
    """

    in_force: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a fault is worth: how much better a quick model looks with it than without.

    Attributes:
        metric: Name of the metric that both scores are in.
        present: Score of the data as it is.
        honest: Score without the fault.
        gain: Present beyond honest, positive where the fault flatters, whatever the direction.
        low: Lower bound of the gain.
        high: Upper bound.
        level: Coverage of the interval.
        how: What was compared, in words.
    """

    metric: str
    present: float
    honest: float
    gain: float
    low: float
    high: float
    level: float
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Injected:
    """A fault that was planted in a copy of the data.

    Attributes:
        columns: Columns that it was planted in.
        rules: Rules that are meant for it.
        caught_by: Those that found it; empty if none did.
    """

    fault: str
    columns: tuple[str, ...]
    rules: tuple[str, ...]
    caught_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectionEvidence:
    """Which known faults the audit would have caught in this very data.

    Attributes:
        train_rows: Rows of the sample that faults were planted in.
        test_rows: The same of the test.
        faults: One planted at a time.
    """

    train_rows: int
    test_rows: int
    seed: int
    faults: tuple[Injected, ...]

    @property
    def caught(self) -> int:
        """How many were found."""
        return sum(bool(fault.caught_by) for fault in self.faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateEvidence:
    """Whether a version may go on.

    Attributes:
        reasons: Why not; empty if it may.
    """

    purpose: Literal["register", "promote"]
    open: bool
    reasons: tuple[str, ...]
