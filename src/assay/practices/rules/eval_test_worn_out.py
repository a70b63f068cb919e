"""The sealed test has been opened as often as the project allows."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "eval-test-worn-out",
    severity="warning",
    remedy="Draw a new test from newer rows (a new snapshot), or stop looking; raise "
    "`split.openings` only with the wider interval in mind.",
    practice="no overfitted validation set",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding]:
    """The sealed test has been opened as often as the project allows.

    ## Why
    Every look at a test lets something of it into the next choice. The interval pays for the
    looks, and there is nothing left to pay with.

    ## Example
    The tenth model of the week against the same 2,000 rows.

    ## References
    Blum & Hardt (2015), The Ladder, arXiv:1502.04585; Dwork et al. (2015), The reusable
    holdout, doi:10.1126/science.aaa9375
    """
    if evaluation.openings_left <= 0:
        yield Finding.at(
            message=f"this was opening {evaluation.opening} of {evaluation.opening}; intervals now "
            f"cover {evaluation.level_paid:.2%} where {evaluation.level_asked:.0%} is asked",
            measure=evaluation.opening,
            key="split.openings",
        )
