"""Sums of workers add up to the sums of all, and say no more than was counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.evaluation.sequential import sums

VALUES = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=40)


@given(VALUES, VALUES)
def test_sums_of_two_workers_are_the_sums_of_all(one: list[float], other: list[float]) -> None:
    assert np.allclose(sums.of(one) + sums.of(other), sums.of(one + other))


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=40))
def test_mean_and_variance_are_numpy_s(values: list[float]) -> None:
    mean, variance = sums.mean_and_variance(sums.of(values))
    assert mean == pytest.approx(np.mean(values), abs=1e-9)
    assert variance == pytest.approx(np.var(values, ddof=1), rel=1e-6, abs=1e-6)


def test_hits_are_sums_of_zeros_and_ones() -> None:
    assert (sums.of_hits(3, 10) == sums.of([1] * 3 + [0] * 7)).all()


def test_nothing_seen_is_no_error() -> None:
    mean, variance = sums.mean_and_variance(np.zeros((3, 2)))
    assert mean.tolist() == variance.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("values", [[1.0, float("nan")], [float("inf")]])
def test_missing_observation_is_refused(values: list[float]) -> None:
    with pytest.raises(InputError, match="missing or infinite"):
        sums.of(values)


@pytest.mark.parametrize(("hits", "count"), [(3, 2), (-1, 2)])
def test_impossible_hits_are_refused(hits: int, count: int) -> None:
    with pytest.raises(InputError, match="hits"):
        sums.of_hits(hits, count)


def test_what_is_no_sums_is_refused() -> None:
    with pytest.raises(InputError, match="count, sum"):
        sums.mean_and_variance(np.zeros(2))
