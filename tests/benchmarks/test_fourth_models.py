"""The models of the fourth set that was opened have the faults that they are said to have."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from benchmarks.planted.case import Case
from benchmarks.planted.opened.fourth import plan
from benchmarks.planted.opened.fourth.plan import PLAN, cases
from sklearn.metrics import balanced_accuracy_score, r2_score

PACKAGE = plan.__name__.rpartition(".")[0]


def _fitted(case: Case) -> tuple[Any, pd.DataFrame, pd.Series]:
    path, made = str(case.model).rsplit(":", 1)
    module = importlib.import_module(f"{PACKAGE}.{Path(path).stem}")
    roles = [name for name in (case.time, case.group, case.id) if name]
    train, test = (frame.drop(roles).to_pandas() for frame in (case.train, case.test))
    model = getattr(module, made)().fit(train.drop(columns=case.target), train[case.target])
    return model, test.drop(columns=case.target), test[case.target]


def _learned_nothing(case: Case) -> None:
    model, rows, answer = _fitted(case)
    said = model.predict(rows)
    if answer.dtype.kind in "if":
        assert r2_score(answer, said) < 0.05
    else:
        assert balanced_accuracy_score(answer, said) < 1.2 / answer.nunique()


def _blind(case: Case) -> None:
    model, rows, answer = _fitted(case)
    said = model.predict(rows)
    rare = answer.value_counts().index[-1]
    assert case.metric == "accuracy"
    assert np.mean(said == answer) > 0.88
    assert np.mean(said[answer == rare] == rare) < 0.05


def _fails_in_slice(case: Case) -> None:
    model, rows, answer = _fitted(case)
    said = model.predict(rows)
    if answer.dtype.kind in "if":
        wrong = (said - answer.to_numpy()) ** 2
    else:
        wrong = (said != answer.to_numpy()).astype(float)
    sliced = pd.Series(wrong).groupby(rows[case.columns[0]].to_numpy())
    mean = sliced.mean()[sliced.count() >= 25].sort_values()
    assert mean.iloc[-1] > 1.6 * mean.iloc[-2]


CHECKS: dict[str, Callable[[Case], None]] = {
    "model no better than baseline": _learned_nothing,
    "metric hides the minority": _blind,
    "slice that fails": _fails_in_slice,
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_case_holds_its_fault(fault: str) -> None:
    found = [case for case in cases(f": {fault}") if case.fault == fault]
    assert len(found) == sum(one.fault == fault for one in PLAN)
    for case in found:
        try:
            CHECKS[fault](case)
        except AssertionError as failure:
            raise AssertionError(case.name) from failure


@pytest.mark.parametrize("make", ["nearest_one", "tree_without_end"])
def test_a_model_that_overfits_knows_training_by_heart_and_little_else(make: str) -> None:
    case = next(case for case in cases(f"model overfits [make={make}") if case.fault)
    model, rows, answer = _fitted(case)
    train = case.train.to_pandas()
    measure = r2_score if answer.dtype.kind == "f" else balanced_accuracy_score
    known = measure(train[case.target], model.predict(train.drop(columns=case.target)))
    assert known > 0.99
    assert known - measure(answer, model.predict(rows)) > 0.4
