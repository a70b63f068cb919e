"""The guard of losses on the same requests: exact for skewed and rare differences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.evaluation.sequential import confidence_sequence, paired
from assay.evaluation.sequential.msprt import from_evidence

ALPHA = 0.05


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1))
@settings(deadline=None)
def test_no_request_is_expected_to_raise_a_bet_while_the_challenger_is_no_worse(
    low: float, high: float, chance: float
) -> None:
    mean = chance * high + (1 - chance) * low
    shifted = np.array([low, high]) - max(mean, 0.0) - 1e-12
    bound = float(np.abs(shifted).max()) or 1.0
    grown = np.exp(paired.wealth(shifted[:, None], bound=bound))
    assert (grown @ np.array([1 - chance, chance]) <= 1 + 1e-9).all()


def rare_gains(random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """A little worse nearly always, much better seldom, and so equal on average."""
    return np.where(random.random(shape) < 0.002 / 1.002, -1.0, 0.002)


def running(differences: np.ndarray, every: int = 50) -> np.ndarray:
    """Evidence at each look, shape (experiments, looks)."""
    parts = differences.reshape(len(differences), -1, every)
    return paired.log_evidence(paired.wealth(parts, bound=1.0).cumsum(axis=-1))


def test_a_challenger_that_gains_seldom_and_much_is_not_taken_for_worse() -> None:
    drawn = rare_gains(np.random.default_rng(0), (200, 10_000))
    fired = (from_evidence(running(drawn)) < ALPHA).any(axis=1).mean()
    assert fired <= ALPHA
    sums = np.stack([np.ones_like(drawn), drawn, np.square(drawn)]).cumsum(axis=-1)[..., 99::50]
    low, _ = confidence_sequence.mean(sums, alpha=2 * ALPHA, tightest=5_000)
    assert (low > 0).any(axis=1).mean() > 0.3  # an asymptotic test does


def test_a_challenger_that_is_worse_is_found() -> None:
    random = np.random.default_rng(1)
    drawn = np.clip(random.normal(0.02, 0.1, (100, 4_000)), -1, 1)
    assert (from_evidence(running(drawn)) < 0.0002).any(axis=1).mean() > 0.9


def test_differences_past_the_bound_are_refused() -> None:
    for values in ([1.5], [np.nan]):
        with pytest.raises(InputError, match="larger than the bound"):
            paired.wealth(values, bound=1.0)
