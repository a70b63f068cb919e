"""The models of the held-out set have the faults that they are said to have."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from benchmarks.planted.case import Case
from benchmarks.planted.opened.fifth import plan
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.metrics import balanced_accuracy_score, r2_score, recall_score
from tests.benchmarks.fifth_cases import each

PACKAGE = plan.__name__.rpartition(".")[0]


@cache
def _sides(case_name: str) -> tuple[Case, pd.DataFrame, pd.Series, pd.DataFrame, pd.Series]:
    case = next(plan.cases(case_name))
    roles = [name for name in (case.time, case.group, case.id) if name]
    train, test = (frame.drop(roles).to_pandas() for frame in (case.train, case.test))
    answer = case.target
    return case, train.drop(columns=answer), train[answer], test.drop(columns=answer), test[answer]


def _made(case: Case) -> Any:
    path, function = str(case.model).rsplit(":", 1)
    module = importlib.import_module(f"{PACKAGE}.{Path(path).stem}")
    return getattr(module, function)()


def _score(answer: pd.Series, said: Any) -> float:
    if answer.dtype.kind == "f" or answer.nunique() > 20:
        return float(r2_score(answer, said))
    return float(balanced_accuracy_score(answer, said))


def _chance(answer: pd.Series) -> float:
    if answer.dtype.kind == "f" or answer.nunique() > 20:
        return 0.0
    return 1 / int(answer.nunique())


def _plain(rows: pd.DataFrame, answer: pd.Series) -> Any:
    from benchmarks.planted.opened.fifth.encoder import after, ordinal

    forest = RandomForestRegressor if _chance(answer) == 0 else RandomForestClassifier
    return after(ordinal(), forest(40, min_samples_leaf=3, random_state=0)).fit(rows, answer)


def _overfits(case: Case) -> None:
    _, rows, answer, unseen, true = _sides(case.name)
    model = _made(case).fit(rows, answer)
    known = _score(answer, model.predict(rows))
    assert known > 0.95
    assert known - _score(true, model.predict(unseen)) > 0.3


def _underfits(case: Case) -> None:
    _, rows, answer, unseen, true = _sides(case.name)
    model = _made(case).fit(rows, answer)
    reached = _score(true, model.predict(unseen))
    possible = _score(true, _plain(rows, answer).predict(unseen))
    assert possible - reached > 0.18
    assert _score(answer, model.predict(rows)) - reached < 0.15


def _no_better(case: Case) -> None:
    _, rows, answer, unseen, true = _sides(case.name)
    said = _made(case).fit(rows, answer).predict(unseen)
    assert _score(true, said) < _chance(true) + 0.08
    assert _score(true, _plain(rows, answer).predict(unseen)) > _chance(true) + 0.1


def _unstable(case: Case) -> None:
    _, rows, answer, unseen, true = _sides(case.name)
    scores = []
    for seed in range(6):
        model = _made(case)
        model.set_params(**{f"{model.steps[-1][0]}__random_state": seed})
        scores.append(_score(true, model.fit(rows, answer).predict(unseen)))
    assert np.std(scores) > 0.04
    assert np.ptp(scores) > 0.12


def _hides(case: Case) -> None:
    _, rows, answer, unseen, true = _sides(case.name)
    said = _made(case).fit(rows, answer).predict(unseen)
    rare = true.value_counts().index[-1]
    assert case.metric == "accuracy"
    assert np.mean(said == true) > 0.88
    assert recall_score(true, said, pos_label=rare) < 0.1


def _miscalibrated(case: Case) -> None:
    _, rows, answer, unseen, true = _sides(case.name)
    model = _made(case).fit(rows, answer)
    chance = model.predict_proba(unseen)[:, 1]
    happened = (true == model.classes_[1]).to_numpy()
    bins = np.clip((chance * 10).astype(int), 0, 9)
    gap = sum(
        (bins == one).mean() * abs(chance[bins == one].mean() - happened[bins == one].mean())
        for one in set(bins)
    )
    assert gap > 0.12


def _sees(case: Case) -> None:
    _, rows, answer, unseen, true = _sides(case.name)
    mixed = answer.sample(frac=1, random_state=1).set_axis(answer.index)
    said = _made(case).fit(rows, mixed).predict(unseen)
    assert _score(true, said) > _chance(true) + 0.4
    honest = _plain(rows, mixed).predict(unseen)
    assert _score(true, honest) < _chance(true) + 0.15


def _fails_in_a_slice(case: Case) -> None:
    _, rows, answer, unseen, true = _sides(case.name)
    said = _made(case).fit(rows, answer).predict(unseen)
    number = _chance(true) == 0
    wrong = (said - true.to_numpy()) ** 2 if number else (said != true.to_numpy()).astype(float)
    sliced = pd.Series(wrong).groupby(unseen[case.columns[0]].to_numpy())
    mean = sliced.mean()[sliced.count() >= 20].sort_values()
    assert f"value={mean.index[-1]}," in case.name
    assert mean.iloc[-1] > 1.6 * mean.iloc[-2]


CHECKS: dict[str, Callable[[Case], None]] = {
    "model overfits": _overfits,
    "model underfits": _underfits,
    "model no better than baseline": _no_better,
    "model with unstable seeds": _unstable,
    "metric hides the minority": _hides,
    "model miscalibrated": _miscalibrated,
    "code that sees the target": _sees,
    "slice that fails": _fails_in_a_slice,
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_case_holds_its_fault(fault: str) -> None:
    each(fault, CHECKS[fault])
