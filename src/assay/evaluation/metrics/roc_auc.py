"""ROC-AUC: how often a positive row scores above a negative one.

Reads the order of scores alone; 0.5 is chance. Ties count half.

References:
    Hanley & McNeil (1982), doi:10.1148/radiology.143.1.7063747

Example:
    >>> METRIC.value(np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.1, 0.4, 0.35, 0.8]))
    0.75
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.metric import Metric, one_class
from assay.evaluation.ranking import Ranking

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms, Weighted


def prepare(labels: Floats, scores: Floats, terms: Terms) -> Weighted:
    """Rank once; multiclass is the mean over classes present, each against the rest."""
    if scores.ndim == 1:
        return Ranking.of(labels == 1, scores).roc_auc
    rankings = [Ranking.of(labels == k, scores[:, int(k)]) for k in np.unique(labels)]

    def macro(weights: Floats) -> Floats:
        value: Floats = np.mean([ranking.roc_auc(weights) for ranking in rankings], axis=0)
        return value

    return macro


METRIC = Metric(
    name="roc_auc",
    tasks=("binary", "multiclass"),
    higher_is_better=True,
    reads="probability",
    prepare=prepare,
    low=0.0,
    high=1.0,
    lacks=one_class,
)
