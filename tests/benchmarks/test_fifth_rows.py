"""The held-out set plants its faults of rows, splits and labels as strongly as was meant."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import Case
from benchmarks.planted.opened.fifth.tables import table
from sklearn.neighbors import NearestNeighbors
from tests.benchmarks.fifth_cases import (
    answers,
    before,
    each,
    equal_share,
    share_of_class,
    whole,
)


def _numbers(case: Case) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return names and values of the floats of both sides, each over training's deviation."""
    names = [
        name for name, kind in case.train.schema.items() if kind.is_float() and name != case.target
    ]
    train, test = (
        frame.select(names).fill_null(strategy="mean").to_numpy()
        for frame in (case.train, case.test)
    )
    spread = train.std(axis=0)
    return names, train / spread, test / spread


def _twins(case: Case) -> None:
    natural = 1 - before(case).unique().height / before(case).height
    assert equal_share(case) > 0.07 + natural


def _twins_but_for_the_key(case: Case) -> None:
    keys = {"Unnamed: 0", "uuid", "loaded_at", "row_id"}
    (key,) = keys & set(case.train.columns)
    assert whole(case)[key].n_unique() == whole(case).height
    assert equal_share(case) == 0
    assert equal_share(case, key) > 0.1


def _near_twins(case: Case) -> None:
    names, train, test = _numbers(case)
    assert equal_share(case) < 0.03
    near = NearestNeighbors(n_neighbors=1).fit(train)
    found = near.kneighbors(test)[0][:, 0] / np.sqrt(train.shape[1])
    rows = before(case).select(names).fill_null(strategy="mean").to_numpy()
    rows = rows / rows.std(axis=0)
    among = NearestNeighbors(n_neighbors=1).fit(rows).kneighbors()[0][:, 0]
    usual = np.median(among) / np.sqrt(train.shape[1])
    assert np.mean(found < 0.3 * usual) > 0.15
    assert np.mean(found < 0.03) > 0.15


def _twins_but_for_their_text(case: Case) -> None:
    text = next(
        name for name in ("track", "name", "authors", "current_title") if name in case.train.columns
    )
    assert equal_share(case) == 0
    assert equal_share(case, text) > 0.08


def _group_on_both_sides(case: Case) -> None:
    loaded = table(case.name.split(":")[0])
    group = case.group or str(loaded.group)
    if group in case.train.columns:
        shared = set(case.test[group]) & set(case.train[group])
        assert len(shared) > 0.75 * case.test[group].n_unique()
        return
    traits = ["Age", "Height", "Weight", "Race", "Smoke", "Ethanol"]
    known = case.test.join(case.train.select(traits), on=traits, how="semi")
    assert known.height > 0.5 * case.test.height


def _group_tells(case: Case) -> None:
    _group_on_both_sides(case)
    loaded = table(case.name.split(":")[0])
    group = str(loaded.group)
    if case.group is not None or group not in case.train.columns:
        return
    rows = case.train.with_columns(_y=pl.Series(answers(case, case.train)))
    constant = rows.group_by(group).agg(pl.exclude(group, "_y").n_unique().eq(1).mean())
    fixed = [name for name in constant.columns if name != group and constant[name][0] > 0.9]
    spread = rows.select(
        within=(pl.col("_y") - pl.col("_y").mean().over(group)).std(), all=pl.col("_y").std()
    )
    assert len(fixed) >= 1 or spread["within"][0] < 0.9 * spread["all"][0]


def _training_is_late(case: Case) -> None:
    time = str(case.time)
    first, last = case.test[time].sort()[0], case.test[time].sort()[-1]
    late = case.train.filter(pl.col(time) >= first).height
    assert late > 0.02 * case.train.height
    assert first <= last


def _neighbours_in_time_are_parted(case: Case) -> None:
    time = str(table(case.name.split(":")[0]).time)
    rows = pl.concat(
        [case.train.with_columns(_test=pl.lit(0)), case.test.with_columns(_test=pl.lit(1))]
    ).sort(*[name for name in (time, "cause_of_death") if name in case.train.columns])
    runs = int((rows["_test"].diff() != 0).sum())
    assert runs > 0.7 * case.test.height
    answer = rows[case.target].cast(pl.Float64).to_numpy()
    step = 2 if "cause_of_death" in rows.columns else 1
    assert np.corrcoef(answer[step:], answer[:-step])[0, 1] > 0.85


def _wrong_labels(case: Case) -> None:
    original = before(case)
    features = [name for name in original.columns if name != case.target]
    said = case.train.join(original, on=features, how="left", nulls_equal=True)
    wrong = np.mean((said[case.target] != said[f"{case.target}_right"]).to_numpy())
    assert 0.05 < wrong < 0.15


def _two_labels(case: Case) -> None:
    features = [name for name in case.train.columns if name != case.target]
    grouped = whole(case).group_by(features).agg(pl.col(case.target).n_unique(), rows=pl.len())
    torn = grouped.filter(pl.col(case.target) > 1)["rows"].sum()
    assert torn > 0.1 * whole(case).height
    assert before(case).select(features).is_duplicated().sum() < 0.02 * before(case).height


def _labels_drawn_apart(case: Case) -> None:
    label = before(case)[case.target].value_counts().sort("count")[case.target][0]
    train, test = (share_of_class(frame, case.target, label) for frame in (case.train, case.test))
    chance = np.sqrt(train * (1 - train) / case.test.height)
    assert abs(train - test) > 0.1
    assert abs(train - test) > 5 * chance


def _few_of_a_class(case: Case) -> None:
    assert case.metric == "accuracy"
    shares = whole(case)[case.target].value_counts(normalize=True)["proportion"].to_list()
    assert len(shares) == 2
    assert 0.02 < min(shares) < 0.1


def _a_class_less(case: Case) -> None:
    classes = set(case.train[case.target]) ^ set(case.test[case.target])
    assert len(classes) == 1
    label = classes.pop()
    sides = (case.train, case.test)
    assert max(share_of_class(frame, case.target, label) for frame in sides) > 0.05


CHECKS: dict[str, Callable[[Case], None]] = {
    "equal rows": _twins,
    "equal rows, fresh identifier": _twins_but_for_the_key,
    "jittered rows": _near_twins,
    "rows with edited text": _twins_but_for_their_text,
    "declared group on both sides": _group_on_both_sides,
    "undeclared group on both sides": _group_tells,
    "training after test": _training_is_late,
    "random split of ordered data": _neighbours_in_time_are_parted,
    "label noise": _wrong_labels,
    "conflicting labels": _two_labels,
    "label shift": _labels_drawn_apart,
    "accuracy on imbalance": _few_of_a_class,
    "class absent on one side": _a_class_less,
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_case_holds_its_fault(fault: str) -> None:
    each(fault, CHECKS[fault])
