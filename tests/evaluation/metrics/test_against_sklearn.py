"""Every metric equals scikit-learn's, weighted and not, ties included."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from sklearn import metrics as sk

from assay.core.errors import InputError
from assay.core.project import CostSection
from assay.evaluation import metrics

COST = CostSection(false_positive=3, false_negative=20, true_positive=-5, true_negative=0.5)


def binary(seed: int, n: int = 400) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    labels = (rng.random(n) < 0.3).astype(float)
    scores = np.round(np.clip(rng.normal(0.35 + 0.2 * labels, 0.2), 0.01, 0.99), 2)  # many ties
    return labels, scores, rng.integers(0, 4, n).astype(float)


def multiclass(seed: int, n: int = 400) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 4, n).astype(float)
    margins = rng.normal(size=(n, 4)) + 1.2 * np.eye(4)[labels.astype(int)]
    scores = np.exp(margins) / np.exp(margins).sum(axis=1, keepdims=True)
    return labels, scores, rng.integers(0, 4, n).astype(float)


def regression(seed: int, n: int = 400) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    labels = rng.gamma(2, 100, n)
    return labels, labels + rng.normal(0, 50, n), rng.integers(0, 4, n).astype(float)


def _cost(y: Any, s: Any, sample_weight: Any = None) -> float:
    table = sk.confusion_matrix(y, s >= 0.4, sample_weight=sample_weight)
    prices = np.array([[0.5, 3], [20, -5]])
    return float((table * prices).sum() / table.sum())


def _onehot(y: Any) -> Any:
    return np.eye(4)[y.astype(int)]


CASES: list[tuple[str, Callable[..., Any], Callable[..., Any]]] = [
    ("log_loss", binary, sk.log_loss),
    ("log_loss", multiclass, sk.log_loss),
    ("roc_auc", binary, sk.roc_auc_score),
    (
        "roc_auc",
        multiclass,
        lambda y, s, sample_weight=None: sk.roc_auc_score(
            y, s, multi_class="ovr", average="macro", sample_weight=sample_weight
        ),
    ),
    ("average_precision", binary, sk.average_precision_score),
    (
        "average_precision",
        multiclass,
        lambda y, s, sample_weight=None: sk.average_precision_score(
            _onehot(y), s, average="macro", sample_weight=sample_weight
        ),
    ),
    ("f1", binary, lambda y, s, **k: sk.f1_score(y, s >= 0.4, **k)),
    ("f1", multiclass, lambda y, s, **k: sk.f1_score(y, s.argmax(1), average="macro", **k)),
    ("balanced_accuracy", binary, lambda y, s, **k: sk.balanced_accuracy_score(y, s >= 0.4, **k)),
    (
        "balanced_accuracy",
        multiclass,
        lambda y, s, **k: sk.balanced_accuracy_score(y, s.argmax(1), **k),
    ),
    ("accuracy", binary, lambda y, s, **k: sk.accuracy_score(y, s >= 0.4, **k)),
    ("accuracy", multiclass, lambda y, s, **k: sk.accuracy_score(y, s.argmax(1), **k)),
    ("brier", binary, sk.brier_score_loss),
    ("rmse", regression, sk.root_mean_squared_error),
    ("mae", regression, sk.mean_absolute_error),
    ("r2", regression, sk.r2_score),
    ("quantile_loss", regression, lambda y, s, **k: sk.mean_pinball_loss(y, s, alpha=0.8, **k)),
    ("cost", binary, _cost),
]


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(
    ("name", "draw", "reference"), CASES, ids=[f"{case[0]}-{case[1].__name__}" for case in CASES]
)
def test_metric_equals_scikit_learn(
    name: str, draw: Callable[..., Any], reference: Callable[..., Any], seed: int
) -> None:
    labels, scores, weights = draw(seed)
    value = partial(metrics.get(name).value, threshold=0.4, cost=COST, quantile=0.8)
    assert value(labels, scores) == pytest.approx(reference(labels, scores), rel=1e-9)
    assert value(labels, scores, weights=weights) == pytest.approx(
        reference(labels, scores, sample_weight=weights), rel=1e-9
    )


def test_multiclass_brier_is_the_summed_squared_distance() -> None:
    labels, scores, weights = multiclass(0)
    distance = ((scores - _onehot(labels)) ** 2).sum(axis=1)
    metric = metrics.get("brier")
    assert metric.value(labels, scores) == pytest.approx(distance.mean())
    assert metric.value(labels, scores, weights=weights) == pytest.approx(
        np.average(distance, weights=weights)
    )


@pytest.mark.parametrize("name", [n for n in metrics.names() if metrics.get(n).row_loss])
def test_row_loss_has_the_metric_as_its_mean(name: str) -> None:
    metric = metrics.get(name)
    assert metric.row_loss is not None
    labels, scores, _ = regression(3) if "regression" in metric.tasks else binary(3)
    if name == "cost":
        with pytest.raises(InputError, match="costs of decisions"):
            metric.row_loss(labels, scores)
        return
    assert metric.row_loss(labels, scores).mean() == pytest.approx(metric.value(labels, scores))


@pytest.mark.parametrize("name", metrics.names())
def test_file_is_named_as_its_metric(name: str) -> None:
    assert metrics.get(name).name == name


def test_unknown_metric_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'roc_auc'"):
        metrics.get("roc_acu")


@pytest.mark.parametrize(
    ("name", "labels", "says"),
    [
        ("roc_auc", np.ones(3), "every row is of class 1"),
        ("average_precision", np.zeros(3), "no row is positive"),
        ("r2", np.full(3, 7.0), "the same in every row"),
        ("rmse", np.array([]), "no rows"),
    ],
)
def test_metric_without_what_it_needs_says_so(name: str, labels: Any, says: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(InputError, match=says):
            metrics.get(name).value(labels, np.full(len(labels), 0.5))


def test_score_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(InputError, match="1 scores are not finite"):
        metrics.get("brier").value(np.array([0.0, 1.0]), np.array([0.5, np.nan]))


def test_log_loss_of_a_certain_mistake_is_bounded() -> None:
    assert metrics.get("log_loss").value(np.array([1.0]), np.array([0.0])) == pytest.approx(
        34.54, abs=0.01
    )
