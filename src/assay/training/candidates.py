"""Fit one candidate on every fold: its out-of-fold margins, and what each fold's fit became."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.fit import Family, Parameter
from assay.training import boosting, members
from assay.training.checkpoint import Arrays, Checkpoints
from assay.training.clock import Clock
from assay.training.estimator import fit_estimator, make
from assay.training.folds import Part, Rows
from assay.training.judge import Judge
from assay.training.linear import fit_linear
from assay.training.members import Member, PriorMember, TreeMember

Settings = tuple[tuple[str, Parameter], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every candidate is fitted with.

    Attributes:
        parts: The folds in use, fold 0 first.
        threads: Threads of the fits.
        root: Folder that own estimators' modules are found in.
    """

    rows: Rows
    parts: tuple[Part, ...]
    judge: Judge
    clock: Clock
    checkpoints: Checkpoints
    seed: int
    threads: int
    root: Path = Path()

    @property
    def scored(self) -> NDArray[np.int64]:
        """Positions of the scored rows among the development rows, fold after fold."""
        return np.concatenate([part.score for part in self.parts])

    @property
    def labels(self) -> NDArray[np.float64]:
        """Labels of the scored rows, fold after fold."""
        return self.rows.labels[self.scored]

    @property
    def groups(self) -> NDArray[np.int64] | None:
        """Groups of the scored rows, fold after fold; None if rows stand alone."""
        return None if self.rows.groups is None else self.rows.groups[self.scored]

    @property
    def first(self) -> Part:
        """Fold 0, which scores the validation part."""
        return self.parts[0]

    def margins(self, outcome: Outcome) -> NDArray[np.float64]:
        """Return a candidate's out-of-fold margins, shape (scored rows, outputs)."""
        return np.concatenate(outcome.fold_margins[: len(self.parts)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A candidate to fit: its name, what it is, and its settings."""

    name: str
    family: Family
    settings: Settings = ()

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The settings by name."""
        return dict(self.settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A candidate that was fitted on every fold.

    Attributes:
        fold_margins: For each fold the margins of its scored rows, shape (rows, outputs); of
            fold 0 alone where the budget cut it short.
        sample: Margins of fold 0's fit on the sample of its own fitting rows.
        iterations: Rounds that each fold keeps; empty unless boosted.
        rounds: Rounds for the refit, before they are scaled to its rows; 0 unless boosted.
        round_seconds: What one round on fold 0 cost; for others, what the fit cost.
        members: What each fold's fit became.
        complete: False if the budget cut it short.
    """

    request: Request
    fold_margins: tuple[NDArray[np.float64], ...]
    sample: NDArray[np.float64]
    iterations: tuple[int, ...] = ()
    rounds: int = 0
    round_seconds: float = 0.0
    members: tuple[Member, ...] = field(repr=False)
    seconds: float
    complete: bool


def fit_candidate(bench: Bench, request: Request, *, reserve_seconds: float = 0.0) -> Outcome:
    """Fit a candidate on every fold, or read what an interrupted call finished.

    Args:
        bench: Folds, judge, clock and checkpoints.
        request: What to fit.
        reserve_seconds: Seconds of the budget that it must leave; a boosted candidate that
            would need them is cut short.
    """
    made_from = _made_from(bench, request)
    if found := bench.checkpoints.read("candidate", made_from):
        return _read(request, *found)
    started = time.monotonic()
    match request.family:
        case "prior":
            outcome = _level(bench, _fit_each(bench, request, _prior))
        case "linear":
            outcome = _fit_each(bench, request, _linear)
        case "lightgbm":
            outcome = _boost(bench, request, reserve_seconds)
        case "estimator":
            outcome = _fit_each(bench, request, _own(bench, request), reserve_seconds)
        case family:
            raise ValueError(f"no candidate of family {family!r} is known")
    outcome = replace(outcome, seconds=time.monotonic() - started)
    if outcome.complete:
        bench.checkpoints.write("candidate", made_from, *_written(outcome))
    bench.checkpoints.spend(bench.clock.elapsed)
    return outcome


def finished(bench: Bench, request: Request) -> bool:
    """Return whether an interrupted call finished this candidate."""
    return bench.checkpoints.read("candidate", _made_from(bench, request)) is not None


def _made_from(bench: Bench, request: Request) -> list[object]:
    return [request, len(bench.parts), bench.seed]


Fit = tuple[Member, NDArray[np.float64], NDArray[np.float64]]
"""What a fold's fit became, its margins of the scored rows, and of the training sample."""


def _fit_each(
    bench: Bench,
    request: Request,
    fit: Callable[[Bench, Part], Fit],
    reserve_seconds: float = -math.inf,
) -> Outcome:
    """Fit fold after fold; after the first, stop if the others and the refit would not fit."""
    found: list[Fit] = []
    round_seconds = 0.0
    complete = True
    for part in bench.parts:
        started = time.monotonic()
        found.append(fit(bench, part))
        if part.index == 0:
            round_seconds = time.monotonic() - started
            more = sum(len(each.fit) for each in bench.parts[1:]) + bench.rows.count
            needed = round_seconds * more / len(part.fit)
            if bench.clock.left - reserve_seconds < needed:
                complete = False
                break
    return Outcome(
        request=request,
        fold_margins=tuple(margins for _, margins, _ in found),
        sample=found[0][2],
        round_seconds=round_seconds,
        members=tuple(member for member, _, _ in found),
        seconds=0.0,
        complete=complete,
    )


def _prior(bench: Bench, part: Part) -> Fit:
    member = PriorMember(bench.judge.objective.prior(part.fit_labels))
    score, sample = (np.empty((len(rows), 1), np.float32) for rows in (part.score, part.sample))
    return member, member.margins(score), member.margins(sample)


def _level(bench: Bench, outcome: Outcome) -> Outcome:
    """Give all folds one prior where order counts: its small differences would be an order."""
    if bench.judge.objective.ranking is None:
        return outcome
    level = np.concatenate(outcome.fold_margins).mean()
    margins = tuple(np.full_like(each, level) for each in outcome.fold_margins)
    return replace(outcome, fold_margins=margins)


def _linear(bench: Bench, part: Part) -> Fit:
    encoded = bench.rows.encode(part.linear_encoding, part.fit, part.score)
    member = fit_linear(encoded.fit, part.fit_labels, bench.judge.objective, threads=bench.threads)
    return member, member.margins(encoded.score), member.margins(encoded.fit[part.sample])


def _own(bench: Bench, request: Request) -> Callable[[Bench, Part], Fit]:
    estimator = make(request.name, root=bench.root)
    objective = bench.judge.objective

    def fit(bench: Bench, part: Part) -> Fit:
        encoded = bench.rows.encode(part.linear_encoding, part.fit, part.score)
        member = fit_estimator(
            estimator,
            encoded.fit,
            part.fit_labels,
            task=objective.task,
            outputs=objective.outputs,
        )
        return member, member.margins(encoded.score), member.margins(encoded.fit[part.sample])

    return fit


def _boost(bench: Bench, request: Request, reserve_seconds: float) -> Outcome:
    grown: list[boosting.Grown] = []
    round_seconds = 0.0
    for part in bench.parts:
        binned = part.binned
        started = time.monotonic()
        grown.append(
            boosting.grow(
                binned,
                request.parameters,
                bench.judge.objective,
                seed=bench.seed,
                threads=bench.threads,
                late=lambda: bench.clock.left < reserve_seconds,
            )
        )
        if part.index == 0:
            round_seconds = (time.monotonic() - started) / grown[0].curves.shape[1]
        if not grown[-1].complete:
            return _cut_short(bench, request, grown[0])
        if len(bench.parts) > 1:
            bench.clock.tell(f"{request.name}: fold {part.index + 1} of {len(bench.parts)}")
    rounds = boosting.choose_rounds(
        [each.curves for each in grown],
        [_half_sizes(part) for part in bench.parts],
        [len(part.fit) for part in bench.parts],
    )
    kept = [int(cells[0]) for cells in rounds.cells]
    return Outcome(
        request=request,
        fold_margins=tuple(
            _held_out_margins(bench, *fold)
            for fold in zip(bench.parts, grown, rounds.cells, strict=True)
        ),
        sample=_sample_margins(bench, grown[0], kept[0]),
        iterations=tuple(kept),
        rounds=rounds.whole,
        round_seconds=round_seconds,
        members=tuple(
            TreeMember(
                each.booster.model_to_string(num_iteration=count), bench.judge.objective.outputs
            )
            for each, count in zip(grown, kept, strict=True)
        ),
        seconds=0.0,
        complete=True,
    )


def _held_out_margins(
    bench: Bench, part: Part, grown: boosting.Grown, cells: NDArray[np.int64]
) -> NDArray[np.float64]:
    margins = np.empty((len(part.score), bench.judge.objective.outputs))
    for rounds, side in zip(cells, (part.half, ~part.half), strict=True):
        margins[side] = boosting.predict(
            grown.booster,
            part.tree.score[side],
            bench.judge.objective,
            rounds=int(rounds),
            threads=bench.threads,
        )
    return margins


def _half_sizes(part: Part) -> tuple[int, int]:
    return int(part.half.sum()), int((~part.half).sum())


def _cut_short(bench: Bench, request: Request, started: boosting.Grown) -> Outcome:
    """Return how far fold 0 came, for the record only."""
    first = bench.first
    rounds = boosting.choose_rounds([started.curves], [_half_sizes(first)], [len(first.fit)])
    kept = int(rounds.cells[0, 0])
    return Outcome(
        request=request,
        fold_margins=(_held_out_margins(bench, first, started, rounds.cells[0]),),
        sample=_sample_margins(bench, started, kept),
        iterations=(kept,),
        members=(),
        seconds=0.0,
        complete=False,
    )


def _sample_margins(bench: Bench, grown: boosting.Grown, rounds: int) -> NDArray[np.float64]:
    return boosting.predict(
        grown.booster,
        bench.first.tree.fit[bench.first.sample],
        bench.judge.objective,
        rounds=rounds,
        threads=bench.threads,
    )


def _written(outcome: Outcome) -> tuple[dict[str, Any], Arrays]:
    record = {
        "iterations": outcome.iterations,
        "rounds": outcome.rounds,
        "round_seconds": outcome.round_seconds,
        "seconds": outcome.seconds,
        "members": [members.to_dict(member) for member in outcome.members],
    }
    arrays = {f"margins-{index}": each for index, each in enumerate(outcome.fold_margins)}
    return record, {**arrays, "sample": outcome.sample}


def _read(request: Request, record: dict[str, Any], arrays: Arrays) -> Outcome:
    return Outcome(
        request=request,
        fold_margins=tuple(arrays[f"margins-{index}"] for index in range(len(arrays) - 1)),
        sample=arrays["sample"],
        iterations=tuple(record["iterations"]),
        rounds=record["rounds"],
        round_seconds=record["round_seconds"],
        members=tuple(members.from_dict(content) for content in record["members"]),
        seconds=record["seconds"],
        complete=True,
    )
