"""Most of what the model gains on its own rows is lost on others."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.gains import gain
from assay.practices.rule import rule

LARGEST_LOSS: Final = 0.67
"""Share of the gain over the prior; boosted trees that generalise well lose up to half of it."""

FEWEST_ROWS: Final = 200
"""Rows fitted; on fewer the out-of-fold score moves by as much as it gains."""


@rule(
    "fit-overfits",
    severity="warning",
    remedy="Simplify the model (fewer leaves, more regularisation, fewer columns), or collect "
    "rows.",
    practice="learning curves: bias or variance",
)
def check(fit: FitEvidence) -> Iterator[Finding | Unknown]:
    """Most of what the model gains on its own rows is lost on others.

    ## Why
    A model that is far better on rows that it has seen has learnt those rows. Part of that is
    the usual price of a flexible model; when most of the gain is gone, the rest is fragile too.

    ## Example
    A log-loss of 0.05 on training rows and 0.31 on others, where the prior has 0.35.

    ## References
    Hastie, Tibshirani & Friedman (2009), The elements of statistical learning, 7.4
    """
    seen = gain(fit, fit.ensemble_train_score, fit.prior_score)
    unseen = gain(fit, fit.ensemble_score, fit.prior_score)
    if not math.isfinite(seen) or not math.isfinite(unseen):
        yield Unknown(reason=f"{fit.metric} is not known on both sides")
        return
    if fit.shipped == "prior" or seen <= 0 or (lost := 1 - unseen / seen) < LARGEST_LOSS:
        return
    message = (
        f"{lost:.0%} of its gain in {fit.metric} over the prior is lost on rows that it has not "
        f"seen ({fit.ensemble_train_score:.4g} there, {fit.ensemble_score:.4g} here)"
    )
    if fit.rows_fitted < FEWEST_ROWS:
        yield Unknown(reason=f"{message}, but with {fit.rows_fitted} rows that is chance too")
    else:
        yield Finding.at(message=message, measure=lost, threshold=LARGEST_LOSS)
