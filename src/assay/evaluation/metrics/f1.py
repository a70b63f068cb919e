"""F1: the harmonic mean of precision and recall.

`2 TP / (2 TP + FP + FN)` of the positive class, 0 where that is 0 / 0.

Example:
    >>> METRIC.value(np.array([0.0, 1.0, 1.0, 1.0]), np.array([0.6, 0.7, 0.9, 0.1]))
    0.6666666666666666
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation import confusion
from assay.evaluation.metric import Metric, ratio

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms, Weighted


def prepare(labels: Floats, scores: Floats, terms: Terms) -> Weighted:
    """Decide once; multiclass is the mean over classes that happened or were decided for."""
    classes = confusion.classes_in(scores)
    decisions = confusion.decide(scores, terms.threshold)

    def value(weights: Floats) -> Floats:
        counts = confusion.count(labels, decisions, classes, weights)
        hits = np.diagonal(counts, axis1=1, axis2=2)
        either = counts.sum(axis=1) + counts.sum(axis=2)
        each = ratio(2 * hits, either)
        if classes == 2 and scores.ndim == 1:
            return np.nan_to_num(each[:, 1])
        present = np.isfinite(each)
        return ratio(np.where(present, each, 0).sum(axis=1), present.sum(axis=1))

    return value


METRIC = Metric(
    name="f1",
    tasks=("binary", "multiclass"),
    higher_is_better=True,
    reads="decision",
    prepare=prepare,
    low=0.0,
    high=1.0,
)
