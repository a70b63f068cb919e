"""A paired interval tells a real gain from luck."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assay.core.errors import InputError
from assay.core.project import CostSection
from assay.evaluation import delong, metrics
from assay.evaluation.compare import compare


def pair(seed: int, rows: int = 400, better: float = 0.0) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    signal = rng.normal(size=rows)
    labels = (rng.random(rows) < 1 / (1 + np.exp(1 - 2 * signal))).astype(float)
    a, b = (
        1 / (1 + np.exp(1 - 2 * (signal + rng.normal(0, noise, rows)))) for noise in (1 - better, 1)
    )
    return labels, a, b


def compared(labels: Any, a: Any, b: Any, metric: str, level: float = 0.95, **terms: Any) -> Any:
    return compare(a, b, labels, metric, level=level, against="champion", seed=0, **terms)


@pytest.mark.parametrize("name", ["log_loss", "roc_auc", "average_precision", "f1", "brier"])
def test_better_model_has_a_positive_gain_whatever_the_direction(name: str) -> None:
    labels, a, b = pair(0, 2000, better=0.9)
    found = compared(labels, a, b, name)
    assert 0 < found.low < found.gain < found.high
    assert (found.against, found.metric, found.level) == ("champion", name, 0.95)
    turned = compared(labels, b, a, name)
    assert turned.gain == pytest.approx(-found.gain)
    assert turned.high < 0


@pytest.mark.parametrize("name", ["log_loss", "roc_auc", "average_precision", "balanced_accuracy"])
def test_gain_of_equals_is_missed_as_rarely_as_it_says(name: str) -> None:
    missed = 0
    for trial in range(120):
        labels, a, b = pair(trial, 200)
        found = compared(labels, a, b, name, level=0.9)
        missed += not found.low <= 0 <= found.high
    assert missed <= 20  # 12 expected; 20 and more happen once in fifty


def test_pairing_is_narrower_than_two_intervals() -> None:
    labels, a, _ = pair(3)
    close = np.clip(a + np.random.default_rng(0).normal(0, 0.01, len(a)), 0.001, 0.999)
    found = compared(labels, a, close, "roc_auc")
    alone = np.sqrt(np.sum(delong.influences(labels, a)[1] ** 2))
    assert found.high - found.low < alone


def test_model_against_itself_gains_exactly_nothing() -> None:
    labels, a, _ = pair(1)
    for name in ("roc_auc", "f1", "log_loss"):
        found = compared(labels, a, a, name)
        assert (found.gain, found.low, found.high) == (0, 0, 0)


def test_models_that_agree_on_few_rows_are_not_taken_as_equal() -> None:
    labels = np.array([0.0, 1.0] * 10)
    a, b = np.where(labels == 1, 0.9, 0.1), np.where(labels == 1, 0.8, 0.2)
    for name in ("f1", "roc_auc", "average_precision"):
        found = compared(labels, a, b, name)
        assert found.gain == 0
        assert found.low < -0.1
        assert found.high > 0.1
    many = compared(np.tile(labels, 500), np.tile(a, 500), np.tile(b, 500), "f1")
    assert many.high < 0.01


def test_each_model_decides_at_its_own_threshold() -> None:
    labels, a, _ = pair(2)
    found = compared(labels, a, a, "f1", a_threshold=0.3, b_threshold=0.9)
    f1 = metrics.get("f1")
    expected = f1.value(labels, a, threshold=0.3) - f1.value(labels, a, threshold=0.9)
    assert found.gain == pytest.approx(expected)


def test_cost_and_quantile_are_read() -> None:
    labels, a, b = pair(2)
    cost = CostSection(false_positive=1, false_negative=9)
    found = compared(labels, a, np.zeros(len(b)), "cost", a_threshold=0.1, cost=cost)
    assert found.gain > 0
    values = np.random.default_rng(0).normal(size=500)
    high = compared(values, np.full(500, 1.28), np.zeros(500), "quantile_loss", quantile=0.9)
    assert high.low > 0


def test_multiclass_areas_are_compared() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 500).astype(float)
    good = rng.dirichlet(np.ones(3), 500) + np.eye(3)[labels.astype(int)]
    found = compared(labels, good / 2, np.full((500, 3), 1 / 3), "roc_auc")
    assert found.low > 0.2


def test_rows_of_one_class_cannot_compare_areas() -> None:
    with pytest.raises(InputError, match="cannot be compared by roc_auc: every row is of class 1"):
        compared(np.ones(5), np.full(5, 0.4), np.full(5, 0.5), "roc_auc")


def test_single_positive_row_says_nothing_of_the_area() -> None:
    found = compared(np.array([0.0, 0, 0, 1]), np.arange(4.0), -np.arange(4.0), "roc_auc")
    assert (found.gain, found.low, found.high) == (1, -1, 1)
