from __future__ import annotations

import numpy as np
import pytest

from assay.training.ensemble import greedy
from assay.training.judge import judge_of
from assay.training.linear import fit_linear
from assay.training.objective import objective_of
from assay.training.plan import FitPlan
from assay.training.ship import decide, paired_gain, rescaled


def plan(metric: str) -> FitPlan:
    return FitPlan(
        task="binary", classes=("a", "b"), target="y", positive=None, metric=metric, columns=()
    )


GENERATOR = np.random.default_rng(0)
LABELS = (GENERATOR.random(2000) < 0.3).astype(float)
PRIOR = np.full((2000, 1), np.log(0.3 / 0.7))
GOOD = PRIOR + (LABELS * 2 - 0.6)[:, None] + GENERATOR.normal(0, 0.5, (2000, 1))
FAIR = PRIOR + (LABELS * 1 - 0.3)[:, None] + GENERATOR.normal(0, 0.5, (2000, 1))


def test_the_better_ships() -> None:
    judge = judge_of(plan("log_loss"))
    kinds = {"prior": PRIOR, "linear": FAIR, "ensemble": GOOD}
    assert decide(LABELS, None, judge, **kinds).name == "ensemble"
    kinds = {"prior": PRIOR, "linear": GOOD, "ensemble": GOOD}
    assert decide(LABELS, None, judge, **kinds).name == "linear"
    kinds = {"prior": PRIOR, "linear": PRIOR, "ensemble": PRIOR}
    assert decide(LABELS, None, judge, **kinds).name == "prior"


def test_a_shifted_base_rate_does_not_hide_a_better_order() -> None:
    judge = judge_of(plan("roc_auc"))
    shifted = GOOD + 3.0
    kinds = {"prior": PRIOR, "linear": PRIOR, "ensemble": shifted}
    assert decide(LABELS, None, judge, **kinds).name == "ensemble"
    assert decide(LABELS, None, judge_of(plan("log_loss")), **kinds).name == "prior"


def test_a_linear_model_that_ranks_well_but_is_too_sure_is_not_given_up_for_the_prior() -> None:
    few = np.arange(160)
    sure = 60 * (FAIR[few] - PRIOR[few]) * GENERATOR.choice([1.0, 3.0], (160, 1)) + PRIOR[few]
    kinds = {"prior": PRIOR[few], "linear": sure, "ensemble": PRIOR[few]}
    assert decide(LABELS[few], None, judge_of(plan("roc_auc")), **kinds).name == "linear"
    noise = {**kinds, "linear": GENERATOR.normal(0, 5, (160, 1))}
    assert decide(LABELS[few], None, judge_of(plan("roc_auc")), **noise).name == "prior"


def test_rows_of_one_group_count_once() -> None:
    gains = np.repeat(GENERATOR.normal(0.1, 1.0, 20), 50)
    groups = np.repeat(np.arange(20), 50)
    alone, together = paired_gain(gains, None), paired_gain(gains, groups)
    assert together[1] - together[0] > 5 * (alone[1] - alone[0])


def test_rescaling_learns_nothing_from_its_own_half() -> None:
    half = np.arange(2000) % 2 == 0
    moved = LABELS.copy()
    moved[half] = 1 - moved[half]
    first, second = rescaled(LABELS, GOOD, half), rescaled(moved, GOOD, half)
    assert np.array_equal(first[half], second[half])
    assert not np.array_equal(first[~half], second[~half])


def test_greedy_weights_prefer_what_complements() -> None:
    other = PRIOR + (LABELS * 2 - 0.6)[:, None] + GENERATOR.normal(0, 0.5, (2000, 1))
    weights = greedy(LABELS, [PRIOR, GOOD, other, FAIR], judge_of(plan("log_loss")))
    assert weights.sum() == pytest.approx(1.0)
    assert weights[1] > 0 and weights[2] > 0
    assert weights[0] == 0


def test_linear_agrees_with_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression, Ridge

    inputs = GENERATOR.normal(size=(300, 4)).astype(np.float32)
    labels = (inputs[:, 0] + GENERATOR.normal(size=300) > 0).astype(float)
    objective = objective_of("binary", classes=2, metric="log_loss", quantile=0.5)
    member = fit_linear(inputs, labels, objective, threads=1)
    expected = LogisticRegression(C=1.0, tol=1e-8).fit(inputs, labels)
    assert member.margins(inputs)[:, 0] == pytest.approx(
        expected.decision_function(inputs), abs=1e-3
    )
    values = inputs @ np.array([1.0, 2.0, 0.0, -1.0]) + 5.0
    regression = objective_of("regression", classes=0, metric="rmse", quantile=0.5)
    member = fit_linear(inputs, values, regression, threads=1)
    assert member.margins(inputs)[:, 0] == pytest.approx(
        Ridge(alpha=1.0).fit(inputs, values).predict(inputs), abs=1e-4
    )


def test_a_class_without_rows_stays_possible() -> None:
    objective = objective_of("multiclass", classes=4, metric="log_loss", quantile=0.5)
    inputs = GENERATOR.normal(size=(200, 3)).astype(np.float32)
    for present in ([0, 2, 3], [1, 3]):
        labels = GENERATOR.choice(present, 200).astype(float)
        member = fit_linear(inputs, labels, objective, threads=1)
        losses = objective.row_loss(labels, member.margins(inputs))
        assert np.isfinite(losses).all()
        assert losses.mean() < np.log(4)
        other = np.full(200, float(({0, 1, 2, 3} - set(present)).pop()))
        assert np.isfinite(objective.row_loss(other, member.margins(inputs))).all()
