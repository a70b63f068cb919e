"""The always-valid p-value: looking a hundred times makes no winner of chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from assay.core.errors import InputError
from assay.evaluation.sequential import msprt, peeking, sums

COUNTS = st.tuples(st.integers(100, 5_000), st.integers(100, 5_000))


def peeked(seed: int, champion: float, challenger: float, **terms: Any) -> Any:
    settled: Any = {"requests": 20_000, "peeks": 100, "experiments": 2_000, **terms}
    return peeking.proportions(
        np.random.default_rng(seed), champion=champion, challenger=challenger, **settled
    )


@pytest.mark.parametrize("one_sided", [True, False])
def test_ratio_is_the_mixture_it_says(one_sided: bool) -> None:
    """By numerical integration of the likelihood ratio over the normal, or its upper half."""
    a, b, tau = sums.of_hits(50, 1_000), sums.of_hits(80, 1_000), 0.02
    found = msprt.p_value(a, b, expected=tau, one_sided=one_sided)
    variance = float(sums.difference_and_variance(b, a)[1])

    def integrand(theta: float) -> float:
        density = np.exp(-((theta / tau) ** 2) / 2) / (tau * np.sqrt(2 * np.pi))
        return float((1 + one_sided) * density * np.exp((0.03 * theta - theta**2 / 2) / variance))

    ratio = integrate.quad(integrand, 0 if one_sided else -0.2, 0.2, epsabs=1e-10)[0]
    assert float(found) == pytest.approx(1 / ratio, rel=1e-6)


@pytest.mark.parametrize("share", [0.5, 0.1])
@pytest.mark.parametrize("one_sided", [True, False])
def test_false_alarms_of_a_hundred_peeks_stay_below_alpha(share: float, one_sided: bool) -> None:
    a, b = peeked(0, 0.1, 0.1, share=share)
    p = msprt.running_minimum(msprt.p_value(a, b, expected=0.02, one_sided=one_sided))
    assert (p[:, -1] <= 0.05).mean() <= 0.05


@pytest.mark.parametrize("rate", [0.01, 0.001])
def test_small_canary_that_missed_the_rare_errors_is_not_taken_for_better(rate: float) -> None:
    """With each arm's own deviation alone, 13 to 16 % of these are false alarms."""
    a, b = peeked(11, rate, rate, share=0.1)
    p = msprt.running_minimum(msprt.p_value(a, b, expected=0.2 * rate))
    assert (p[:, -1] <= 0.05).mean() <= 0.05


def test_fixed_test_at_every_peek_is_fooled_often() -> None:
    a, b = peeked(0, 0.1, 0.1)
    (a_mean, a_variance), (b_mean, b_variance) = (sums.mean_and_variance(arm) for arm in (a, b))
    z = (b_mean - a_mean) / np.sqrt(np.maximum(a_variance / a[0] + b_variance / b[0], 1e-300))
    assert (2 * special.ndtr(-np.abs(z)) <= 0.05).any(axis=1).mean() > 0.25


def test_worse_challenger_is_found_and_better_one_never_accused() -> None:
    a, b = peeked(1, 0.1, 0.125, experiments=500)
    found = msprt.running_minimum(msprt.p_value(a, b, expected=0.02, one_sided=True))
    assert (found[:, -1] <= 0.05).mean() > 0.95
    spared = msprt.running_minimum(msprt.p_value(b, a, expected=0.02, one_sided=True))
    assert (spared[:, -1] > 0.05).all()


def test_within_the_tolerance_nothing_fires() -> None:
    a, b = peeked(2, 0.1, 0.11, experiments=1_000)
    p = msprt.p_value(a, b, expected=0.02, one_sided=True, tolerance=0.01)
    assert (msprt.running_minimum(p)[:, -1] <= 0.05).mean() <= 0.05


@given(COUNTS, st.floats(0, 1), st.floats(0, 1), st.floats(1e-4, 1))
def test_p_value_never_rises(
    counts: tuple[int, int], share: float, before: float, expected: float
) -> None:
    a, b = (sums.of_hits(round(share * count), count) for count in counts)
    now = float(msprt.p_value(a, b, expected=expected, before=before))
    assert 0 <= now <= before


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_running_minimum_never_rises(p_values: list[float]) -> None:
    found = msprt.running_minimum(p_values)
    assert (np.diff(found) <= 0).all() and (found <= p_values).all()


@given(st.floats(0.01, 100), st.floats(-50, 50))
def test_p_value_stays_as_values_move_and_stretch(scale: float, shift: float) -> None:
    draw = np.random.default_rng(0)
    a, b = draw.normal(0, 1, 300), draw.normal(0.3, 1, 200)
    plain = msprt.p_value(sums.of(a), sums.of(b), expected=0.2)
    moved = msprt.p_value(
        sums.of(scale * a + shift), sums.of(scale * b + shift), expected=0.2 * scale
    )
    assert float(moved) == pytest.approx(float(plain), rel=1e-3)


def test_it_is_more_careful_than_the_fixed_test() -> None:
    a, b = sums.of_hits(500, 10_000), sums.of_hits(620, 10_000)
    fixed = stats.chi2_contingency([[500, 9_500], [620, 9_380]], correction=False).pvalue
    assert float(msprt.p_value(a, b, expected=0.01)) > fixed


def test_few_or_constant_observations_prove_nothing() -> None:
    few, none = sums.of_hits(50, 99), sums.of_hits(0, 99)
    assert float(msprt.p_value(none, few, expected=0.1)) == 1.0
    assert float(msprt.p_value(sums.of_hits(0, 500), sums.of_hits(0, 500), expected=0.1)) == 1.0


@pytest.mark.parametrize("terms", [{"expected": 0}, {"expected": 1, "tolerance": 0.1}])
def test_wrong_arguments_are_refused(terms: dict[str, float]) -> None:
    arm = sums.of_hits(1, 100)
    with pytest.raises(InputError):
        msprt.p_value(arm, arm, **terms)  # type: ignore[arg-type]
