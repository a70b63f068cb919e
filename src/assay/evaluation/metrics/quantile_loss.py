"""Quantile (pinball) loss, in the unit of the target.

The quantile of the target minimises it; at one half it is half the mean absolute error.

References:
    Koenker & Bassett (1978), doi:10.2307/1913643

Example:
    >>> METRIC.value(np.array([1.0, 2.0]), np.array([2.0, 1.0]), quantile=0.9)
    0.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.metric import DEFAULT, Metric, mean_of

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms


def row_loss(labels: Floats, scores: Floats, terms: Terms = DEFAULT) -> Floats:
    """Return `q (y - s)` where the prediction is too low, `(1 - q) (s - y)` where too high."""
    error = labels - scores
    return np.maximum(terms.quantile * error, (terms.quantile - 1) * error)


METRIC = Metric(
    name="quantile_loss",
    tasks=("regression",),
    higher_is_better=False,
    reads="value",
    prepare=mean_of(row_loss),
    row_loss=row_loss,
    low=0.0,
)
