"""Quick models of some columns share the bins of all."""

from __future__ import annotations

import numpy as np
import pytest

from assay.core.evidence.data import Task
from assay.training.probe import Learner

CLASSES: dict[Task, int] = {"binary": 2, "multiclass": 3, "regression": 0}


@pytest.mark.parametrize("task", CLASSES)
def test_model_of_some_columns_reads_no_other(task: Task) -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(900, 5))
    rows[:, 3] = random.integers(0, 6, 900)
    rows[::7, 1] = np.nan
    told = rows[:, 0] + (rows[:, 3] > 2) + random.normal(scale=0.3, size=900)
    levels = np.digitize(told, [0.5] if task == "binary" else [0.5, 1.2])
    labels = np.asarray(told if task == "regression" else levels, dtype=np.float64)
    classes = CLASSES[task]
    whole = Learner(rows, labels, task=task, classes=classes, levelled=[3])
    for some in ([0, 1, 3], [2, 4], [3]):
        levelled = [some.index(3)] if 3 in some else []
        alone = Learner(rows[:, some], labels, task=task, classes=classes, levelled=levelled)
        assert np.array_equal(whole.predict(rows, some), alone.predict(rows[:, some]))


def test_model_of_no_column_says_the_prior() -> None:
    rows, labels = np.arange(40.0)[:, None], np.repeat([0.0, 0.0, 0.0, 1.0], 10)
    said = Learner(rows, labels, task="binary", classes=2).predict(rows[:2], [])
    assert said == pytest.approx([0.25, 0.25], abs=0.01)
