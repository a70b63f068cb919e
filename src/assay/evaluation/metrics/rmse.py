"""Root mean squared error, in the unit of the target.

Large errors weigh most; the mean of the target minimises it.

Example:
    >>> METRIC.value(np.array([1.0, 2.0]), np.array([1.0, 4.0])).__round__(4)
    1.4142
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.metric import Metric, ratio

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms, Weighted


def prepare(labels: Floats, scores: Floats, terms: Terms) -> Weighted:
    """Square once."""
    squares = np.square(labels - scores)
    return lambda weights: np.sqrt(ratio(weights @ squares, weights.sum(axis=1)))


METRIC = Metric(
    name="rmse",
    tasks=("regression",),
    higher_is_better=False,
    reads="value",
    prepare=prepare,
    low=0.0,
)
