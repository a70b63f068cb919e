"""On the sealed test it is worse than a baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.comparisons import against_baselines
from assay.practices.rule import rule

ROUNDING: Final = 1e-9
"""In the unit of the metric: the compiled scorer may differ from the baseline by as little."""


@rule(
    "eval-worse-than-baseline",
    severity="error",
    remedy="Do not ship it; ship the baseline. If the split is by time, ask first what changed "
    "between training and test.",
    practice="a simple baseline first",
    blocks="register",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding | Unknown]:
    """On the sealed test it is worse than a baseline.

    ## Why
    Whatever was seen in training, on rows that nobody looked at a simpler model is better.

    ## Example
    After a price change the mean of last year beats the model of last year.

    ## References
    Ferrari Dacrema, Cremonesi & Jannach (2019), doi:10.1145/3298689.3347058
    """
    comparisons = against_baselines(evaluation)
    if not comparisons:
        yield Unknown(reason="it was not compared with a baseline")
    for comparison in comparisons:
        if comparison.high < -ROUNDING:
            yield Finding.at(
                message=f"it is worse than {comparison.against} in {comparison.metric} by "
                f"{-comparison.gain:.4g} [{-comparison.high:.4g}, {-comparison.low:.4g}]",
                measure=comparison.gain,
                threshold=0.0,
            )
