"""O'Brien-Fleming bounds are those of the tables, and spend what they may."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from assay.core.errors import InputError
from assay.evaluation.sequential import group_sequential
from assay.evaluation.sequential.crossing import chances

CONSTANTS = {
    0.01: [2.576, 2.580, 2.595, 2.609, 2.621],
    0.05: [1.960, 1.977, 2.004, 2.024, 2.040],
    0.10: [1.645, 1.678, 1.710, 1.733, 1.751],
}
"""Jennison & Turnbull (2000), table 2.3: C_B(K, alpha) for K = 1 ... 5."""

INFLATION = {2: (1.008, 1.007), 3: (1.017, 1.016), 4: (1.024, 1.022), 5: (1.028, 1.026)}
"""Jennison & Turnbull (2000), table 2.4: R_B(K, 0.05, beta) for a power of 0.8 and 0.9."""


@pytest.mark.parametrize("alpha", sorted(CONSTANTS))
def test_constants_of_the_table(alpha: float) -> None:
    found = [group_sequential.constant(looks, alpha=alpha) for looks in range(1, 6)]
    assert found == pytest.approx(CONSTANTS[alpha], abs=5.1e-4)


@pytest.mark.parametrize("looks", sorted(INFLATION))
def test_inflation_of_the_table(looks: int) -> None:
    fractions = group_sequential.evenly(looks)
    upper = group_sequential.constant(looks, alpha=0.05) / np.sqrt(fractions)
    for power, expected in zip((0.8, 0.9), INFLATION[looks], strict=True):
        drift = optimize.brentq(
            lambda d, power=power: chances(fractions, -upper, upper, drift=d)[1].sum() - power, 2, 5
        )
        fixed = group_sequential.drift_needed([1.0], alpha=0.05, power=power)
        assert (drift / fixed) ** 2 == pytest.approx(expected, abs=5.1e-4)


def test_spending_bounds_are_those_of_r() -> None:
    """gsDesign(k=5, test.type=2, alpha=0.025, sfu=sfLDOF), and ldbounds with iuse = 1."""
    found = group_sequential.bounds(group_sequential.evenly(5), alpha=0.05)
    assert found == pytest.approx([4.877, 3.357, 2.680, 2.290, 2.031], abs=5.1e-4)


def test_chances_are_those_of_the_multivariate_normal() -> None:
    fractions, upper = np.array([0.3, 0.45, 1.0]), np.array([2.5, 2.2, 1.9])
    covariance = np.sqrt(
        np.minimum.outer(fractions, fractions) / np.maximum.outer(fractions, fractions)
    )
    normal = stats.multivariate_normal(1.5 * np.sqrt(fractions), covariance)
    within = normal.cdf(upper, lower_limit=-upper, rng=np.random.default_rng(0))
    assert np.sum(chances(fractions, -upper, upper, drift=1.5)) == pytest.approx(
        1 - within, abs=1e-4
    )


@settings(deadline=None, max_examples=25)
@given(st.sets(st.integers(5, 100), min_size=1, max_size=6), st.floats(0.001, 0.3))
def test_bounds_spend_alpha_wherever_the_looks_fall(percent: set[int], alpha: float) -> None:
    looks = np.array(sorted(percent)) / 100
    upper = group_sequential.bounds(looks, alpha=alpha, last=True)
    assert np.sum(chances(looks, -upper, upper)) == pytest.approx(alpha, rel=1e-6)
    soon = group_sequential.bounds(looks, alpha=alpha)
    assert soon[:-1] == pytest.approx(upper[:-1]) and soon[-1] >= upper[-1] - 1e-9


def test_look_before_anything_may_be_spent_stops_nothing() -> None:
    found = group_sequential.bounds([0.001, 0.002, 1.0], alpha=0.05)
    assert found.tolist() == pytest.approx([30, 30, 1.96], abs=1e-3)


@pytest.mark.parametrize("power", [0.8, 0.9])
def test_futility_meets_efficacy_at_the_end_and_leaves_the_power(power: float) -> None:
    looks = group_sequential.evenly(5)
    drift = group_sequential.drift_needed(looks, alpha=0.05, power=power, futility=True)
    lower = group_sequential.futility_bounds(looks, alpha=0.05, power=power, drift=drift)
    upper = group_sequential.bounds(looks, alpha=0.05)
    assert lower[-1] == pytest.approx(upper[-1], abs=1e-5)
    assert (np.diff(lower) > 0).all()
    below, above = chances(looks, lower, upper, drift=drift)
    assert (below.sum(), above.sum()) == (pytest.approx(1 - power), pytest.approx(power, abs=1e-6))
    assert drift > group_sequential.drift_needed(looks, alpha=0.05, power=power)


def test_planned_drift_gives_the_planned_power() -> None:
    looks = [0.2, 0.5, 1.0]
    drift = group_sequential.drift_needed(looks, alpha=0.02, power=0.85)
    assert group_sequential.power(looks, alpha=0.02, drift=drift) == pytest.approx(0.85)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: group_sequential.bounds([0.5, 0.5], alpha=0.05),
        lambda: group_sequential.bounds([0.5, 0.5001], alpha=0.05),
        lambda: group_sequential.bounds([0.5, 1.5], alpha=0.05),
        lambda: group_sequential.bounds([], alpha=0.05),
        lambda: group_sequential.bounds([1.0], alpha=1.5),
        lambda: group_sequential.evenly(0),
        lambda: group_sequential.drift_needed([0.5], alpha=0.05, power=0.8),
        lambda: group_sequential.drift_needed([1.0], alpha=0.05, power=1),
    ],
)
def test_impossible_plans_are_refused(wrong: Any) -> None:
    with pytest.raises(InputError):
        wrong()
