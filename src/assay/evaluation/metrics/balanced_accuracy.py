"""Balanced accuracy: the mean over classes of the share of their rows decided rightly.

Always deciding for the most frequent class scores 1 / classes, however frequent it is.

Example:
    >>> METRIC.value(np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.1, 0.2, 0.3, 0.4]))
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
    """Decide once; classes without a row are left out of the mean."""
    classes = confusion.classes_in(scores)
    decisions = confusion.decide(scores, terms.threshold)

    def value(weights: Floats) -> Floats:
        counts = confusion.count(labels, decisions, classes, weights)
        recall = ratio(np.diagonal(counts, axis1=1, axis2=2), counts.sum(axis=2))
        present = np.isfinite(recall)
        return ratio(np.where(present, recall, 0).sum(axis=1), present.sum(axis=1))

    return value


METRIC = Metric(
    name="balanced_accuracy",
    tasks=("binary", "multiclass"),
    higher_is_better=True,
    reads="decision",
    prepare=prepare,
    low=0.0,
    high=1.0,
)
