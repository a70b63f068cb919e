"""From what was explored to what ships: ensemble, threshold, refit, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.fit import (
    Candidate,
    Encoded,
    ExecutedMember,
    ExecutedPlan,
    FitEvidence,
    LearningCurve,
)
from assay.features.encoding import Encoding
from assay.training import curve, ensemble, refit, search, ship, threshold
from assay.training.candidates import Bench, Outcome
from assay.training.explore import Explored, refit_seconds
from assay.training.model import Fitted
from assay.training.objective import probabilities
from assay.training.plan import FitPlan, FitResult
from assay.training.ship import Shipped

COSTLY = ("lightgbm", "estimator")
"""Families whose refit may not be in time; prior and linear always are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Members and weights of one of the three that may ship, and its out-of-fold margins."""

    members: tuple[tuple[Outcome, float], ...]
    margins: NDArray[np.float64]


def finish(explored: Explored, plan: FitPlan) -> FitResult:
    """Choose members, decide what ships, refit it on all development rows, and write it all down.

    Args:
        explored: What was fitted on the folds.
        plan: What training was asked for.
    """
    explored, members = _choose_members(explored)
    bench = explored.bench
    prior, linear = explored.outcomes[:2]
    choices = {
        "prior": _choice(bench, ((prior, 1.0),)),
        "linear": _choice(bench, ((linear, 1.0),)),
        "ensemble": _choice(bench, members),
    }
    shipped = ship.decide(
        bench.labels,
        bench.groups,
        bench.judge,
        prior=choices["prior"].margins,
        linear=choices["linear"].margins,
        ensemble=choices["ensemble"].margins,
        candidates=[bench.margins(outcome) for outcome in explored.complete],
        seed=bench.seed,
    )
    thresholds = {name: _threshold(bench, plan, choice) for name, choice in choices.items()}
    models = refit.Refit(bench, plan)
    fitted = {
        name: models.model(choices[name].members, threshold=thresholds[name][0])
        for name in dict.fromkeys((shipped.name, "prior", "linear"))
    }
    chosen = choices[shipped.name]
    return FitResult(
        fitted=fitted[shipped.name],
        baselines={name: fitted[name] for name in ("prior", "linear")},
        fold_models=refit.fold_models(
            bench, plan, chosen.members, threshold=thresholds[shipped.name][0]
        ),
        evidence=_evidence(
            explored,
            plan,
            choices,
            shipped,
            fitted[shipped.name],
            rows_fitted=models.rows(fitted[shipped.name]),
            threshold_reason=thresholds[shipped.name][1],
        ),
    )


def _choose_members(explored: Explored) -> tuple[Explored, tuple[tuple[Outcome, float], ...]]:
    """Choose the ensemble, giving up the costliest member while the refit would not be in time.

    A member given up counts as cut short, so that a replay leaves it out too.
    """
    bench = explored.bench
    while True:
        complete = explored.complete
        weights = ensemble.greedy(
            bench.labels, [bench.margins(outcome) for outcome in complete], bench.judge
        )
        members = tuple(
            (outcome, float(weight))
            for outcome, weight in zip(complete, weights, strict=True)
            if weight > 0
        )
        costly = [each for each, _ in members if each.request.family in COSTLY]
        needed = sum(refit_seconds(bench, outcome) for outcome in costly)
        if not costly or needed <= max(bench.clock.seconds - bench.clock.elapsed, 0.0):
            return explored, members
        if len(costly) == 1 and refit_seconds(bench, costly[0]) <= 0.25 * bench.clock.seconds:
            return explored, members  # a small overdraft is better than no model
        costliest = max(costly, key=lambda outcome: refit_seconds(bench, outcome))
        explored = replace(
            explored,
            outcomes=tuple(
                replace(each, complete=False) if each is costliest else each
                for each in explored.outcomes
            ),
        )


def _choice(bench: Bench, members: tuple[tuple[Outcome, float], ...]) -> Choice:
    margins = sum(weight * bench.margins(outcome) for outcome, weight in members)
    return Choice(members=members, margins=np.asarray(margins))


def _threshold(bench: Bench, plan: FitPlan, choice: Choice) -> tuple[float | None, str]:
    if plan.task != "binary":
        return None, ""
    return threshold.choose(
        bench.labels,
        probabilities(plan.task, choice.margins),
        metric=plan.metric,
        cost=plan.cost,
    )


def _evidence(
    explored: Explored,
    plan: FitPlan,
    choices: dict[str, Choice],
    shipped: Shipped,
    fitted: Fitted,
    *,
    rows_fitted: int,
    threshold_reason: str,
) -> FitEvidence:
    bench, judge = explored.bench, explored.bench.judge
    scores = {
        name: judge.must_score(bench.labels, choice.margins) for name, choice in choices.items()
    }
    chosen = choices[shipped.name]
    weights = {outcome.request.name: weight for outcome, weight in chosen.members}
    encodings = [each for each in (fitted.tree_encoding, fitted.linear_encoding) if each]
    return FitEvidence(
        metric=plan.metric,
        higher_is_better=judge.metric.higher_is_better,
        task=plan.task,
        classes=plan.classes,
        rows_fitted=rows_fitted,
        encoder_rows=max((encoding.rows for encoding in encodings), default=0),
        encoders=_encoders(encodings),
        candidates=tuple(
            _candidate(bench, outcome, weights.get(outcome.request.name, 0.0))
            for outcome in explored.outcomes
        ),
        search=search.evidence(bench, explored.tried) if len(explored.tried) > 1 else None,
        learning_curve=_curve(explored),
        seed_scores=explored.seed_scores,
        threshold=fitted.threshold,
        threshold_reason=threshold_reason,
        prior_score=scores["prior"],
        linear_score=scores["linear"],
        ensemble_score=scores[shipped.name],
        ensemble_train_score=_train_score(bench, chosen.members, scores[shipped.name]),
        gain_low=shipped.low,
        gain_high=shipped.high,
        shipped=shipped.name,
        majority_share=_majority_share(bench, plan),
        budget_seconds=plan.budget_seconds,
        seconds=bench.clock.elapsed,
        plan=ExecutedPlan(
            members=tuple(
                ExecutedMember(
                    name=outcome.request.name,
                    family=outcome.request.family,
                    parameters=outcome.request.settings,
                    complete=outcome.complete,
                )
                for outcome in explored.outcomes
            ),
            trials=tuple(outcome.request.settings for outcome in explored.tried),
            seed=bench.seed,
            threads=bench.threads,
            folds=len(bench.parts),
            metric=plan.metric,
            curve=explored.curve_settings,
            seeds=len(explored.seed_scores),
        ),
        model_hash=fitted.hash(),
    )


def _encoders(encodings: Sequence[Encoding]) -> tuple[Encoded, ...]:
    """Return how columns enter the model, and what only the further encodings do wrong."""
    if not encodings:
        return ()
    first, *others = (encoding.evidence() for encoding in encodings)
    known = {each.column for each in first if each.encoder == "target" and not each.cross_fitted}
    also = (
        each
        for evidence in others
        for each in evidence
        if each.encoder == "target" and not each.cross_fitted and each.column not in known
    )
    return (*first, *also)


def _candidate(bench: Bench, outcome: Outcome, weight: float) -> Candidate:
    judge = bench.judge
    folds = list(zip(bench.parts, outcome.fold_margins, strict=False))
    labels = np.concatenate([part.score_labels for part, _ in folds])
    score = judge.must_score(labels, np.concatenate([margins for _, margins in folds]))
    fold_scores = (judge.score(part.score_labels, margins) for part, margins in folds)
    return Candidate(
        name=outcome.request.name,
        family=outcome.request.family,
        parameters=outcome.request.settings,
        score=score,
        train_score=_train_score(bench, ((outcome, 1.0),), score),
        fold_scores=tuple(each for each in fold_scores if each is not None),
        iterations=outcome.iterations,
        seconds=outcome.seconds,
        complete=outcome.complete,
        weight=weight,
    )


def _train_score(bench: Bench, members: Sequence[tuple[Outcome, float]], otherwise: float) -> float:
    labels = bench.first.fit_labels[bench.first.sample]
    margins = np.asarray(sum(weight * outcome.sample for outcome, weight in members))
    score = bench.judge.score(labels, margins)
    return otherwise if score is None else score


def _curve(explored: Explored) -> LearningCurve | None:
    if not explored.curve:
        return None
    bench = explored.bench
    labels = bench.first.score_labels
    return curve.conclude(
        labels,
        explored.curve,
        bench.judge,
        prior_score=bench.judge.must_score(labels, explored.outcomes[0].fold_margins[0]),
        seed=bench.seed,
    )


def _majority_share(bench: Bench, plan: FitPlan) -> float | None:
    if plan.task == "regression":
        return None
    counts = np.bincount(bench.rows.labels.astype(np.int64), minlength=len(plan.classes))
    return float(counts.max() / counts.sum())
