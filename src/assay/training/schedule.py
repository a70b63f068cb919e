"""Fit the candidates to the budget: probe what a round costs, then set rates, rounds and folds."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assay.core.evidence.fit import Parameter
from assay.training import boosting
from assay.training.candidates import Bench, Outcome, Request
from assay.training.folds import Part

PROBE_ROUNDS = (3, 50)
"""Rounds that are not timed, since starting costs, and rounds at most."""

PROBE_SECONDS = 0.4
"""Long enough that a neighbour's burst on the same cores does not set the pace."""

ROUNDS_POWER = 0.5
"""A refit on `r` times the rows takes `r ** ROUNDS_POWER` times the rounds."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kind of LightGBM model and what it may cost.

    Attributes:
        settings: LightGBM's parameters, without rate and rounds.
        rate: Learning rate where time allows.
        travel: Rate times rounds that it usually takes to the least loss.
        share: Share of the budget for its folds and its refit.
    """

    name: str
    settings: dict[str, Parameter]
    rate: float
    travel: float
    share: float


SHALLOW = Recipe(
    "shallow",
    {"num_leaves": 7, "feature_fraction": 0.4, "lambda_l2": 5.0, "min_child_samples": 20},
    rate=0.03,
    travel=30.0,
    share=0.22,
)
LARGE = Recipe(
    "large-leaf",
    {"num_leaves": 63, "feature_fraction": 0.8, "lambda_l2": 1.0, "min_child_samples": 20},
    rate=0.03,
    travel=12.0,
    share=0.2,
)
EXTRA = Recipe(
    "extra-trees",
    {
        "extra_trees": True,
        "num_leaves": 63,
        "feature_fraction": 0.8,
        "lambda_l2": 1.0,
        "min_child_samples": 10,
    },
    rate=0.05,
    travel=20.0,
    share=0.14,
)
RECIPES = (SHALLOW, LARGE, EXTRA)

MOST_ROUNDS = 4000
LEAST_TRAVEL = 3.0
"""Rate times rounds under which a model is not worth its start."""

HIGHEST_RATE = 0.3
PATIENT_TRAVEL = 3.0
"""Rate times the rounds without improvement after which a model stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was measured on fold 0.

    Attributes:
        round_seconds: Cost of one round of each recipe, by its name.
        encode_seconds: Cost of encoding and binning fold 0.
    """

    round_seconds: dict[str, float]
    encode_seconds: float


def probe(bench: Bench, part: Part) -> Probe:
    """Measure what a round of each recipe costs on fold 0, or read what was measured."""
    if found := bench.checkpoints.read("probe", None):
        return Probe(**found[0])
    started = time.monotonic()
    binned = part.binned
    encode_seconds = time.monotonic() - started
    measured = Probe(
        round_seconds={recipe.name: _round_seconds(bench, binned, recipe) for recipe in RECIPES},
        encode_seconds=encode_seconds,
    )
    bench.checkpoints.write(
        "probe",
        None,
        {"round_seconds": measured.round_seconds, "encode_seconds": measured.encode_seconds},
        {},
    )
    return measured


def _round_seconds(bench: Bench, binned: boosting.Binned, recipe: Recipe) -> float:
    settings: dict[str, Parameter] = {**recipe.settings, "learning_rate": recipe.rate}
    few, many = PROBE_ROUNDS
    marks: list[float] = []

    def late() -> bool:
        marks.append(time.monotonic())
        return len(marks) > few and marks[-1] - marks[few - 1] > PROBE_SECONDS

    boosting.grow(
        binned,
        {**settings, "rounds": many, "patience": many},
        bench.judge.objective,
        seed=bench.seed,
        threads=bench.threads,
        late=late,
        every=1,
    )
    if len(marks) <= few:
        return 1e-4  # nothing to split: a round costs next to nothing
    return max((marks[-1] - marks[few - 1]) / (len(marks) - few), 1e-4)


