"""Tune the leading model on the validation part, in a narrow space, with the time that is left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.fit import Edge, Parameter, SearchEvidence, Trial
from assay.training.candidates import (
    Bench,
    Outcome,
    Request,
    Settings,
    finished,
    fit_candidate,
)
from assay.training.judge import Judge

if TYPE_CHECKING:
    import optuna

MOST_TRIALS = 60
STARTUP_TRIALS = 8
"""Trials before the sampler begins to model what it saw."""

HALVES = 200
MOST_CELLS = 40_000_000
"""Rows times trials times halves that the cross-selected estimate may cost."""

EDGE = 0.05
"""Share of a range, from either end, that counts as its edge."""


@dataclass(frozen=True, slots=True)
class Range:
    """What is tried of one parameter.

    Attributes:
        natural: Which bound is the parameter's own, so that there is nothing beyond it.
    """

    low: float
    high: float
    whole: bool = False
    logarithmic: bool = True
    natural: Literal["low", "high"] | None = None

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 (low) to 1 (high)."""
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def clip(self, value: Parameter) -> float:
        """Return the nearest value within."""
        held = min(max(float(value), self.low), self.high)
        return int(held) if self.whole else held


SPACE: dict[str, Range] = {
    "num_leaves": Range(2, 96, whole=True, natural="low"),
    "feature_fraction": Range(0.2, 1.0, logarithmic=False, natural="high"),
    "min_child_samples": Range(5, 200, whole=True),
    "lambda_l2": Range(0.1, 300.0),
}
"""Learning rate and rounds are not searched: the rate is as low as the budget allows, and the
rounds follow from it by early stopping."""


def search(
    bench: Bench,
    start: Mapping[str, Parameter],
    *,
    reserve_seconds: float,
    reserve_ratio: float,
) -> list[Outcome]:
    """Try settings with the tree-structured Parzen estimator while there is time.

    Args:
        bench: Folds, of which the first alone is used, judge, clock and checkpoints.
        start: Settings of the leading candidate: the first trial, and the centre.
        reserve_seconds: Seconds of the budget that must be left.
        reserve_ratio: Further seconds that must be left for the winner, over those of its trial.

    References:
        Bergstra et al. (2011), Algorithms for hyper-parameter optimization, NeurIPS 24
    """
    bench = replace(bench, parts=bench.parts[:1])
    study = _study(bench.seed)
    study.enqueue_trial(
        {name: span.clip(start[name]) for name, span in SPACE.items() if name in start}
    )
    tried: list[Outcome] = []
    while len(tried) < MOST_TRIALS:
        trial = study.ask()
        request = _request(_settings(start, trial))
        best = ranked(bench, tried)[0].seconds if tried else 0.0
        typical = float(np.median([each.seconds for each in tried])) if tried else 0.0
        reserve = reserve_seconds + reserve_ratio * best
        if not finished(bench, request) and bench.clock.left - reserve < typical:
            break
        outcome = fit_candidate(bench, request, reserve_seconds=reserve)
        if not outcome.complete:
            break
        study.tell(trial, bench.judge.rank(bench.labels, bench.margins(outcome)))
        tried.append(outcome)
        bench.clock.tell(f"search: trial {len(tried)}")
    return tried


def search_again(bench: Bench, plan: Sequence[Settings]) -> list[Outcome]:
    """Fit the settings of a recorded search, in order and without a clock."""
    bench = replace(bench, parts=bench.parts[:1])
    return [fit_candidate(bench, _request(settings)) for settings in plan]


def ranked(bench: Bench, tried: Sequence[Outcome]) -> list[Outcome]:
    """Return the trials by their rank on the validation rows, best first."""
    labels = bench.first.score_labels
    return sorted(tried, key=lambda each: bench.judge.rank(labels, each.fold_margins[0]))


def evidence(bench: Bench, tried: Sequence[Outcome]) -> SearchEvidence:
    """Return what the search did, and how much its best score flatters."""
    labels, judge = bench.first.score_labels, bench.judge
    margins = [each.fold_margins[0] for each in tried]
    best = ranked(bench, tried)[0]
    naive, honest = cross_selected(labels, margins, judge, bench.seed)
    return SearchEvidence(
        trials=tuple(
            Trial(
                number=number,
                parameters=each.request.settings,
                score=judge.must_score(labels, each.fold_margins[0]),
                iterations=each.rounds,
                seconds=each.seconds,
            )
            for number, each in enumerate(tried)
        ),
        edges=edges(best.request.parameters),
        naive=naive,
        cross_selected=honest,
        optimism=judge.cost_of(honest) - judge.cost_of(naive),
    )


def cross_selected(
    labels: NDArray[np.float64],
    margins: Sequence[NDArray[np.float64]],
    judge: Judge,
    seed: int,
) -> tuple[float, float]:
    """Return the winner's score as it looks where it was chosen, and where it was not.

    The rows are halved at random many times. On each half the best trial is chosen; its score
    there is the naive one, its score on the other half the honest one.

    Args:
        labels: Shape (n,).
        margins: Of each trial, shape (n, outputs).
        judge: Chooses and scores.
        seed: Seed of the halves.

    Returns:
        The winner's score on all rows (as a mean over halves), and the mean honest score, in the
        metric's unit.
    """
    count = len(labels)
    halves = int(np.clip(MOST_CELLS // (count * len(margins)), 20, HALVES))
    generator = np.random.default_rng(seed)
    chosen = np.argsort(generator.random((halves, count)), axis=1) < count // 2
    weights = np.concatenate([chosen, ~chosen]).astype(np.float64)
    scores = np.stack([judge.weighted(labels, each, weights) for each in margins])
    ranks = -scores if judge.metric.higher_is_better else scores
    if judge.metric.reads == "decision":  # as `Judge.rank` orders candidates
        losses = np.stack([judge.objective.row_loss(labels, each) for each in margins])
        ranks = losses @ weights.T
    ranks = np.where(np.isfinite(scores), ranks, np.inf)
    winners = np.argmin(ranks, axis=0)
    honest = scores[winners, np.roll(np.arange(2 * halves), halves)]
    whole = int(np.argmin([judge.rank(labels, each) for each in margins]))
    naive = np.nanmean(scores[whole])
    return float(naive), float(np.nanmean(honest))


def edges(best: Mapping[str, Parameter]) -> tuple[Edge, ...]:
    """Return the parameters whose best value lies at the edge of what was searched.

    Example:
        >>> [edge.parameter for edge in edges({"num_leaves": 96, "lambda_l2": 3.0})]
        ['num_leaves']
    """
    found = []
    for name, span in SPACE.items():
        if name not in best:
            continue
        value = float(best[name])
        place = span.place(value)
        low, high = place < EDGE, place > 1 - EDGE
        if (low and span.natural != "low") or (high and span.natural != "high"):
            found.append(Edge(parameter=name, value=value, low=span.low, high=span.high))
    return tuple(found)


def _study(seed: int) -> optuna.Study:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=STARTUP_TRIALS)
    return optuna.create_study(direction="minimize", sampler=sampler)


def _request(settings: Settings) -> Request:
    return Request(name="trial", family="lightgbm", settings=settings)


def _settings(start: Mapping[str, Parameter], trial: optuna.Trial) -> Settings:
    drawn: dict[str, Any] = {}
    for name, span in SPACE.items():
        if span.whole:
            drawn[name] = trial.suggest_int(name, int(span.low), int(span.high), log=True)
        else:
            value = trial.suggest_float(name, span.low, span.high, log=span.logarithmic)
            drawn[name] = float(f"{value:.4g}")
    return tuple(sorted({**start, **drawn}.items()))
