"""Brier score: the mean squared distance of probabilities from what happened.

Proper, and bounded: at most 1 for binary, 2 for multiclass.

References:
    Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2

Example:
    >>> round(METRIC.value(np.array([1.0, 0.0]), np.array([0.8, 0.4])), 4)
    0.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.metric import DEFAULT, Metric, mean_of

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms


def row_loss(labels: Floats, scores: Floats, terms: Terms = DEFAULT) -> Floats:
    """Return the squared distance of each row; summed over classes for multiclass."""
    if scores.ndim == 1:
        distance: Floats = scores - labels
        return np.square(distance)
    happened = scores[np.arange(len(labels)), labels.astype(np.intp)]
    losses: Floats = np.square(scores).sum(axis=1) - 2 * happened + 1
    return losses


METRIC = Metric(
    name="brier",
    tasks=("binary", "multiclass"),
    higher_is_better=False,
    reads="probability",
    prepare=mean_of(row_loss),
    row_loss=row_loss,
    row_range=lambda terms: (0.0, 2.0),
    low=0.0,
    high=2.0,
)