def affordable_folds(measured: Probe, parts: Sequence[Part], budget_seconds: float) -> int:
    """Return how many folds the first candidate may use: all that a sixth of the budget holds."""
    typical = measured.round_seconds[SHALLOW.name] * SHALLOW.travel / SHALLOW.rate / 3.0
    seconds, count = 0.0, 0
    for part in parts:
        share = len(part.fit) / len(parts[0].fit)
        seconds += share * (typical + 2.0 * measured.encode_seconds)
        if count and seconds > budget_seconds / 6.0:
            break
        count += 1
    return count


def fit_ratio(bench: Bench) -> float:
    """Return the cost of all folds over that of fold 0."""
    return sum(len(part.fit) for part in bench.parts) / len(bench.parts[0].fit)


def refit_ratio(bench: Bench) -> float:
    """Return the cost of a refit on all development rows over that of fold 0."""
    return row_ratio(bench) * rounds_ratio(bench)


def rounds_ratio(bench: Bench) -> float:
    """Return the rounds of a refit over those that the largest folds choose."""
    largest = max(len(part.fit) for part in bench.parts)
    ratio: float = bench.rows.count / largest
    return math.pow(ratio, ROUNDS_POWER)


def row_ratio(bench: Bench) -> float:
    """Return the development rows over the fitting rows of fold 0."""
    return bench.rows.count / len(bench.parts[0].fit)


def request(
    bench: Bench, recipe: Recipe, round_seconds: float, *, budget_seconds: float
) -> Request | None:
    """Set rate and rounds of a recipe so that its folds and its refit keep to its share.

    The rate is the recipe's own where time allows, and higher where the rounds it needs would
    not fit. So a model is small because it was planned small, not because a clock cut it.

    Returns:
        None if even the highest rate does not fit.
    """
    affordable = affordable_rounds(bench, recipe, round_seconds, budget_seconds)
    if affordable * HIGHEST_RATE < LEAST_TRAVEL:
        return None
    rate = min(max(recipe.rate, recipe.travel / affordable), HIGHEST_RATE)
    return _at_rate(recipe.name, recipe.settings, rate, 3.0 * recipe.travel, 1.6 * affordable)


def slower(
    bench: Bench, recipe: Recipe, outcome: Outcome, *, budget_seconds: float
) -> Request | None:
    """Return the same at a lower rate, where the rows needed far fewer rounds than planned.

    Returns:
        None if the rate is as low as the recipe's, or could not be lowered by much.
    """
    parameters = outcome.request.parameters
    rate = float(parameters["learning_rate"])
    travel = rate * max(*outcome.iterations, outcome.rounds)
    affordable = affordable_rounds(bench, recipe, outcome.round_seconds, budget_seconds)
    lower = max(recipe.rate, (1.2 * travel + PATIENT_TRAVEL) / affordable)
    if lower > 0.6 * rate:
        return None
    return _at_rate(
        f"{recipe.name}-slow", recipe.settings, lower, 3.0 * travel + PATIENT_TRAVEL, affordable
    )


def at_most(request: Request, rounds: int, travel: float) -> Request:
    """Return the request with at most so many rounds, at a rate that goes as far in them."""
    parameters = request.parameters
    if int(parameters["rounds"]) <= rounds:
        return request
    held = max(1, rounds)
    rate = max(float(parameters["learning_rate"]), min(HIGHEST_RATE, travel / held))
    settings = {**parameters, "rounds": held, "learning_rate": float(f"{rate:.3g}")}
    return replace(request, settings=tuple(sorted(settings.items())))


def affordable_rounds(
    bench: Bench, recipe: Recipe, round_seconds: float, budget_seconds: float
) -> float:
    """Return the rounds on fold 0 whose cost, with all folds and the refit, is its share."""
    factor = fit_ratio(bench) + refit_ratio(bench)
    return recipe.share * budget_seconds / (round_seconds * factor)


def _at_rate(
    name: str, settings: dict[str, Parameter], rate: float, travel: float, affordable: float
) -> Request:
    rate = float(f"{rate:.3g}")
    complete: dict[str, Parameter] = {
        **settings,
        "learning_rate": rate,
        "rounds": max(10, int(min(travel / rate, affordable, MOST_ROUNDS))),
        "patience": max(20, min(150, round(PATIENT_TRAVEL / rate))),
    }
    return Request(name=name, family="lightgbm", settings=tuple(sorted(complete.items())))
