"""The fourth set that was opened plants its leaks as strongly as was meant."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import Case
from benchmarks.planted.opened.fourth.tables import table
from benchmarks.planted.pair import score, with_frame
from scipy.stats import spearmanr
from tests.benchmarks.fourth_cases import each_holds


def _whole(case: Case) -> pl.DataFrame:
    return pl.concat([case.train, case.test], how="vertical_relaxed")


def _answer(case: Case, frame: pl.DataFrame) -> np.ndarray:
    return score(with_frame(table(case.name.split(":")[0]), frame))


def _purity(case: Case, column: str) -> float:
    cells = _whole(case).group_by(column, case.target).len()
    best = cells.group_by(column).agg(pl.col("len").max(), total=pl.col("len").sum())
    return int(best["len"].sum()) / int(best["total"].sum())


def _copied(case: Case) -> None:
    whole = _whole(case)
    assert np.array_equal(whole[case.columns[0]].to_numpy(), whole[case.target].to_numpy())


def _recoded(case: Case) -> None:
    whole, column = _whole(case), case.columns[0]
    if column == "Today":
        assert ((whole[column] > 0) == (whole[case.target] == "Up")).all()
    elif column == "pay_band":
        bands = whole.group_by(column).agg(
            low=pl.col(case.target).min(), high=pl.col(case.target).max()
        )
        ordered = bands.sort("low")
        assert (ordered["high"].to_numpy()[:-1] <= ordered["low"].to_numpy()[1:]).all()
    else:
        assert _purity(case, column) > 0.98


def _rescaled(case: Case) -> None:
    whole = _whole(case)
    rank = spearmanr(whole[case.columns[0]].to_numpy(), whole[case.target].to_numpy()).statistic
    assert rank > 0.999


def _noised(case: Case) -> None:
    whole, column = _whole(case), case.columns[0]
    if whole[column].dtype == pl.String:
        assert 0.9 < _purity(case, column) < 0.99
    else:
        agree = np.corrcoef(whole[column].to_numpy(), whole[case.target].to_numpy())[0, 1]
        assert 0.97 < agree < 0.99999


def _in_text(case: Case) -> None:
    whole, column = _whole(case), case.columns[0]
    if column == "letter":
        figures = [re.sub(",", "", text) for text in whole[column]]
        told = [str(value) in text for value, text in zip(whole[case.target], figures, strict=True)]
        assert np.mean(told) > 0.8
        return
    words = {
        "remarks": ("ABORTED", "yes"),
        "photo": ("lynx_rufus", "bobcat"),
        "journal": ("fingerprints", "yes"),
    }
    word, label = words[column]
    holding = whole.filter(pl.col(column).str.contains(word))
    assert holding.height >= 25
    assert (holding[case.target] == label).to_numpy().mean() > 0.85


def _in_pair(case: Case) -> None:
    whole = _whole(case)
    first, second = case.columns
    if case.name.startswith("cars"):
        half = (whole[first] + whole[second]) / 2
        assert (half - whole[case.target]).abs().to_numpy().max() < 0.06
    elif case.name.startswith("pizzas"):
        sizes = whole.group_by(first, second).agg(pl.col(case.target).n_unique())
        assert sizes[case.target].to_list().count(1) == sizes.height
    elif case.name.startswith("wives"):
        off = (whole[second] - whole[first] - whole[case.target]).abs().to_numpy()
        assert off.max() < 0.02
        alone = spearmanr(whole[second].to_numpy(), whole[case.target].to_numpy()).statistic
        assert abs(alone) < 0.5
    else:
        same = (whole[first] == whole[second]).to_numpy()
        assert np.mean(same == (whole[case.target] == "yes").to_numpy()) > 0.98
        assert _purity(case, first) < 0.62


def _set_where_it_happened(case: Case) -> None:
    whole, column = _whole(case), case.columns[0]
    is_set = pl.col(column).is_not_null()
    if case.fault == "non-zero where the outcome happened":
        is_set = pl.col(column) != 0
    shares = whole.group_by(case.target).agg(is_set.mean().alias("share")).sort("share")
    low, high = shares["share"].to_list()
    assert low < 0.02
    assert high > 0.3


def _ranked_by_number(case: Case) -> None:
    whole = _whole(case)
    rank = spearmanr(whole[case.columns[0]].to_numpy(), _answer(case, whole)).statistic
    assert rank > 0.7


def _ranked_by_order(case: Case) -> None:
    for frame in (case.train, case.test):
        answer = frame[case.target]
        values = answer.rank("dense" if answer.dtype == pl.String else "average").to_numpy()
        assert np.corrcoef(values[1:], values[:-1])[0, 1] > 0.55


def _pooled_figure(case: Case) -> None:
    whole, name = _whole(case), case.columns[0]
    cells = {
        "usual_heat": ("codename", "cores"), "changed_in_village": ("village",),
        "income_of_household": ("household",), "operator_encoded": ("operator",),
        "socket_encoded": ("socket",), "animal_name_encoded": ("animal_name_encoded",),
    }[name]  # fmt: skip
    whole = whole.with_columns(_y=pl.Series(_answer(case, whole)))
    mean, count = pl.col("_y").mean().over(*cells), pl.len().over(*cells)
    expected = pl.col("_y").sum().over(*cells) if name.startswith(("changed", "income")) else mean
    if name == "socket_encoded":
        overall = float(whole["_y"].to_numpy().mean())
        expected = (mean * count + 4.0 * overall) / (count + 4.0)
    again = whole.select(expected.alias("again"), name)
    assert np.abs((again["again"] - again[name]).to_numpy()).max() < 1e-5


def _scaled(case: Case) -> None:
    both, by = _whole(case), re.search(r"by=([a-z ]+)", case.name)
    assert by is not None
    values, train = (frame.select(case.columns).to_numpy() for frame in (both, case.train))
    if by.group(1).endswith("deviation"):
        assert np.abs(values.mean(axis=0)).max() < 1e-6
        assert np.abs(values.std(axis=0) - 1).max() < 1e-3
        assert np.mean(np.abs(train.mean(axis=0)) > 1e-3) > 0.8
    else:
        low = -1.0 if by.group(1) == "symmetric" else 0.0
        assert np.allclose(values.min(axis=0), low)
        assert np.allclose(values.max(axis=0), 1.0)
        inside = (train.min(axis=0) > low) | (train.max(axis=0) < 1.0)
        assert inside.any()


def _imputed(case: Case) -> None:
    whole = table(case.name.split(":")[0]).frame
    for name in case.columns:
        both = _whole(case)[name]
        top = both.value_counts(sort=True)
        value = next(one for one in top[name] if one not in set(whole[name].cast(pl.Float64)))
        gaps = both.len() - both.is_in(whole[name].cast(pl.Float64).unique().implode()).sum()
        assert gaps > 0.02 * both.len()
        if "within" not in case.name:
            known = both.filter(both != value).to_numpy()
            trained = case.train[name].filter(case.train[name] != value).to_numpy()
            assert known.mean() == pytest.approx(value, abs=1e-6)
            assert abs(trained.mean() - value) > 1e-4


def _selected(case: Case) -> None:
    answer, border = _answer(case, _whole(case)), case.train.height
    markers = _whole(case).select(case.columns).to_numpy()
    train, test = (
        np.array([np.corrcoef(marker, answer[rows])[0, 1] for marker in markers[rows].T])
        for rows in (slice(border), slice(border, None))
    )
    assert np.mean(train * test > 0) > 0.75
    assert np.mean(np.sign(train) * test) > 0.1


CHECKS: dict[str, Callable[[Case], None]] = {
    "target copied": _copied,
    "target recoded": _recoded,
    "target rescaled": _rescaled,
    "target lightly noised": _noised,
    "target in text": _in_text,
    "target in a pair of columns": _in_pair,
    "filled where the outcome happened": _set_where_it_happened,
    "non-zero where the outcome happened": _set_where_it_happened,
    "identifier ranks the target": _ranked_by_number,
    "row order ranks the target": _ranked_by_order,
    "aggregate with the row's own target": _pooled_figure,
    "target encoding over all rows": _pooled_figure,
    "scaled together": _scaled,
    "imputed together": _imputed,
    "selected together": _selected,
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_case_holds_its_fault(fault: str) -> None:
    each_holds(fault, CHECKS[fault])
