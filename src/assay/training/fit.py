"""Find a model within a time budget: baselines, candidates, search, ensemble, refit."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assay.core.evidence import codec
from assay.core.evidence.data import ProfileEvidence
from assay.core.evidence.fit import ExecutedPlan
from assay.data.rowhash import row_hashes
from assay.features.plan import propose
from assay.training import folds
from assay.training.candidates import Bench
from assay.training.checkpoint import Checkpoints
from assay.training.clock import Clock
from assay.training.estimator import sources
from assay.training.explore import explore, follow
from assay.training.finish import finish
from assay.training.folds import Part
from assay.training.judge import judge_of
from assay.training.plan import FitPlan, FitResult, Progress

if TYPE_CHECKING:
    from assay.data.split import Splits

__all__ = ["FitPlan", "FitResult", "Progress", "fit"]


def fit(
    splits: Splits,
    plan: FitPlan,
    *,
    profile: ProfileEvidence,
    checkpoints: Path | None = None,
    progress: Progress | None = None,
    replay: ExecutedPlan | None = None,
) -> FitResult:
    """Find a model within a time budget.

    The prior and a linear model come first. A probe then measures what LightGBM costs on these
    rows; shallow, large-leaf and extra-trees models get learning rates and rounds that fit their
    share of the budget, and the time left goes to a narrow search on the validation part. A greedy
    ensemble of out-of-fold margins, without members that the clock cut short, is refitted on all
    development rows. It ships only if choosing so on one half of the out-of-fold rows beats both
    baselines beyond noise on the other half, both ways round.

    Early stopping takes no rows from the fit and flatters no score: the rounds for a scored row
    are chosen by other rows (see `boosting.choose_rounds`).

    Args:
        splits: Development rows and folds; the test is not looked at.
        plan: Task, metric, budget, columns, seed.
        profile: Of the whole table; encoders are chosen from it.
        checkpoints: Folder for finished work, so that a killed fit goes on; None keeps nothing.
        progress: Called with the stage and the share of the budget that is spent.
        replay: A plan that an earlier fit executed; it is followed instead of the clock, and gives
            the same model on the same data and machine.

    Returns:
        The model, its baselines, its fold models and the evidence.

    Raises:
        InputError: If the metric does not fit the task or the rows.
    """
    judge = judge_of(plan)
    seed, threads = (replay.seed, replay.threads) if replay else (plan.seed, plan.threads)
    plan = replace(plan, seed=seed, threads=threads)
    parts = folds.prepare(
        splits, plan, propose(profile, columns=plan.columns, overrides=plan.overrides)
    )
    store = Checkpoints(checkpoints, _key(splits, plan, parts))
    seconds = float("inf") if replay else plan.budget_seconds
    bench = Bench(
        rows=parts[0].rows,
        parts=parts,
        judge=judge,
        clock=Clock(seconds, store.spent(), progress),
        checkpoints=store,
        seed=seed,
        threads=threads,
        root=plan.root or Path.cwd(),
    )
    if replay:
        result = finish(follow(bench, replay), plan)
        return replace(result, evidence=replace(result.evidence, plan=replay))
    explored = explore(bench, own=plan.estimators, budget_seconds=plan.budget_seconds)
    return finish(explored, plan)


def _key(splits: Splits, plan: FitPlan, parts: Sequence[Part]) -> str:
    """Return the hash of all that every candidate depends on; the budget is not among it."""
    hashed = hashlib.sha256()
    for part in parts:
        for positions in (part.fit, part.score):
            hashed.update(positions.tobytes())
            hashed.update(b"/")
    hashed.update(parts[0].rows.labels.tobytes())
    columns = splits.development[list(plan.columns)]
    hashed.update(row_hashes(columns).tobytes())
    settled = replace(plan, budget_seconds=0.0, root=None, cost=None)
    cost = None if plan.cost is None else plan.cost.model_dump()
    version = importlib.metadata.version("lightgbm")
    own = sources(plan.estimators, plan.root or Path.cwd())
    return codec.digest([hashed.hexdigest(), settled, cost, version, own])
