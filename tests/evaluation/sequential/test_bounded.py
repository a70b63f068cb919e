"""Bounds of observations in [0, 1] hold from the first one on, at all times at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.evaluation.sequential import bounded, sums

UNIT = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_uniform_bound_is_that_of_the_authors_software() -> None:
    """confseq's own test: gamma_exponential_mixture_bound(v=100, 0.05, v_opt=100, c=2)."""
    found = 2 * bounded.uniform_bound(np.array(100 / 4), 0.05, 100 / 4)
    assert found == pytest.approx(33.02017, abs=1e-5)


@given(UNIT, UNIT)
def test_state_goes_on_where_it_was_left(one: list[float], other: list[float]) -> None:
    whole = bounded.foretold(one + other)
    assert np.allclose(bounded.foretold(other, after=bounded.foretold(one)), whole)


@settings(deadline=None)
@given(UNIT)
def test_bounds_mirror_when_the_observations_do(values: list[float]) -> None:
    low, high = bounded.mean(bounded.foretold(values), alpha=0.1, tightest=5)
    turned = bounded.mean(bounded.foretold(1 - np.array(values)), alpha=0.1, tightest=5)
    assert np.allclose([1 - turned[1], 1 - turned[0]], [low, high])
    low, high = bounded.proportion(sums.of(values), alpha=0.1)
    turned = bounded.proportion(sums.of(1 - np.array(values)), alpha=0.1)
    assert np.allclose([1 - turned[1], 1 - turned[0]], [low, high])


@pytest.mark.parametrize("workers", [1, 4])
def test_mean_is_ever_outside_no_more_often_than_alpha(workers: int) -> None:
    """Skewed values, 80 looks, 400 experiments; workers each foretell from their own."""
    values = np.random.default_rng(5).beta(0.2, 3.8, (400, 800))
    state = np.zeros((3, 400, 800))
    for worker in range(workers):
        own = np.where(np.arange(800) % workers == worker, 1.0, 0.0)
        before = np.cumsum(values * own, axis=1) - values * own
        errors = np.square(values - (0.5 + before) / np.maximum(np.cumsum(own), 1)) * own
        state += np.cumsum([own + 0 * values, values * own, errors], axis=2)
    low, high = bounded.mean(state[:, :, 4::10], alpha=0.1, tightest=20)
    missed = ((low > 0.05) | (high < 0.05)).any(axis=1).mean()
    assert missed <= 0.1 + 3 * np.sqrt(0.09 / 400)
    assert float((high - low)[:, -1].mean()) < 0.06


def test_rare_proportion_is_ever_outside_no_more_often_than_alpha() -> None:
    hits = np.random.default_rng(6).random((500, 600)) < 0.02
    arms = sums.of_hits(hits.cumsum(axis=1), np.arange(1, 601))
    low, high = bounded.proportion(arms[:, :, ::3], alpha=0.1)
    missed = ((low > 0.02) | (high < 0.02)).any(axis=1).mean()
    assert 0 < missed <= 0.1 + 3 * np.sqrt(0.09 / 500)


def test_before_the_first_observation_all_is_possible() -> None:
    for low, high in (
        bounded.mean(np.zeros(3), alpha=0.05, tightest=5),
        bounded.proportion(np.zeros(3), alpha=0.05),
    ):
        assert (float(low), float(high)) == (0.0, 1.0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: bounded.foretold([1.5]),
        lambda: bounded.foretold([float("nan")]),
        lambda: bounded.mean(np.ones(3), alpha=1.0, tightest=1),
        lambda: bounded.mean(np.ones(3), alpha=0.1, tightest=0),
        lambda: bounded.proportion(np.array([1.0, 2.0, 4.0]), alpha=0.1),
    ],
)
def test_what_the_bounds_do_not_hold_for_is_refused(wrong: Any) -> None:
    with pytest.raises(InputError):
        wrong()
