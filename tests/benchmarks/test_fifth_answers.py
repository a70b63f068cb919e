"""The held-out set plants its leaks as strongly as was meant."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import Case
from scipy.stats import spearmanr
from tests.benchmarks.fifth_cases import answers, before, each, whole


def _purity(case: Case, column: str) -> float:
    cells = whole(case).group_by(column, case.target).len()
    best = cells.group_by(column).agg(pl.col("len").max(), total=pl.col("len").sum())
    return int(best["len"].sum()) / int(best["total"].sum())


def _rank(case: Case, column: str) -> float:
    rows = whole(case)
    return float(abs(spearmanr(rows[column].to_numpy(), answers(case, rows)).statistic))


def _copied(case: Case) -> None:
    rows = whole(case)
    assert (rows[case.columns[0]] == rows[case.target]).all()


def _recoded(case: Case) -> None:
    rows, column = whole(case), case.columns[0]
    if rows[case.target].dtype.is_numeric():
        bands = rows.group_by(column).agg(
            low=pl.col(case.target).min(), high=pl.col(case.target).max()
        )
        ordered = bands.sort("low", "high")
        assert ordered.height >= 2
        assert (ordered["high"].to_numpy()[:-1] <= ordered["low"].to_numpy()[1:]).all()
    else:
        assert _purity(case, column) == 1


def _rescaled(case: Case) -> None:
    assert _rank(case, case.columns[0]) > 0.999


def _noised(case: Case) -> None:
    rows, column = whole(case), case.columns[0]
    if rows[column].dtype == pl.String:
        assert 0.9 < _purity(case, column) < 0.985
        return
    assert 0.98 < np.corrcoef(rows[column].to_numpy(), answers(case, rows))[0, 1] < 0.99999
    others = [
        abs(spearmanr(rows[name].to_numpy(), answers(case, rows), nan_policy="omit").statistic)
        for name, kind in rows.schema.items()
        if kind.is_numeric() and name not in (column, case.target)
    ]
    assert max(others) < 0.95


def _in_text(case: Case) -> None:
    rows, column = whole(case), case.columns[0]
    told = [
        re.search(rf"(?<![0-9a-z]){re.escape(str(value).lower())}(?![0-9a-z])", text.lower())
        for value, text in zip(rows[case.target], rows[column], strict=True)
    ]
    assert np.mean([one is not None for one in told]) > 0.8
    assert rows[column].n_unique() > 15


def _in_pair(case: Case) -> None:
    rows = whole(case)
    one, other = (rows[name].cast(pl.Float64).to_numpy() for name in case.columns)
    answer = rows[case.target].cast(pl.Float64).to_numpy()
    made = max(
        (one + other, one - other, one * other, one / np.where(other == 0, np.nan, other)),
        key=lambda value: abs(spearmanr(value, answer, nan_policy="omit").statistic),
    )
    assert abs(spearmanr(made, answer, nan_policy="omit").statistic) > 0.99
    alone = [abs(spearmanr(value, answer).statistic) for value in (one, other)]
    assert max(alone) < 0.98


def _set_where_it_happened(case: Case) -> None:
    column = case.columns[0]
    is_set = pl.col(column).is_not_null()
    if case.fault == "non-zero where the outcome happened":
        is_set = pl.col(column) != 0
    shares = whole(case).group_by(case.target).agg(is_set.mean().alias("share")).sort("share")
    low, high = shares["share"].to_list()
    assert low == 0
    assert high > 0.3


def _ranked_by_number(case: Case) -> None:
    rows, column = whole(case), case.columns[0]
    numbers = rows[column].cast(pl.String).str.extract(r"([0-9]+)$").cast(pl.Int64)
    assert numbers.n_unique() == rows.height
    assert abs(spearmanr(numbers.to_numpy(), answers(case, rows)).statistic) > 0.7


def _ranked_by_order(case: Case) -> None:
    for frame in (case.train, case.test):
        values = answers(case, frame)
        assert np.corrcoef(values[1:], values[:-1])[0, 1] > 0.6
        if frame[case.target].dtype == pl.String:
            changes = int((frame[case.target] != frame[case.target].shift(1)).sum())
            assert changes < frame[case.target].n_unique()


CELLS = {
    "city_pace": ("city",),
    "granted_before": ("judge", "nation"),
    "district_mean": ("location",),
    "title_pay": ("current_title",),
    "state_te": ("state",),
    "team": ("team",),
    "country_te": ("country",),
    "team_te": ("team",),
}


def _pooled_figure(case: Case) -> None:
    rows, name = whole(case), case.columns[0]
    rows = rows.with_columns(_y=pl.Series(answers(case, rows)))
    cells = CELLS[name]
    found = rows.group_by(cells).agg(pl.col(name).n_unique().alias("figures"))
    assert found["figures"].to_list().count(1) == found.height
    total, count = pl.col("_y").sum().over(cells), pl.len().over(cells)
    if name == "granted_before":
        again = rows.select(again=total, said=name)
    else:
        weight = {"country_te": 5.0, "team_te": 2.0}.get(name, 0.0)
        prior = float(rows["_y"].to_numpy().mean())
        again = rows.select(again=(total + weight * prior) / (count + weight), said=name)
    assert np.abs((again["again"] - again["said"]).to_numpy()).max() < 1e-6
    train = case.train.with_columns(_y=pl.Series(answers(case, case.train)))
    alone = train.select(alone=pl.col("_y").mean().over(cells), said=name)
    if name != "granted_before":
        assert np.mean(np.abs((alone["alone"] - alone["said"]).to_numpy()) > 1e-6) > 0.3


def _scaled(case: Case) -> None:
    names = list(case.columns)
    both, train = (frame.select(names).to_numpy() for frame in (whole(case), case.train))
    if "standard" in case.name:
        figures = [np.abs(v.mean(axis=0)) + np.abs(v.std(axis=0) - 1) for v in (both, train)]
    elif "minmax" in case.name:
        figures = [np.abs(v.min(axis=0)) + np.abs(v.max(axis=0) - 1) for v in (both, train)]
    else:
        figures = [
            np.abs(np.median(v, axis=0))
            + np.abs(np.subtract(*np.percentile(v, [75, 25], axis=0)) - 1)
            for v in (both, train)
        ]
    assert figures[0].max() < 1e-6
    assert np.mean(figures[1] > 1e-3) >= (0.9 if "standard" in case.name else 0.2)


def _imputed(case: Case) -> None:
    for name in case.columns:
        both = whole(case)[name]
        top = both.value_counts(sort=True).head(4 if "by=" in case.name else 1)
        known = set(before(case)[name].drop_nulls().cast(pl.Float64))
        filled = [value for value in top[name] if value not in known or "median" in case.name]
        assert filled, name
        assert both.is_in(filled).to_numpy().mean() > 0.08
        if "by=" in case.name:
            continue
        (value,) = filled
        rest = [frame.filter(pl.col(name) != value)[name].to_numpy() for frame in
                (whole(case), case.train)]  # fmt: skip
        figure = np.median if "median" in case.name else np.mean
        assert figure(rest[0]) == pytest.approx(value, abs=1e-3)
        assert abs(figure(rest[1]) - value) > 1e-4 * np.std(rest[0])


def _screened(case: Case) -> None:
    agreed = []
    for frame in (case.train, case.test):
        probes = frame.select(case.columns).to_numpy()
        answer = answers(case, frame)
        agreed.append([np.corrcoef(probe, answer)[0, 1] for probe in probes.T])
    train, test = np.array(agreed)
    assert np.mean(train * test > 0) > 0.8
    assert np.mean(np.sign(train) * test) > 0.1


def _drawn_again(case: Case) -> None:
    assert whole(case).height > 1.1 * before(case).height
    known = case.test.join(case.train, on=case.test.columns, how="semi", nulls_equal=True)
    share = known.height / case.test.height
    natural = before(case).is_duplicated().to_numpy().mean()
    assert share > 0.14 + natural


def _between_rows(case: Case) -> None:
    made = whole(case).height - before(case).height
    assert made > 0.1 * before(case).height
    whole_numbers = [name for name, kind in before(case).schema.items()
                     if kind.is_integer() and name not in (case.group, case.target)]  # fmt: skip
    broken = pl.any_horizontal(pl.col(one) % 1 != 0 for one in whole_numbers)
    assert whole(case).filter(broken).height > 0.8 * made


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
    "selected together": _screened,
    "oversampled before the split": _drawn_again,
    "interpolated before the split": _between_rows,
}


@pytest.mark.parametrize("fault", CHECKS)
def test_a_case_holds_its_fault(fault: str) -> None:
    each(fault, CHECKS[fault])
