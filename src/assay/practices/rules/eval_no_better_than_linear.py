"""It is no better than the linear baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.comparisons import against_baselines
from assay.practices.rule import rule

FEWEST_ROWS: Final = 500
"""Test rows; on fewer even a real gain is often not seen."""


@rule(
    "eval-no-better-than-linear",
    severity="info",
    remedy="Consider shipping the linear model: quicker, easier to explain, steadier.",
    practice="a simple baseline first",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding | Unknown]:
    """It is no better than the linear baseline.

    ## Why
    The flexible model costs time, memory and explanations. It should earn them.

    ## Example
    Boosted trees and logistic regression within 0.001 of each other on 30,000 rows.

    ## Silent when
    The linear model itself is what ships; or the test is too small to tell (unknown).

    ## References
    Christodoulou et al. (2019), A systematic review shows no performance benefit of machine
    learning over logistic regression for clinical prediction models,
    doi:10.1016/j.jclinepi.2019.02.004
    """
    comparisons = against_baselines(evaluation, "linear")
    if not comparisons:
        yield Unknown(reason="it was not compared with the linear baseline")
    for comparison in comparisons:
        if not comparison.low <= 0 <= comparison.high or comparison.low == comparison.high:
            continue
        seen = (
            f"its gain over the linear baseline in {comparison.metric} is {comparison.gain:.4g} "
            f"[{comparison.low:.4g}, {comparison.high:.4g}]"
        )
        if evaluation.rows < FEWEST_ROWS:
            yield Unknown(reason=f"{seen} on {evaluation.rows} rows")
        else:
            yield Finding.at(message=seen, measure=comparison.low, threshold=0.0)
