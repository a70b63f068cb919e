"""The fourth set that was opened plants its faults of columns as strongly as was meant."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import Case
from benchmarks.planted.opened.fourth.tables import table
from tests.benchmarks.fourth_cases import each_holds


def _whole(case: Case) -> pl.DataFrame:
    return pl.concat([case.train, case.test], how="vertical_relaxed")


def _unseen(case: Case) -> None:
    column = case.columns[0]
    new = set(case.test[column]) - set(case.train[column])
    assert case.test[column].is_in(list(new)).to_numpy().mean() > 0.05


def _gone(case: Case) -> None:
    assert not set(case.columns) & set(case.test.columns)
    assert set(case.columns) <= set(case.train.columns)


def _retyped(case: Case) -> None:
    column = case.columns[0]
    kinds = {case.train[column].dtype.is_numeric(), case.test[column].dtype.is_numeric()}
    assert kinds == {True, False}


def _other_unit(case: Case) -> None:
    for column in case.columns:
        train, test = (frame[column].drop_nulls().to_numpy() for frame in (case.train, case.test))
        ratio = np.median(test) / np.median(train)
        assert ratio < 0.5 or ratio > 2


def _unit_in_part(case: Case) -> None:
    whole, column = _whole(case), case.columns[0]
    before = table(case.name.split(":")[0]).frame
    changed = np.sort(whole[column].to_numpy()) != np.sort(before[column].to_numpy())
    assert changed.mean() > 0.1
    ratio = float(whole[column].to_numpy().max() / before[column].to_numpy().max())
    low = float(whole[column].to_numpy().min() / before[column].to_numpy().min())
    assert ratio > 2 or low < 0.1


def _respelled(case: Case) -> None:
    column = case.columns[0]

    def plain(text: str) -> str:
        return text.strip().lower().replace("-", " ")

    known = {plain(text) for text in case.train[column].drop_nulls()}
    new = set(case.test[column].drop_nulls()) - set(case.train[column])
    assert new
    assert {plain(text) for text in new} <= known
    assert case.test[column].is_in(list(new)).to_numpy().mean() > 0.2


def _burst(case: Case) -> None:
    for column in case.columns:
        train, test = (frame[column].is_null().to_numpy().mean()
                       for frame in (case.train, case.test))  # fmt: skip
        assert test - train > 0.2


def _sentinel(case: Case) -> None:
    for column in case.columns:
        code = float(re.findall(r"code=(-?[0-9.]+)", case.name)[0])
        coded = (_whole(case)[column] == code).to_numpy().mean()
        assert 0.01 < coded < 0.2
        assert code not in set(table(case.name.split(":")[0]).frame[column])


def _same(case: Case) -> None:
    assert all(_whole(case)[column].n_unique() == 1 for column in case.columns)


def _nearly_same(case: Case) -> None:
    counts = _whole(case)[case.columns[0]].value_counts(sort=True)["count"].to_list()
    assert len(counts) == 2
    assert counts[1] < 0.003 * counts[0]


def _outliers(case: Case) -> None:
    train, test = (frame[case.columns[0]].drop_nulls().to_numpy()
                   for frame in (case.train, case.test))  # fmt: skip
    far = np.abs(test - np.median(train)) > 1.5 * np.abs(train - np.median(train)).max()
    assert 0.01 < far.mean() < 0.12


def _mixed(case: Case) -> None:
    column = _whole(case)[case.columns[0]].drop_nulls()
    odd = column.cast(pl.Float64, strict=False).is_null().to_numpy().mean()
    assert 0.01 < odd < 0.08


def _two_forms(case: Case) -> None:
    texts = case.test[case.columns[0]]
    shapes = [re.sub("[A-Z][a-z]+", "Mon", re.sub("[0-9]", "9", text)) for text in texts]
    assert len(set(shapes)) == 2
    assert min(shapes.count(shape) for shape in set(shapes)) > 0.1 * len(shapes)


def _comma(case: Case) -> None:
    for column in case.columns:
        texts = case.test[column]
        assert texts.dtype == pl.String
        assert texts.str.contains(r"^-?[0-9.]*,[0-9]+$").to_numpy().mean() > 0.9


def _zones(case: Case) -> None:
    ends = case.train[case.columns[0]].str.slice(-6)
    shares = ends.value_counts(normalize=True)["proportion"].to_list()
    assert len(shares) >= 2
    assert sorted(shares)[-2] > 0.1


CHECKS: dict[str, Callable[[Case], None]] = {
    "unseen categories": _unseen,
    "missing column": _gone,
    "type changed": _retyped,
    "unit changed": _other_unit,
    "unit changed for part of the rows": _unit_in_part,
    "category respelled": _respelled,
    "missing burst": _burst,
    "sentinel values": _sentinel,
    "constant column": _same,
    "quasi-constant column": _nearly_same,
    "outlier burst": _outliers,
    "mixed types": _mixed,
    "mixed date formats": _two_forms,
    "decimal comma": _comma,
    "time zones": _zones,
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_case_holds_its_fault(fault: str) -> None:
    each_holds(fault, CHECKS[fault])
