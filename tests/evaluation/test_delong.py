"""DeLong's variance equals the published one, and the one by its definition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.evaluation import delong, metrics


def by_definition(labels: Any, scores: list[Any]) -> tuple[Any, Any]:
    """Areas and their covariance by DeLong et al. (1988), equations 3 to 6, pair by pair."""
    areas, tens, ones = [], [], []
    for each in scores:
        x, y = each[labels == 1], each[labels == 0]
        kernel = (x[:, None] > y) + 0.5 * (x[:, None] == y)
        areas.append(kernel.mean())
        tens.append(kernel.mean(axis=1))
        ones.append(kernel.mean(axis=0))
    m, n = len(tens[0]), len(ones[0])
    return np.array(areas), np.atleast_2d(np.cov(tens) / m + np.cov(ones) / n)


def test_radiologist_of_hanley_and_mcneil_has_the_published_error() -> None:
    # Hanley & McNeil (1982), table I; Stata's `roctab` prints 0.8932, 0.0307, 0.83295-0.95339.
    normal, abnormal = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
    scores = np.repeat(np.tile(np.arange(1.0, 6.0), 2), normal + abnormal)
    labels = np.repeat([0.0, 1.0], [58, 51])
    area, influence = delong.influences(labels, scores)
    error = np.sqrt(np.sum(influence**2))
    assert area == pytest.approx(0.8932, abs=5e-5)
    assert error == pytest.approx(0.0307, abs=5e-5)
    assert area - 1.959964 * error == pytest.approx(0.83295, abs=6e-6)
    assert area + 1.959964 * error == pytest.approx(0.95339, abs=6e-6)


@pytest.mark.parametrize("seed", range(3))
def test_covariance_of_two_models_equals_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = (rng.random(80) < 0.3).astype(float)
    a = np.round(rng.normal(labels, 1), 1)
    b = np.round(a + rng.normal(0, 1, 80), 1)
    areas, covariance = by_definition(labels, [a, b])
    (a_area, a_rows), (b_area, b_rows) = (delong.influences(labels, s) for s in (a, b))
    assert [a_area, b_area] == pytest.approx(areas)
    assert np.sum(a_rows**2) == pytest.approx(covariance[0, 0])
    assert np.sum(a_rows * b_rows) == pytest.approx(covariance[0, 1])
    difference = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    assert np.sum((a_rows - b_rows) ** 2) == pytest.approx(difference)


def test_multiclass_area_is_that_of_the_metric() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 120).astype(float)
    scores = rng.dirichlet(np.ones(3), 120)
    area, influence = delong.influences(labels, scores)
    assert area == pytest.approx(metrics.get("roc_auc").value(labels, scores))
    assert abs(influence.sum()) < 1e-9


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=8, max_size=40), st.randoms(use_true_random=False))
def test_monotone_map_or_order_of_rows_changes_no_area(values: list[int], random: Any) -> None:
    scores = np.array(values, float)
    labels = np.arange(len(values), dtype=np.float64) % 2.0
    area, influence = delong.influences(labels, scores)
    for changed in (3 * scores - 7, np.exp(scores / 25)):
        same, rows = delong.influences(labels, changed)
        assert same == pytest.approx(area)
        assert rows == pytest.approx(influence)
    order = np.array(random.sample(range(len(values)), len(values)))
    same, rows = delong.influences(labels[order], scores[order])
    assert same == pytest.approx(area)
    assert rows == pytest.approx(influence[order])


def test_class_with_a_single_row_gives_no_variance() -> None:
    _, influence = delong.influences(np.array([0.0, 0, 0, 1]), np.array([0.1, 0.2, 0.3, 0.9]))
    assert not np.isfinite(influence).all()
