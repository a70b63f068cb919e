"""The fourth set that was opened plants its faults of rows and labels as was meant."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import Case
from benchmarks.planted.opened.fourth.tables import table
from benchmarks.planted.pair import score, with_frame
from scipy.stats import ks_2samp
from tests.benchmarks.fourth_cases import each_holds


def _whole(case: Case) -> pl.DataFrame:
    return pl.concat([case.train, case.test], how="vertical_relaxed")


def _answer(case: Case, frame: pl.DataFrame) -> np.ndarray:
    return score(with_frame(table(case.name.split(":")[0]), frame))


def _equal(case: Case, *without: str) -> float:
    columns = [name for name in case.test.columns if name not in without]
    equal = case.test.join(case.train, on=columns, how="semi", nulls_equal=True)
    return equal.height / case.test.height


def _numbers(frame: pl.DataFrame, target: str) -> np.ndarray:
    names = [name for name, kind in frame.schema.items() if kind.is_float() and name != target]
    filled = frame.select(pl.col(names).cast(pl.Float64).fill_null(0.0))
    return filled.to_numpy()


def _equal_rows(case: Case) -> None:
    assert 0.04 < _equal(case) < 0.6


def _equal_but_for_identifier(case: Case) -> None:
    new = next(name for name in ("message", "record", "arrived") if name in case.train.columns)
    assert _equal(case) == 0
    assert 0.04 < _equal(case, new) < 0.25


def _jittered(case: Case) -> None:
    train, test = _numbers(case.train, case.target), _numbers(case.test, case.target)
    spread = train.std(axis=0)
    assert _equal(case) == 0
    nearest = [np.sqrt((((train - row) / spread) ** 2).mean(axis=1).min()) for row in test[:300]]
    among = [
        np.sqrt(np.sort((((train - row) / spread) ** 2).mean(axis=1))[1]) for row in train[:300]
    ]
    assert np.mean(np.array(nearest) < 0.04) > 0.06
    assert np.median(among) > 0.06


def _text_edited(case: Case) -> None:
    text = next(one for one in ("item", "name", "Name_of_Covered_Entity") if one in case.test)
    assert _equal(case) == 0
    assert _equal(case, text) >= 0.06


def _group_shared(case: Case) -> None:
    group = case.group or next(
        name for name in ("site", "id", "state", "Tree") if name in case.test.columns
    )
    shared = set(case.test[group]) & set(case.train[group])
    assert len(shared) > 0.05 * case.test[group].n_unique()


def _training_late(case: Case) -> None:
    time = str(case.time)
    first = case.test[time].sort()[0]
    late = case.train.filter(pl.col(time) >= first).height
    assert late > 20
    assert _equal(case) == 0


def _drawn_from_series(case: Case) -> None:
    time = case.time or "date"
    tested = _whole(case)[time].is_in(case.test[time].implode())
    order = _whole(case)[time].arg_sort()
    runs = int((tested[order].cast(pl.Int8).diff() != 0).sum())
    assert runs > 0.25 * case.test.height


def _more_rows(case: Case) -> None:
    before = table(case.name.split(":")[0]).frame.height
    assert 1.15 < (case.train.height + case.test.height) / before < 2
    assert (_equal(case) > 0.2) == (case.fault == "oversampled before the split")


def _mislabelled(case: Case) -> None:
    before = table(case.name.split(":")[0])
    features = [name for name in before.frame.columns if name != case.target]
    said = case.train.join(before.frame, on=features, how="left", nulls_equal=True)
    wrong = (said[case.target] != said[f"{case.target}_right"]).to_numpy().mean()
    assert 0.03 < wrong < 0.15


def _conflicting(case: Case) -> None:
    features = [name for name in case.train.columns if name != case.target]
    labels = case.train.group_by(features).agg(pl.col(case.target).n_unique(), rows=pl.len())
    assert labels.filter(pl.col(case.target) > 1)["rows"].sum() > 0.08 * case.train.height
    assert _equal(case, case.target) == 0


def _shifted_labels(case: Case) -> None:
    label = case.train[case.target].unique().sort()[0]
    train, test = (
        (frame[case.target] == label).to_numpy().mean() for frame in (case.train, case.test)
    )
    assert abs(float(train) - float(test)) > 0.12


def _rare(case: Case) -> None:
    assert case.metric == "accuracy"
    assert _answer(case, case.train).mean() < 0.12


def _class_absent(case: Case) -> None:
    assert set(case.train[case.target]) != set(case.test[case.target])


def _covariate_shift(case: Case) -> None:
    for name in case.columns:
        gap = ks_2samp(case.train[name].to_numpy(), case.test[name].to_numpy()).statistic
        assert gap > 0.2


CHECKS: dict[str, Callable[[Case], None]] = {
    "equal rows": _equal_rows,
    "equal rows, fresh identifier": _equal_but_for_identifier,
    "jittered rows": _jittered,
    "rows with edited text": _text_edited,
    "declared group on both sides": _group_shared,
    "undeclared group on both sides": _group_shared,
    "training after test": _training_late,
    "random split of ordered data": _drawn_from_series,
    "oversampled before the split": _more_rows,
    "interpolated before the split": _more_rows,
    "label noise": _mislabelled,
    "conflicting labels": _conflicting,
    "label shift": _shifted_labels,
    "accuracy on imbalance": _rare,
    "class absent on one side": _class_absent,
    "covariate shift": _covariate_shift,
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_case_holds_its_fault(fault: str) -> None:
    each_holds(fault, CHECKS[fault])
