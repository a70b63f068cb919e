"""R2: the share of the target's variance that is explained.

0 is what the mean of these very rows would score; below 0 is worse than that.

Example:
    >>> METRIC.value(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 2.0]))
    0.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.metric import Metric, ratio

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms, Weighted


def prepare(labels: Floats, scores: Floats, terms: Terms) -> Weighted:
    """Centre once, so that sums of squares keep their digits."""
    centred = labels - labels.mean()
    sums = np.column_stack([np.square(labels - scores), np.square(centred), centred])

    def value(weights: Floats) -> Floats:
        error, squares, total = (weights @ sums).T
        return 1 - ratio(error, squares - ratio(np.square(total), weights.sum(axis=1)))

    return value


def _constant(labels: Floats) -> str | None:
    if np.all(labels == labels[0]):
        return "the target is the same in every row"
    return None


METRIC = Metric(
    name="r2",
    tasks=("regression",),
    higher_is_better=True,
    reads="value",
    prepare=prepare,
    high=1.0,
    lacks=_constant,
)
