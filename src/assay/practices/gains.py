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


MATTERS: Final = 0.1
"""Of what a quick model gains over the prior, that a model gains if it is held back: less is a
matter of taste between models."""

HALF_WAY: Final = 0.5
"""To the quick model, where much is known and a tenth of the gain is more than all that is left."""

DEVIATIONS: Final = 1.96
"""Standard errors of the score on the test, by which it may be better than it seems."""


def better_held_back(given: GivenModelEvidence) -> bool:
    """Return whether a model surely does better, and by much, if its own settings hold it back."""
    held = given.held_back
    if held is None:
        return False
    possible, behind = abs(given.reference - given.prior), -given.comparison.gain
    return held.least_gain > 0 and held.gain > min(MATTERS * possible, HALF_WAY * behind)


def learnt_noise(given: GivenModelEvidence) -> bool:
    """Return whether a model is surely worse on the test than on training for what it is free to.

    So a model of few neighbours may know less of its own rows, where many are equal, than a quick
    model does of others, and yet know most of it by heart.
    """
    gap = abs(given.train - given.test)
    surely = given.better(given.train, given.test) and gap > DEVIATIONS * given.test_error
    return surely and better_held_back(given)


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
