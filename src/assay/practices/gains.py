"""Gains in a metric, with the sign that makes better positive."""

from __future__ import annotations

import math
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.given import GivenModelEvidence
from assay.core.finding import Unknown


def gain(fit: FitEvidence, score: float, baseline: float) -> float:
    """Return by how much `score` is better than `baseline` in the metric of the fit."""
    return score - baseline if fit.higher_is_better else baseline - score


BEST: Final = {
    "roc_auc": 1.0, "average_precision": 1.0, "balanced_accuracy": 1.0, "accuracy": 1.0, "f1": 1.0,
    "mcc": 1.0, "r2": 1.0, "log_loss": 0.0, "brier": 0.0,
}  # fmt: skip
"""What a model has that is never wrong."""

MOST_TIMES: Final = 2.0
"""Times what a quick model leaves unknown, that a model leaves: where much is known, twice the
errors are a small part of the gain."""


def shortfall(given: GivenModelEvidence) -> float | Unknown:
    """Return how much of a quick model's gain over the prior a model that is given misses.

    0 where chance may have made the difference, or where nothing can be gained.
    """
    sign = 1.0 if given.higher_is_better else -1.0
    scores = (given.train, given.test, given.prior, given.reference)
    if not all(map(math.isfinite, scores)):
        return Unknown(reason=f"{given.metric} could not be computed of every model")
    possible = sign * (given.reference - given.prior)
    if possible <= 0 or given.comparison.high >= 0:
        return 0.0
    return -given.comparison.gain / possible


def wrong_far_oftener(given: GivenModelEvidence) -> bool:
    """Return whether a model leaves twice as much unknown as a quick one, and surely more."""
    best = BEST.get(given.metric)
    if best is None or given.comparison.high >= 0:
        return False
    return abs(best - given.test) >= MOST_TIMES * abs(best - given.reference)
