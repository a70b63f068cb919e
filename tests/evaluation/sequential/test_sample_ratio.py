"""A split that is not the planned one is noticed, and one that is raises no alarm by looking."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assay.core.errors import InputError
from assay.evaluation.sequential import msprt, sample_ratio


def test_published_example_and_scipy() -> None:
    """Kohavi, Tang & Xu (2020), Trustworthy Online Controlled Experiments, chapter 3: 1.8e-6."""
    found = sample_ratio.chi_square([821_588, 815_482], [0.5, 0.5])
    assert float(found) == pytest.approx(1.8e-6, abs=5e-8)
    expected = stats.chisquare([30, 50, 20], [40, 40, 20]).pvalue
    assert float(sample_ratio.chi_square([30, 50, 20], [2, 2, 1])) == pytest.approx(expected)


def test_bayes_factor_is_the_product_of_foretold_requests() -> None:
    """Lindon & Malek, equation by equation: each request by its posterior predictive chance."""
    planned, sent = np.array([0.2, 0.8]), np.random.default_rng(0).integers(0, 2, 300)
    prior, factor = 50 * planned, 1.0
    for arm in sent:
        factor *= prior[arm] / prior.sum() / planned[arm]
        prior[arm] += 1
    found = sample_ratio.p_value(np.bincount(sent), planned, concentration=50)
    assert float(found) == pytest.approx(1 / factor, rel=1e-9)


def test_right_ratio_raises_no_alarm_under_peeking() -> None:
    arrivals = np.random.default_rng(1).binomial(1_000, 0.1, (2_000, 100))
    counts = np.stack([arrivals.cumsum(axis=1), (1_000 - arrivals).cumsum(axis=1)])
    p = msprt.running_minimum(sample_ratio.p_value(counts, [0.1, 0.9]))
    assert (p[:, -1] <= 0.05).mean() <= 0.05
    assert (p[:, -1] <= sample_ratio.ALARM).mean() <= 0.003
    fixed = msprt.running_minimum(sample_ratio.chi_square(counts, [0.1, 0.9]))
    assert (fixed[:, -1] <= 0.05).mean() > 0.25


def test_split_of_50_to_52_is_noticed_within_100_000() -> None:
    arrivals = np.random.default_rng(2).binomial(1_000, 50 / 102, (500, 100))
    counts = np.stack([arrivals.cumsum(axis=1), (1_000 - arrivals).cumsum(axis=1)])
    p = msprt.running_minimum(sample_ratio.p_value(counts, [1, 1]))
    assert (p[:, -1] <= sample_ratio.ALARM).mean() > 0.9


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=3), st.floats(0, 1))
def test_p_value_never_rises_and_does_not_know_the_order_of_arms(
    counts: list[int], before: float
) -> None:
    found = float(sample_ratio.p_value(counts, [1, 2, 3], before=before))
    assert 0 <= found <= before
    turned = float(sample_ratio.p_value(counts[::-1], [3, 2, 1], before=before))
    assert turned == pytest.approx(found)


@pytest.mark.parametrize("how", [sample_ratio.chi_square, sample_ratio.p_value])
@pytest.mark.parametrize(
    ("counts", "shares"), [([1, 2], [1]), ([1], [1]), ([1, 2], [1, 0]), ([-1, 2], [1, 1])]
)
def test_what_does_not_fit_is_refused(how: Any, counts: Any, shares: Any) -> None:
    with pytest.raises(InputError):
        how(counts, shares)


def test_nothing_concentrated_is_refused() -> None:
    with pytest.raises(InputError, match="concentration"):
        sample_ratio.p_value([1, 2], [1, 1], concentration=0)
