"""Calibration tells a bent model from chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import special
from sklearn.linear_model import LogisticRegression

from assay.evaluation.calibration import calibrate


def outcomes(seed: int, rows: int = 2000) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    link = rng.normal(-1, 1.5, rows)
    return link, special.expit(link), (rng.random(rows) < special.expit(link)).astype(float)


def test_perfect_model_is_within_what_chance_shows_nineteen_times_in_twenty() -> None:
    over = 0
    for seed in range(60):
        _, chances, happened = outcomes(seed, 500)
        found = calibrate("binary", happened, chances, level=0.95, seed=seed)
        assert found is not None
        over += found.error > found.error_expected
    assert over <= 8  # 3 expected; 9 and more happen twice in a thousand


def test_overconfident_model_shows_it_in_error_and_slope() -> None:
    link, _, happened = outcomes(0)
    found = calibrate("binary", happened, special.expit(2 * link), level=0.95, seed=0)
    assert found is not None
    assert found.error > 2 * found.error_expected
    assert found.slope == pytest.approx(0.5, abs=0.06)
    assert found.slope_high is not None
    assert found.slope_high < 1


def test_slope_equals_scikit_learns_logistic_regression() -> None:
    link, chances, happened = outcomes(1)
    found = calibrate("binary", happened, chances, level=0.95, seed=0)
    model = LogisticRegression(C=np.inf).fit(link[:, None], happened)
    assert found is not None
    assert found.slope == pytest.approx(float(model.coef_[0, 0]), rel=1e-3)


def test_bins_hold_every_row_once_and_keep_ties_together() -> None:
    chances = np.repeat([0.1, 0.2, 0.7], [500, 20, 80])
    happened = (np.random.default_rng(0).random(600) < chances).astype(float)
    found = calibrate("binary", happened, chances, level=0.95, seed=0)
    assert found is not None
    assert sum(each.rows for each in found.bins) == 600
    assert len({round(each.predicted, 9) for each in found.bins}) == len(found.bins)
    for each in found.bins:
        assert each.low <= each.observed <= each.high


@pytest.mark.parametrize("labels", [np.zeros(50), np.ones(50), np.tile([0.0, 1.0], 25)])
@pytest.mark.parametrize("scores", [np.full(50, 0.3), np.tile([0.0, 1.0], 25)])
def test_constant_or_certain_predictions_give_finite_numbers(labels: Any, scores: Any) -> None:
    found = calibrate("binary", labels, scores, level=0.95, seed=0)
    assert found is not None
    assert np.isfinite([found.error, found.slope, found.error_expected]).all()


def test_multiclass_asks_of_the_class_decided_for() -> None:
    rng = np.random.default_rng(0)
    scores = rng.dirichlet([1, 1, 1], 3000)
    labels = np.array([rng.choice(3, p=each) for each in scores], float)
    found = calibrate("multiclass", labels, scores, level=0.95, seed=0)
    assert found is not None
    assert found.error < found.error_expected
    sharp = scores**3 / (scores**3).sum(axis=1, keepdims=True)
    bent = calibrate("multiclass", labels, sharp, level=0.95, seed=0)
    assert bent is not None
    assert bent.error > bent.error_expected


def test_regression_is_judged_in_deviations_of_the_target() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(100, 20, 2000)
    labels = values + rng.normal(0, 10, 2000)
    found = calibrate("regression", labels, values, level=0.95, seed=0)
    again = calibrate("regression", labels * 7, values * 7, level=0.95, seed=0)
    assert found is not None
    assert again is not None
    assert found.error < found.error_expected
    assert found.slope == pytest.approx(1, abs=0.05)
    assert again.error == pytest.approx(found.error)
    bent = calibrate("regression", labels, 100 + 2 * (values - 100), level=0.95, seed=0)
    assert bent is not None
    assert bent.error > 5 * bent.error_expected
    assert bent.slope == pytest.approx(0.5, abs=0.05)


def test_nothing_can_be_said_without_variance() -> None:
    assert calibrate("regression", np.ones(9), np.arange(9.0), level=0.9, seed=0) is None
    assert calibrate("binary", np.ones(1), np.ones(1), level=0.9, seed=0) is None


def test_order_of_rows_changes_no_bin() -> None:
    _, chances, happened = outcomes(2, 300)
    order = np.random.default_rng(0).permutation(300)
    found = calibrate("binary", happened, chances, level=0.95, seed=0)
    again = calibrate("binary", happened[order], chances[order], level=0.95, seed=0)
    assert found is not None
    assert again is not None
    assert [each.rows for each in found.bins] == [each.rows for each in again.bins]
    assert found.error == pytest.approx(again.error)
    assert found.slope == pytest.approx(again.slope)
