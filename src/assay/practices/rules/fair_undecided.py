"""Whether the model is fair cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "fair-undecided",
    severity="warning",
    remedy="Collect the rows named, of the smallest group first; until then say in [card] that "
    "fairness is not known.",
    practice="model card: performance, use, limits, fairness",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding]:
    """Whether the model is fair cannot be told.

    ## Why
    No gap seen in a few rows is not fairness. Silence here is how harm ships.

    ## Example
    Nine test rows of one group: the gap lies anywhere between 0 and 0.5.

    ## References
    Ji, Smyth & Steyvers (2020), Can I trust my fairness metric?, arXiv:2010.09851
    """
    for fairness in evaluation.fairness:
        if fairness.verdict == "cannot tell":
            more = (
                f"; about {fairness.rows_needed:,} more test rows would decide it"
                if fairness.rows_needed
                else ""
            )
            yield Finding.at(
                column=fairness.column,
                message=f"{fairness.criterion} of '{fairness.column}' differs by between "
                f"{fairness.low:.3f} and {fairness.high:.3f}, allowed are "
                f"{fairness.allowed:.3f}{more}",
                measure=fairness.rows_needed,
                key="evaluate.sensitive",
            )
