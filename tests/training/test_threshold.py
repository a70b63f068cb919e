from __future__ import annotations

import numpy as np
import pytest

from assay.core.project import CostSection
from assay.evaluation import metrics
from assay.training.threshold import best, choose

GENERATOR = np.random.default_rng(0)
LABELS = (GENERATOR.random(300) < 0.3).astype(float)
SCORES = np.clip(0.3 * LABELS + GENERATOR.random(300) * 0.7, 0, 1).round(2)
COST = CostSection(false_positive=1.0, false_negative=7.0, true_positive=-2.0)


@pytest.mark.parametrize("metric", ["f1", "balanced_accuracy", "accuracy", "cost"])
def test_no_other_threshold_is_better(metric: str) -> None:
    cost = COST if metric == "cost" else None
    found = best(LABELS, SCORES, metric=metric, cost=cost)
    measured = metrics.get(metric)

    def value(threshold: float) -> float:
        raw = measured.value(LABELS, SCORES, threshold=threshold, cost=cost)
        return raw if measured.higher_is_better else -raw

    others = [value(each) for each in np.linspace(0, 1.01, 1000)]
    assert value(found) >= max(others) - 1e-9


def test_declared_costs_decide_whatever_the_metric() -> None:
    threshold, reason = choose(LABELS, SCORES, metric="log_loss", cost=COST)
    assert threshold == best(LABELS, SCORES, metric="cost", cost=COST)
    assert "declared costs" in reason


def test_common_positives_get_one_half_and_rare_ones_do_not() -> None:
    assert choose(LABELS, SCORES, metric="log_loss", cost=None)[0] == 0.5
    rare = np.where(np.arange(300) < 280, 0.0, LABELS)
    threshold, reason = choose(rare, SCORES * 0.4, metric="log_loss", cost=None)
    assert threshold < 0.5
    assert "f1" in reason


def test_equal_scores_are_never_parted() -> None:
    labels, scores = np.array([0.0, 1.0, 0.0, 1.0]), np.full(4, 0.25)
    threshold = best(labels, scores, metric="f1", cost=None)
    assert threshold <= 0.25


def test_a_threshold_may_say_yes_to_nobody() -> None:
    dear = CostSection(false_positive=1000.0, false_negative=0.001)
    labels, scores = np.array([0.0, 1.0]), np.array([1.0, 0.2])
    assert best(labels, scores, metric="cost", cost=dear) > 1.0
