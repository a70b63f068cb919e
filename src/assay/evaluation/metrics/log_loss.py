"""Log-loss: the mean negative log-probability of what happened.

Proper: only the true probabilities minimise it. 0 is perfect.

Example:
    >>> import numpy as np
    >>> round(METRIC.value(np.array([1.0, 0.0]), np.array([0.8, 0.4])), 4)
    0.367
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assay.evaluation import loss
from assay.evaluation.metric import DEFAULT, Metric, mean_of

if TYPE_CHECKING:
    from assay.evaluation.metric import Floats, Terms


def row_loss(labels: Floats, scores: Floats, terms: Terms = DEFAULT) -> Floats:
    """Return -ln(p) of the class that happened, in nats, shape (n,)."""
    return loss.log_loss(labels, scores)


MOST = math.log(100.0)
"""What a row counts at most where losses are bounded: a probability below 1 % as one of 1 %."""

METRIC = Metric(
    name="log_loss",
    tasks=("binary", "multiclass"),
    higher_is_better=False,
    reads="probability",
    prepare=mean_of(row_loss),
    row_loss=row_loss,
    row_range=lambda terms: (0.0, MOST),
    low=0.0,
)
