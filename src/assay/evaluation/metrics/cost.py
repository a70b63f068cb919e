"""Cost of decisions, in money a row.

The goal itself, where the costs of wrong decisions are known.

Example:
    >>> from assay.core.project import CostSection
    >>> cost = CostSection(false_positive=1, false_negative=10)
    >>> METRIC.value(np.array([0.0, 1.0]), np.array([0.6, 0.2]), cost=cost)
    5.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.core.errors import InputError
from assay.evaluation import confusion
from assay.evaluation.metric import DEFAULT, Metric, mean_of

if TYPE_CHECKING:
    from assay.core.project import CostSection
    from assay.evaluation.metric import Floats, Terms


def row_loss(labels: Floats, scores: Floats, terms: Terms = DEFAULT) -> Floats:
    """Return what the decision on each row costs; a gain is negative."""
    if terms.cost is None:
        raise InputError(
            "metric 'cost' needs the costs of decisions",
            where="assay.toml, key [fit.cost]",
            remedy="add the table [fit.cost] with false_positive and false_negative",
        )
    decided = confusion.decide(scores, terms.threshold)
    prices: Floats = _table(terms.cost)[labels.astype(np.intp), decided]
    return prices


def row_range(terms: Terms) -> tuple[float, float]:
    """Return the least and the most that a decision costs."""
    if terms.cost is None:
        return 0.0, 0.0
    table = _table(terms.cost)
    return float(table.min()), float(table.max())


def _table(cost: CostSection) -> Floats:
    """Return costs, by what happened and what was decided, shape (2, 2)."""
    return np.array(
        [
            [cost.true_negative, cost.false_positive],
            [cost.false_negative, cost.true_positive],
        ]
    )


METRIC = Metric(
    name="cost",
    tasks=("binary",),
    higher_is_better=False,
    reads="decision",
    prepare=mean_of(row_loss),
    row_loss=row_loss,
    row_range=row_range,
)
