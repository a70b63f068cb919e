"""Mean absolute error, in the unit of the target.

The median of the target minimises it.

Example:
    >>> METRIC.value(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    1.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.metric import DEFAULT, Metric, mean_of

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms


def row_loss(labels: Floats, scores: Floats, terms: Terms = DEFAULT) -> Floats:
    """Return the absolute error of each row."""
    return np.abs(labels - scores)


METRIC = Metric(
    name="mae",
    tasks=("regression",),
    higher_is_better=False,
    reads="value",
    prepare=mean_of(row_loss),
    row_loss=row_loss,
    low=0.0,
)
