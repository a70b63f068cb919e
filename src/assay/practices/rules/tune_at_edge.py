"""The best value lies at the edge of what was searched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

FEWEST_TRIALS: Final = 10
"""Trials; with fewer the best of them lies near an edge by chance."""


@rule(
    "tune-at-edge",
    severity="warning",
    remedy="Widen the search on that side, or accept the bound if it is one by nature.",
    practice="systematic Bayesian tuning on validation",
)
def check(fit: FitEvidence) -> Iterator[Finding | Unknown]:
    """The best value lies at the edge of what was searched.

    ## Why
    The optimum is then probably outside, and was never tried.

    ## Example
    The best learning rate is the smallest allowed.

    ## References
    Bergstra & Bengio (2012), Random search for hyper-parameter optimization, JMLR 13; Probst et
    al. (2019), Tunability, JMLR 20
    """
    if fit.search is None:
        yield Unknown(reason="nothing was searched")
        return
    trials = len(fit.search.trials)
    for edge in fit.search.edges:
        seen = f"{edge.parameter} = {edge.value:g}, searched from {edge.low:g} to {edge.high:g}"
        if trials < FEWEST_TRIALS:
            yield Unknown(reason=f"{seen}, but by {trials} trials only")
        else:
            yield Finding.at(message=seen, measure=edge.value)
