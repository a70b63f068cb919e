"""Curves are those of scikit-learn, thinned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import metrics as sk

from assay.core.project import CostSection
from assay.evaluation import metrics
from assay.evaluation.curves import curves

COST = CostSection(false_positive=2, false_negative=9, true_positive=-1)


def lines(
    labels: Any, scores: Any, classes: tuple[str, ...] = ("no", "yes"), cost: Any = None
) -> Any:
    return {
        (line.name, line.label): line for line in curves(labels, scores, classes=classes, cost=cost)
    }


@pytest.mark.parametrize("rows", [50, 20_000])
def test_area_under_the_thinned_lines_is_that_of_the_metric(rows: int) -> None:
    rng = np.random.default_rng(0)
    labels = (rng.random(rows) < 0.2).astype(float)
    scores = np.round(rng.normal(labels, 1), 3)
    found = lines(labels, scores)
    roc, recall = found["roc", ""], found["precision-recall", ""]
    assert len(roc.x) <= 200
    assert (roc.x[0], roc.y[0], roc.x[-1], roc.y[-1]) == (0, 0, 1, 1)
    assert np.trapezoid(roc.y, roc.x) == pytest.approx(sk.roc_auc_score(labels, scores), abs=2e-3)
    assert recall.x[-1] == 1
    assert recall.y[-1] == pytest.approx(labels.mean())


def test_cost_at_a_threshold_is_the_metric_there() -> None:
    rng = np.random.default_rng(0)
    labels = (rng.random(300) < 0.3).astype(float)
    scores = rng.random(300)
    line = lines(labels, scores, cost=COST)["cost", ""]
    assert list(line.x) == sorted(line.x)
    for threshold, cost in list(zip(line.x, line.y, strict=True))[::20]:
        expected = metrics.get("cost").value(labels, scores, threshold=threshold, cost=COST)
        assert cost == pytest.approx(expected)


def test_multiclass_has_a_line_for_each_class() -> None:
    rng = np.random.default_rng(0)
    scores = rng.dirichlet(np.ones(3), 100)
    found = lines(rng.integers(0, 3, 100).astype(float), scores, classes=("a", "b", "c"))
    assert {key[1] for key in found} == {"a", "b", "c"}


def test_one_class_has_no_line() -> None:
    assert lines(np.zeros(5), np.arange(5.0)) == {}


def test_residuals_are_outcome_less_prediction() -> None:
    labels, values = np.array([3.0, 5.0]), np.array([4.0, 1.0])
    line = lines(labels, values, classes=())["residual", ""]
    assert line.x == (1, 4)
    assert line.y == (4, -1)
    many = np.random.default_rng(0).normal(size=5000)
    assert len(lines(many, many, classes=())["residual", ""].x) == 200
