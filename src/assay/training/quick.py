"""A quick model to hold another one against: boosted trees, and a line where rows are few."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.data import Task
from assay.training import discriminant, probe

Floats = NDArray[np.float64]

ROWS_WITH_LINES, COLUMNS_WITH_LINES = 3_000, 300
"""Rows up to which the mean of trees and of a line knows more than either alone, and columns."""


def fit_predict(
    rows: Floats,
    labels: Floats,
    score: Floats,
    *,
    task: Task,
    classes: int,
    levelled: Sequence[int] = (),
) -> Floats:
    """Fit on some rows and predict others; arguments and result as of `probe.Learner`.

    Of few rows trees know little beyond the strongest columns, and a line nothing of what turns.
    Their mean is steadier than both, and nothing is chosen.
    """
    learner = probe.Learner(rows, labels, task=task, classes=classes, levelled=levelled)
    trees = learner.predict(score)
    few = len(rows) <= ROWS_WITH_LINES and 0 < rows.shape[1] <= COLUMNS_WITH_LINES
    if not few or (labels == labels[0]).all():
        return trees
    line = discriminant.fit_predict(
        rows,
        labels,
        score,
        classes={"regression": 0, "binary": 2, "multiclass": classes}[task],
        levelled=levelled,
    )
    return np.asarray((trees + (line[:, 1] if task == "binary" else line)) / 2)
