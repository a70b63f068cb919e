"""A regression is judged by R2 alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

IN_UNITS: Final = frozenset(("rmse", "mae", "quantile_loss", "cost"))
"""Metrics that have a unit."""


@rule(
    "eval-r2-alone",
    severity="warning",
    remedy="Report rmse or mae besides: what the error is in the target's own unit.",
    practice="the metric that means the business goal",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding]:
    """A regression is judged by R2 alone.

    ## Why
    R2 compares with the mean of the same rows. It rises when the target varies more, says
    nothing of the size of an error, and cannot be compared between periods or groups.

    ## Example
    R2 0.95 of house prices from huts to palaces, and wrong by half for the huts.

    ## References
    Kvålseth (1985), Cautionary note about R2, doi:10.1080/00031305.1985.10479448; for
    the other side: Chicco, Warrens & Jurman (2021), doi:10.7717/peerj-cs.623
    """
    given = {score.metric for score in evaluation.scores}
    if evaluation.task == "regression" and evaluation.primary == "r2" and not given & IN_UNITS:
        yield Finding.at(
            message="r2 is given, and no error in the unit of the target", key="fit.metric"
        )
