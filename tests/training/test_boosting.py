from __future__ import annotations

import numpy as np
import polars as pl
from tests.training.conftest import Prepare, Prepared

from assay.core.evidence.fit import FitEvidence
from assay.features.plan import propose
from assay.training.boosting import choose_rounds
from assay.training.candidates import Bench, Request, fit_candidate
from assay.training.checkpoint import Checkpoints
from assay.training.clock import Clock
from assay.training.explore import explore
from assay.training.finish import finish
from assay.training.folds import prepare as prepare_folds
from assay.training.judge import judge_of


def bench_of(prepared: Prepared, *, seconds: float = 1e9) -> Bench:
    splits, plan, profile = prepared
    parts = prepare_folds(splits, plan, propose(profile, columns=plan.columns, overrides={}))
    return Bench(
        rows=parts[0].rows,
        parts=parts,
        judge=judge_of(plan),
        clock=Clock(seconds),
        checkpoints=Checkpoints(None, ""),
        seed=0,
        threads=1,
    )


SETTINGS = (("learning_rate", 0.1), ("num_leaves", 7), ("patience", 20), ("rounds", 200))


def test_rounds_for_a_row_are_chosen_by_other_rows() -> None:
    # the first half likes 2 rounds, the second 4: each gets what the other likes
    curves = np.array([[3.0, 1.0, 2.0, 3.0], [9.0, 8.0, 7.0, 1.0]])
    rounds = choose_rounds([curves], [(10, 10)], [100])
    assert rounds.cells.tolist() == [[4, 2]]
    assert rounds.whole == 4


def test_folds_of_other_sizes_do_not_choose_rounds() -> None:
    small = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])
    large = np.array([[3.0, 2.0, 1.0], [3.0, 2.0, 1.0]])
    rounds = choose_rounds([large, small], [(10, 10), (10, 10)], [1000, 100])
    assert rounds.cells.tolist() == [[3, 3], [1, 1]]
    assert rounds.whole == 3


def test_member_cut_short_never_enters_the_ensemble(prepare: Prepare, steps: pl.DataFrame) -> None:
    prepared = prepare(steps, task="regression", metric="rmse")
    bench = bench_of(prepared, seconds=3.0)
    explored = explore(bench, budget_seconds=3.0)
    best = min(
        (each for each in explored.complete if each.request.family == "lightgbm"),
        key=lambda each: bench.judge.rank(explored.bench.labels, explored.bench.margins(each)),
    )
    late = bench_of(prepared, seconds=1e-9)
    cut = fit_candidate(late, Request(name="cut", family="lightgbm", settings=SETTINGS))
    assert not cut.complete
    assert cut.iterations[0] <= 8

    from dataclasses import replace

    spoiled = tuple(
        replace(each, complete=False) if each is best else each for each in explored.outcomes
    )
    result = finish(replace(explored, outcomes=(*spoiled, cut)), prepared[1])
    weights = {each.name: each.weight for each in result.evidence.candidates}
    assert weights["cut"] == weights[best.request.name] == 0.0
    assert _complete(result.evidence)["cut"] is False


def _complete(evidence: FitEvidence) -> dict[str, bool]:
    return {member.name: member.complete for member in evidence.plan.members}


def test_out_of_fold_margins_come_from_models_that_did_not_see_the_row(
    prepare: Prepare, chance: pl.DataFrame
) -> None:
    bench = bench_of(prepare(chance, task="binary", metric="log_loss"))
    outcome = fit_candidate(bench, Request(name="a", family="lightgbm", settings=SETTINGS))
    loss = bench.judge.objective.row_loss
    held_out = loss(bench.labels, bench.margins(outcome)).mean()
    prior = loss(bench.labels, np.full((len(bench.labels), 1), np.log(0.05 / 0.95))).mean()
    assert held_out > prior - 0.01
    own = loss(bench.first.fit_labels[bench.first.sample], outcome.sample).mean()
    assert own < prior


def test_the_same_seed_gives_the_same_model_and_another_seed_another(
    prepare: Prepare, cancer: pl.DataFrame
) -> None:
    from dataclasses import replace

    bench = bench_of(prepare(cancer, task="binary", metric="log_loss"))
    settings = (*SETTINGS, ("feature_fraction", 0.5))
    request = Request(name="a", family="lightgbm", settings=settings)
    first, second = (fit_candidate(bench, request) for _ in range(2))
    other = fit_candidate(replace(bench, seed=1), request)
    assert first.members == second.members
    assert first.members != other.members


def test_encodings_are_fitted_on_the_fold_alone(prepare: Prepare, steps: pl.DataFrame) -> None:
    bench = bench_of(prepare(steps, task="regression", metric="rmse"))
    first, second = bench.parts[0], bench.parts[1]
    assert first.linear_encoding.to_dict() != second.linear_encoding.to_dict()
    assert first.tree is first.tree, "a fold is encoded once"
