"""The search ended before it could learn anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

FEWEST_TRIALS: Final = 10
"""Trials: the usual number of random ones before the search proper begins."""


@rule(
    "tune-too-few-trials",
    severity="info",
    remedy="Give training more time (`fit.budget_seconds`), or leave it: the fixed candidates "
    "are sound without a search.",
    practice="systematic Bayesian tuning on validation",
)
def check(fit: FitEvidence) -> Iterator[Finding]:
    """The search ended before it could learn anything.

    ## Why
    A Bayesian search begins with random trials. What ends before that is a few draws of chance.

    ## Example
    Three trials of two parameters within a minute on a million rows.

    ## References
    Bergstra et al. (2011), Algorithms for hyper-parameter optimization, NeurIPS
    """
    if fit.shipped in ("prior", "linear"):
        return
    trials = len(fit.search.trials) if fit.search is not None else 0
    if trials < FEWEST_TRIALS:
        yield Finding.at(
            message=f"{trials} trials in {fit.seconds:.0f} s",
            measure=trials,
            threshold=FEWEST_TRIALS,
            key="fit.budget_seconds",
        )
