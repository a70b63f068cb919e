"""Average precision: the mean precision at the score of each positive row.

The area under the precision-recall steps, without interpolation; chance is the positive share.

Example:
    >>> round(METRIC.value(np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.1, 0.4, 0.35, 0.8])), 4)
    0.8333
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.metric import Metric
from assay.evaluation.ranking import Ranking

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms, Weighted


def prepare(labels: Floats, scores: Floats, terms: Terms) -> Weighted:
    """Rank once; multiclass is the mean over classes present, each against the rest."""
    if scores.ndim == 1:
        return Ranking.of(labels == 1, scores).average_precision
    rankings = [Ranking.of(labels == k, scores[:, int(k)]) for k in np.unique(labels)]

    def macro(weights: Floats) -> Floats:
        value: Floats = np.mean(
            [ranking.average_precision(weights) for ranking in rankings], axis=0
        )
        return value

    return macro


def _no_positive(labels: Floats) -> str | None:
    if not np.any(labels > 0):
        return "no row is positive"
    return None


METRIC = Metric(
    name="average_precision",
    tasks=("binary", "multiclass"),
    higher_is_better=True,
    reads="probability",
    prepare=prepare,
    low=0.0,
    high=1.0,
    lacks=_no_positive,
)
