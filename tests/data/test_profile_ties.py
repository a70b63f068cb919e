"""Strengths of ties against SciPy, scikit-learn and cases with a known answer."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from sklearn.datasets import load_diabetes
from sklearn.metrics import roc_auc_score

from assay.data.profile.association import bins, strength
from assay.data.profile.correlation import correlate, correlation_ratio, cramers_v
from assay.data.profile.distribution import histogram, quantiles, skewness

N = 2000
RANDOM = np.random.default_rng(0)


def tie(values: NDArray[np.float64], target: NDArray[np.float64], task: str = "binary") -> float:
    series = pl.Series(values)
    return strength(bins(series, series), target, task=task)  # type: ignore[arg-type]


def test_pearson_and_spearman_are_scipys() -> None:
    table = load_diabetes(scaled=False)
    left, right = table.data[:, 4], table.data[:, 7]
    found = correlate({"s1": left, "s4": right}, {})[0]
    pearson = abs(stats.pearsonr(left, right).statistic)
    spearman = abs(stats.spearmanr(left, right).statistic)
    assert found.value == pytest.approx(max(pearson, spearman))
    assert found.measure == ("Pearson" if pearson >= spearman else "Spearman")


def test_pairs_are_compared_where_both_are_present() -> None:
    left = RANDOM.normal(size=N)
    right = left + RANDOM.normal(size=N)
    gaps = RANDOM.random(N) < 0.3
    expected = abs(stats.pearsonr(left[~gaps], right[~gaps]).statistic)
    found = correlate({"a": left, "b": np.where(gaps, np.nan, right)}, {})[0]
    assert found.value == pytest.approx(expected, abs=1e-9)


def test_cramers_v_follows_bergsmas_formula() -> None:
    table = np.array([[30, 10, 5], [8, 25, 12]])
    rows, columns = np.indices(table.shape)
    left, right = (np.repeat(own.ravel(), table.ravel()) for own in (rows, columns))
    n, (r, c) = int(table.sum()), table.shape
    phi2 = stats.chi2_contingency(table, correction=False).statistic / n
    corrected = max(0.0, phi2 - (r - 1) * (c - 1) / (n - 1))
    smaller = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1))
    assert cramers_v(left, right) == pytest.approx(np.sqrt(corrected / (smaller - 1)))


def test_many_levels_alone_make_no_tie() -> None:
    levels = RANDOM.integers(0, 400, N)
    assert cramers_v(levels, RANDOM.integers(0, 3, N)) < 0.15
    assert correlation_ratio(levels, RANDOM.normal(size=N)) < 0.25


def test_correlation_ratio_is_one_less_the_f_test_it_comes_from() -> None:
    levels = RANDOM.integers(0, 4, N)
    numbers = levels + RANDOM.normal(size=N)
    f = stats.f_oneway(*(numbers[levels == level] for level in range(4))).statistic
    epsilon2 = (f - 1) * 3 / (f * 3 + N - 4)
    assert correlation_ratio(levels, numbers) == pytest.approx(np.sqrt(epsilon2), rel=1e-9)


def test_weak_pairs_are_left_out_and_strong_ones_come_first() -> None:
    x = RANDOM.normal(size=N)
    numbers = {"x": x, "near": x + 0.1 * RANDOM.normal(size=N), "noise": RANDOM.normal(size=N)}
    found = correlate(numbers, {"sign": (x > 0).astype(np.int64)})
    assert [(pair.left, pair.right) for pair in found] == [
        *(("x", "near"), ("x", "sign"), ("near", "sign")),
    ]


def test_strength_of_a_monotone_column_is_its_gini() -> None:
    x = RANDOM.normal(size=20_000)
    y = (RANDOM.random(20_000) < 1 / (1 + np.exp(-2 * x))).astype(np.float64)
    assert tie(x, y) == pytest.approx(2 * roc_auc_score(y, x) - 1, abs=0.02)


@pytest.mark.parametrize("shape", [np.square, np.cos, np.abs])
def test_bent_tie_is_seen_where_correlation_sees_none(shape: np.ufunc) -> None:
    x = RANDOM.uniform(-3, 3, N)
    assert tie(x, stats.rankdata(shape(x)), "regression") > 0.8


def test_noise_and_unique_names_know_nothing() -> None:
    y = RANDOM.integers(0, 2, N).astype(np.float64)
    assert tie(RANDOM.normal(size=N), y) < 0.12
    names = pl.Series([f"name {i}" for i in range(N)])
    assert strength(bins(names, None), y, task="binary") == 0.0
    ranks = stats.rankdata(RANDOM.normal(size=N))
    assert strength(bins(names, None), ranks, task="regression") < 0.01


def test_missing_alone_can_tell_the_target() -> None:
    y = RANDOM.integers(0, 2, N).astype(np.float64)
    assert tie(np.where(y == 1, np.nan, 3.0), y) == 1.0


def test_multiclass_strength_is_weighted_over_classes() -> None:
    y = RANDOM.integers(0, 3, N).astype(np.float64)
    assert tie(y, y, "multiclass") == 1.0
    knows_one = (y == 2).astype(np.float64)
    assert 0.4 < tie(knows_one, y, "multiclass") < 0.8


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9).map(float),
        min_size=1,
        max_size=60,
    )
)
def test_histogram_counts_every_number_once(values: list[float]) -> None:
    numbers = np.array(values)
    found = histogram(numbers)
    assert found is not None
    assert sum(found.counts) == len(numbers)
    assert len(found.edges) == len(found.counts) + 1
    assert list(found.edges) == sorted(found.edges)


def test_far_tail_does_not_squeeze_the_histogram() -> None:
    found = histogram(np.append(RANDOM.normal(size=N), 1e9))
    assert found is not None
    assert max(found.counts) < 0.2 * N


def test_skewness_is_scipys() -> None:
    values = RANDOM.lognormal(size=N)
    assert skewness(values) == pytest.approx(stats.skew(values))
    assert skewness(np.full(10, 0.1)) is None
    assert skewness(values * 1e200) == pytest.approx(stats.skew(values))


def test_quantiles_of_nothing_are_nothing() -> None:
    assert quantiles(np.empty(0)) == ()
