"""The held-out set plants its faults of columns as strongly as was meant."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import Case
from scipy.stats import ks_2samp
from tests.benchmarks.fifth_cases import before, each, whole


def _sides(case: Case, column: str) -> tuple[np.ndarray, np.ndarray]:
    train, test = (
        frame[column].drop_nulls().cast(pl.Float64).to_numpy() for frame in (case.train, case.test)
    )
    return train, test


def _shifted(case: Case) -> None:
    for name in case.columns:
        said = ks_2samp(*_sides(case, name))
        assert said.statistic > 0.2
        assert said.pvalue < 1e-6


def _unseen(case: Case) -> None:
    (column,) = case.columns
    new = set(case.test[column]) - set(case.train[column])
    assert case.test[column].is_in(list(new)).to_numpy().mean() > 0.08
    assert case.test[column].is_in(list(new)).sum() > 15


def _gone(case: Case) -> None:
    assert set(case.train.columns) - set(case.test.columns) == set(case.columns)


def _retyped(case: Case) -> None:
    (column,) = case.columns
    kinds = {case.train[column].dtype.is_numeric(), case.test[column].dtype.is_numeric()}
    assert kinds == {True, False}


def _other_unit(case: Case) -> None:
    for name in case.columns:
        train, test = _sides(case, name)
        ratio = np.median(test) / np.median(train)
        far = abs(np.median(test) - np.median(train)) / train.std()
        assert ratio < 0.6 or ratio > 1.8 or far > 1.5
        assert ks_2samp(train, test).statistic > 0.6


def _unit_in_part(case: Case) -> None:
    (column,) = case.columns
    old = np.sort(before(case)[column].drop_nulls().to_numpy())
    now = np.sort(whole(case)[column].drop_nulls().to_numpy())
    outside = (now < old[0]) | (now > old[-1])
    far = np.quantile(old, 0.9) < 1.9 * np.median(old)
    assert outside.mean() > (0.1 if far else 0.03)


def _respelled(case: Case) -> None:
    (column,) = case.columns

    def plain(text: str) -> str:
        return re.sub(r"[\s_.-]+", "", text.lower())

    known = {plain(text) for text in case.train[column].drop_nulls()}
    new = set(case.test[column].drop_nulls()) - set(case.train[column])
    assert new
    assert case.test[column].drop_nulls().is_in(list(new)).to_numpy().mean() > 0.4
    for text in new:
        assert plain(text) in known or sum(one.startswith(plain(text)) for one in known) == 1


def _burst(case: Case) -> None:
    for name in case.columns:
        train, test = (
            float(np.mean(frame[name].is_null().to_numpy())) for frame in (case.train, case.test)
        )
        assert test - train > 0.25


def _outliers(case: Case) -> None:
    train, test = _sides(case, case.columns[0])
    far = np.abs(test - np.median(train)) > 2 * np.abs(train - np.median(train)).max()
    assert 0.01 < far.mean() < 0.12
    assert far.sum() >= 2


def _coded(case: Case) -> None:
    code = float(re.findall(r"code=(-?[0-9.]+)", case.name)[0])
    (column,) = case.columns
    rows = whole(case)[column]
    assert 0.015 < (rows == code).to_numpy().mean() < 0.2
    others = rows.filter(rows != code).cast(pl.Float64).to_numpy()
    assert code < 0 or code > 2 * others.max()
    assert others.min() >= 0


def _same(case: Case) -> None:
    for name in case.columns:
        assert whole(case)[name].n_unique() == 1


def _nearly_same(case: Case) -> None:
    counts = whole(case)[case.columns[0]].value_counts(sort=True)["count"].to_list()
    assert len(counts) == 2
    assert counts[1] < 0.003 * counts[0]


def _words_among_numbers(case: Case) -> None:
    (column,) = case.columns
    cells = whole(case)[column].drop_nulls()
    odd = cells.cast(pl.Float64, strict=False).is_null()
    assert 0.01 < odd.to_numpy().mean() < 0.1
    assert before(case)[column].dtype.is_numeric()


def _two_forms(case: Case) -> None:
    texts = case.test[case.columns[0]]
    shapes = [re.sub("[A-Z][a-z]+", "Mon", re.sub("[0-9]", "9", text)) for text in texts]
    counts = sorted(shapes.count(shape) for shape in set(shapes))
    assert len(counts) == 2
    assert counts[0] > 0.1 * len(shapes)


def _comma(case: Case) -> None:
    for name in case.columns:
        assert case.train[name].dtype.is_numeric()
        cells = case.test[name].drop_nulls()
        assert cells.str.contains(r"^-?[0-9.]*,[0-9]+$").all()


def _zones(case: Case) -> None:
    ends = case.test[case.columns[0]].str.extract(r"(Z|[+-][0-9]{2}:[0-9]{2})$")
    shares = ends.value_counts(normalize=True)["proportion"].to_list()
    assert not ends.null_count()
    assert len(shares) >= 2
    assert sorted(shares)[-2] > 0.2


CHECKS: dict[str, Callable[[Case], None]] = {
    "covariate shift": _shifted,
    "unseen categories": _unseen,
    "missing column": _gone,
    "type changed": _retyped,
    "unit changed": _other_unit,
    "unit changed for part of the rows": _unit_in_part,
    "category respelled": _respelled,
    "missing burst": _burst,
    "outlier burst": _outliers,
    "sentinel values": _coded,
    "constant column": _same,
    "quasi-constant column": _nearly_same,
    "mixed types": _words_among_numbers,
    "mixed date formats": _two_forms,
    "decimal comma": _comma,
    "time zones": _zones,
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_case_holds_its_fault(fault: str) -> None:
    each(fault, CHECKS[fault])
