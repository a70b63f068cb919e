from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.training.curve import Size, conclude, next_gain
from assay.training.judge import Judge, judge_of
from assay.training.plan import FitPlan

JUDGE: Judge = judge_of(
    FitPlan(task="regression", classes=(), target="y", positive=None, metric="rmse", columns=("x",))
)
GENERATOR = np.random.default_rng(5)
LABELS = GENERATOR.normal(0, 1, 4000)
NOISE = GENERATOR.normal(0, 1, 4000)


def margins(error: float, *, own: float = 0.02) -> NDArray[np.float64]:
    """Predictions whose root mean squared error is about `error`, much the same for all sizes."""
    other = GENERATOR.normal(0, own, 4000)
    return np.asarray(LABELS + error * NOISE / NOISE.std() + other)[:, None]


def curve_of(errors: list[float], trains: list[float]) -> list[Size]:
    rows = [100, 200, 400, 800]
    return [
        Size(count, margins(error), train)
        for count, error, train in zip(rows, errors, trains, strict=True)
    ]


def test_falling_errors_are_variance() -> None:
    sizes = curve_of([0.80, 0.60, 0.45, 0.34], [0.05, 0.06, 0.07, 0.08])
    found = conclude(LABELS, sizes, JUDGE, prior_score=1.0, seed=0)
    assert found.verdict == "variance"
    assert found.gain_of_double is not None and found.gain_low is not None
    assert 0.04 < found.gain_of_double < 0.12
    assert found.gain_low > 0


def test_flat_errors_with_an_equal_train_score_are_bias() -> None:
    sizes = curve_of([0.505, 0.502, 0.501, 0.5], [0.48, 0.49, 0.495, 0.498])
    found = conclude(LABELS, sizes, JUDGE, prior_score=1.0, seed=0)
    assert found.verdict == "bias"


def test_flat_errors_with_a_better_train_score_are_balanced() -> None:
    sizes = curve_of([0.505, 0.502, 0.501, 0.5], [0.1, 0.1, 0.1, 0.1])
    assert conclude(LABELS, sizes, JUDGE, prior_score=1.0, seed=0).verdict == "balanced"


def test_nothing_learned_is_unknown() -> None:
    sizes = curve_of([1.05, 1.04, 1.03, 1.02], [0.5, 0.6, 0.7, 0.8])
    assert conclude(LABELS, sizes, JUDGE, prior_score=1.0, seed=0).verdict == "unknown"


def test_few_validation_rows_are_unknown() -> None:
    sizes = [
        Size(size.rows, size.margins[:40], size.train)
        for size in curve_of([0.8, 0.6, 0.45, 0.34], [0.05] * 4)
    ]
    assert conclude(LABELS[:40], sizes, JUDGE, prior_score=1.0, seed=0).verdict == "unknown"


def test_power_law_is_continued() -> None:
    rows = np.array([100.0, 200.0, 400.0, 800.0, 1600.0])
    loss = 0.3 + 4.0 * rows**-0.7
    gains = -np.diff(loss)
    assert np.allclose(next_gain(gains[None, :3]), gains[3], rtol=0.05)


def test_intervals_hold_the_point() -> None:
    found = conclude(
        LABELS, curve_of([0.8, 0.6, 0.45, 0.34], [0.05] * 4), JUDGE, prior_score=1.0, seed=0
    )
    for point in found.points:
        assert point.low < point.validation < point.high
