from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assay.training.ensemble import blend, cross_selected, greedy
from assay.training.folds import halve
from assay.training.judge import judge_of
from assay.training.linear import fit_linear
from assay.training.objective import objective_of
from assay.training.plan import FitPlan
from assay.training.ship import LEAST_ROWS, Shipped, decide, paired_gain, rescaled

Margins = NDArray[np.float64]


def plan(metric: str) -> FitPlan:
    return FitPlan(
        task="binary", classes=("a", "b"), target="y", positive=None, metric=metric, columns=()
    )


def decided(
    kinds: dict[str, Margins],
    metric: str = "log_loss",
    *,
    labels: Margins | None = None,
    groups: NDArray[np.int64] | None = None,
) -> Shipped:
    labels = LABELS if labels is None else labels
    candidates = list(kinds.values())
    return decide(labels, groups, judge_of(plan(metric)), **kinds, candidates=candidates, seed=0)


GENERATOR = np.random.default_rng(0)
LABELS = (GENERATOR.random(2000) < 0.3).astype(float)
PRIOR = np.full((2000, 1), np.log(0.3 / 0.7))
GOOD = PRIOR + (LABELS * 2 - 0.6)[:, None] + GENERATOR.normal(0, 0.5, (2000, 1))
FAIR = PRIOR + (LABELS * 1 - 0.3)[:, None] + GENERATOR.normal(0, 0.5, (2000, 1))


def test_the_better_ships() -> None:
    assert decided({"prior": PRIOR, "linear": FAIR, "ensemble": GOOD}).name == "ensemble"
    assert decided({"prior": PRIOR, "linear": GOOD, "ensemble": GOOD}).name == "linear"
    assert decided({"prior": PRIOR, "linear": PRIOR, "ensemble": PRIOR}).name == "prior"


def test_a_shifted_base_rate_does_not_hide_a_better_order() -> None:
    kinds = {"prior": PRIOR, "linear": PRIOR, "ensemble": GOOD + 3.0}
    assert decided(kinds, "roc_auc").name == "ensemble"
    assert decided(kinds).name == "prior"


def test_a_linear_model_that_ranks_well_but_is_too_sure_is_not_given_up_for_the_prior() -> None:
    few = np.arange(160)
    sure = 60 * (FAIR[few] - PRIOR[few]) * GENERATOR.choice([1.0, 3.0], (160, 1)) + PRIOR[few]
    kinds = {"prior": PRIOR[few], "linear": sure, "ensemble": PRIOR[few]}
    assert decided(kinds, "roc_auc", labels=LABELS[few]).name == "linear"
    noise = {**kinds, "linear": GENERATOR.normal(0, 5, (160, 1))}
    assert decided(noise, "roc_auc", labels=LABELS[few]).name == "prior"


def test_a_choice_among_noise_is_not_flattered() -> None:
    generator = np.random.default_rng(5)
    judge = judge_of(plan("log_loss"))
    loss = judge.objective.row_loss
    flattered, fair = [], []
    for _ in range(150):
        labels = (generator.random(200) < 0.3).astype(float)
        level = np.full((200, 1), np.log(0.3 / 0.7))
        candidates = [level, *(level + generator.normal(0, 0.1, (8, 200, 1)))]
        half = halve(labels, None, generator)
        same = blend(candidates, greedy(labels, candidates, judge))
        for_half, for_others = cross_selected(labels, candidates, half, judge)
        other = np.where(half[:, None], for_half, for_others)
        flattered.append((loss(labels, level) - loss(labels, same)).mean())
        fair.append((loss(labels, level) - loss(labels, other)).mean())
    error = np.std(fair) / np.sqrt(len(fair))
    assert np.mean(flattered) > 5 * np.std(flattered) / np.sqrt(len(flattered))
    assert np.mean(fair) <= 2 * error


def test_no_row_helps_to_pick_the_blend_that_it_is_judged_by() -> None:
    judge = judge_of(plan("log_loss"))
    groups = np.arange(2000) // 10
    half = halve(LABELS, groups, np.random.default_rng(0))
    assert all(len(np.unique(half[groups == group])) == 1 for group in range(200))
    moved = LABELS.copy()
    moved[half] = 1 - moved[half]
    candidates = [PRIOR, FAIR, GOOD]
    first = cross_selected(LABELS, candidates, half, judge)
    second = cross_selected(moved, candidates, half, judge)
    assert np.array_equal(first[0], second[0])
    assert not np.array_equal(first[1], second[1])


def test_the_decision_depends_on_rows_and_seed_alone() -> None:
    kinds = {"prior": PRIOR, "linear": FAIR, "ensemble": GOOD}
    for metric in ("log_loss", "roc_auc", "f1"):
        first = decided(kinds, metric)
        assert first == decided(kinds, metric)
        assert first.name == "ensemble" and first.low > 0


def test_a_choice_of_one_is_judged_as_it_is() -> None:
    judge = judge_of(plan("log_loss"))
    half = np.arange(2000) % 2 == 0
    assert all(np.array_equal(each, GOOD) for each in cross_selected(LABELS, [GOOD], half, judge))


def test_too_few_rows_to_judge_a_choice_leave_the_baseline() -> None:
    for count, name in ((2 * LEAST_ROWS + 2, "ensemble"), (2 * LEAST_ROWS - 2, "prior")):
        labels = np.tile([0.0, 1.0], count // 2)
        level = np.zeros((count, 1))
        kinds = {"prior": level, "linear": level, "ensemble": (labels * 4 - 2)[:, None]}
        assert decided(kinds, labels=labels).name == name


def test_a_half_that_lacks_a_class_does_not_stop_the_decision() -> None:
    rare = np.zeros(200)
    rare[:2] = 1.0
    groups = np.where(np.arange(200) < 2, 0, np.arange(200))
    level = np.full((200, 1), -4.6)
    kinds = {"prior": level, "linear": level, "ensemble": level + rare[:, None]}
    assert decided(kinds, "roc_auc", labels=rare, groups=groups).name in ("prior", "ensemble")


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
