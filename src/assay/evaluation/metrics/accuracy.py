"""Accuracy: the share of rows decided rightly.

Misleads where a class is rare: see rule `eval-accuracy-on-imbalance`.

Example:
    >>> METRIC.value(np.array([0.0, 1.0, 1.0, 1.0]), np.array([0.6, 0.7, 0.9, 0.1]))
    0.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation import confusion
from assay.evaluation.metric import Metric, ratio

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms, Weighted


def prepare(labels: Floats, scores: Floats, terms: Terms) -> Weighted:
    """Decide once."""
    right = (confusion.decide(scores, terms.threshold) == labels).astype(np.float64)
    return lambda weights: ratio(weights @ right, weights.sum(axis=1))


METRIC = Metric(
    name="accuracy",
    tasks=("binary", "multiclass"),
    higher_is_better=True,
    reads="decision",
    prepare=prepare,
    low=0.0,
    high=1.0,
)
