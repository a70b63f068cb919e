from __future__ import annotations

import numpy as np

from assay.training.judge import judge_of
from assay.training.plan import FitPlan
from assay.training.search import SPACE, cross_selected, edges

PLAN = FitPlan(
    task="binary", classes=("a", "b"), target="y", positive=None, metric="log_loss", columns=()
)


def test_choosing_among_equals_is_shown_as_optimism() -> None:
    generator = np.random.default_rng(0)
    labels = (generator.random(100) < 0.5).astype(float)
    trials = [generator.normal(0, 1, (100, 1)) for _ in range(40)]
    naive, honest = cross_selected(labels, trials, judge_of(PLAN), seed=0)
    truth = np.mean([_loss(labels, margins) for margins in trials])
    assert naive < truth - 0.05, "the winner looks better than any of them is"
    assert abs(honest - truth) < 0.05


def test_a_clear_winner_costs_no_optimism() -> None:
    generator = np.random.default_rng(1)
    labels = (generator.random(400) < 0.5).astype(float)
    trials = [generator.normal(0, 1, (400, 1)) for _ in range(10)]
    trials.append((labels * 4 - 2 + generator.normal(0, 1, 400))[:, None])
    naive, honest = cross_selected(labels, trials, judge_of(PLAN), seed=0)
    assert abs(naive - honest) < 1e-3


def test_edges_are_seen_but_natural_bounds_are_not() -> None:
    inside = {name: float(np.sqrt(span.low * span.high)) for name, span in SPACE.items()}
    assert edges(inside) == ()
    assert [edge.parameter for edge in edges({**inside, "num_leaves": 96})] == ["num_leaves"]
    assert edges({**inside, "feature_fraction": 1.0, "num_leaves": 2}) == ()


def _loss(labels: np.ndarray, margins: np.ndarray) -> float:
    return float(np.logaddexp(0, np.where(labels > 0, -margins[:, 0], margins[:, 0])).mean())
