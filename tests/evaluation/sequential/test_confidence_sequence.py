"""Bounds of means and their difference hold at every look together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.evaluation.sequential import confidence_sequence, msprt, peeking, sums


def test_width_is_that_of_the_paper_s_formula() -> None:
    """confseq's own test of its normal mixture: 30.35209, by a rho that is near the best."""
    arm = np.array([100.0, 0.0, 99.0])
    low, high = confidence_sequence.mean(arm, alpha=0.05, tightest=100)
    assert 100 * float(high) == pytest.approx(30.35209, abs=1e-3)
    assert low == -high and 100 * float(high) < 30.35209


def test_bounds_are_narrowest_where_asked() -> None:
    arm = np.array([5_000.0, 0.0, 5_000.0])
    widths = [
        float(confidence_sequence.mean(arm, alpha=0.05, tightest=tightest)[1])
        for tightest in (2_500, 5_000, 10_000)
    ]
    assert widths[1] == min(widths)


@given(st.floats(0.01, 100), st.floats(-50, 50))
def test_bounds_move_and_stretch_with_the_values(scale: float, shift: float) -> None:
    values = np.random.default_rng(0).normal(size=200)
    low, high = confidence_sequence.mean(sums.of(values), alpha=0.1, tightest=200)
    moved = confidence_sequence.mean(sums.of(scale * values + shift), alpha=0.1, tightest=200)
    assert [float(bound) for bound in moved] == pytest.approx(
        [scale * float(low) + shift, scale * float(high) + shift], rel=1e-5, abs=1e-6
    )


def test_difference_changes_its_sign_with_the_arms() -> None:
    a, b = sums.of_hits(30, 400), sums.of_hits(50, 300)
    low, high = confidence_sequence.difference(a, b, alpha=0.05, tightest=700)
    assert confidence_sequence.difference(b, a, alpha=0.05, tightest=700) == (-high, -low)


def test_true_difference_is_ever_outside_no_more_often_than_alpha() -> None:
    a, b = peeking.proportions(
        np.random.default_rng(7),
        champion=0.12,
        challenger=0.1,
        requests=20_000,
        peeks=100,
        experiments=2_000,
        share=0.3,
    )
    low, high = confidence_sequence.difference(a, b, alpha=0.05, tightest=10_000)
    missed = ((low > 0.02) | (high < 0.02)).any(axis=1).mean()
    assert 0 < missed <= 0.05 + 3 * np.sqrt(0.0475 / 2_000)


@pytest.mark.parametrize("rate", [0.01, 0.001])
def test_small_canary_without_an_error_is_not_told_for_certain(rate: float) -> None:
    a, b = peeking.proportions(
        np.random.default_rng(11),
        champion=rate,
        challenger=rate,
        requests=20_000,
        peeks=100,
        experiments=1_000,
        share=0.1,
    )
    low, high = confidence_sequence.difference(a, b, alpha=0.05, tightest=20_000)
    assert ((low > 0) | (high < 0)).any(axis=1).mean() <= 0.05


def test_mean_of_skewed_values_is_outside_no_more_often_than_alpha() -> None:
    values = np.random.default_rng(8).gamma(1.0, 1.0, (800, 2_000))
    running = np.cumsum([np.ones_like(values), values, values**2], axis=2)[:, :, 19::20]
    low, high = confidence_sequence.mean(running, alpha=0.1, tightest=1_000)
    missed = ((low > 1) | (high < 1)).any(axis=1).mean()
    assert 0 < missed <= 0.1 + 3 * np.sqrt(0.09 / 800)


def test_too_few_observations_bound_nothing() -> None:
    few = sums.of(np.arange(msprt.FEWEST - 1))
    low, high = confidence_sequence.difference(few, few, alpha=0.05, tightest=100)
    assert (float(low), float(high)) == (-np.inf, np.inf)


def test_wrong_arguments_are_refused() -> None:
    arm = np.array([100.0, 0.0, 99.0])
    with pytest.raises(InputError, match="narrowest"):
        confidence_sequence.mean(arm, alpha=0.05, tightest=0)
    with pytest.raises(InputError, match="alpha"):
        confidence_sequence.mean(arm, alpha=0, tightest=10)
