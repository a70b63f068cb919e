"""Grow LightGBM models on a fold, and choose their rounds without flattering the fold's score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.fit import Parameter
from assay.training.members import Matrix
from assay.training.objective import Objective

if TYPE_CHECKING:
    import lightgbm

    from assay.training.folds import Part

Parameters = Mapping[str, Parameter]
"""LightGBM's parameters, and two of Assay's own: `rounds` (at most so many) and `patience`
(rounds without improvement after which it stops)."""

BINS: dict[str, Parameter] = {
    "max_bin": 255,
    "min_data_in_bin": 3,
    "feature_pre_filter": False,
    "force_row_wise": True,
    "deterministic": True,
    "verbosity": -1,
}
"""Parameters of the binned rows; the same for every model, so that models share them."""

RANKING_STEP = 5
"""Rounds between two looks at a ranking metric, which has to sort the rows each time."""

CLOCK_EVERY = 8
"""Rounds between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Binned:
    """The rows of a fold as LightGBM keeps them: to fit on, and two halves to score."""

    fit: lightgbm.Dataset
    halves: tuple[lightgbm.Dataset, lightgbm.Dataset]


@dataclass(frozen=True, slots=True)
class Grown:
    """A model with more rounds than it will keep.

    Attributes:
        curves: Mean loss (or ranking metric, negative) of each half of the scored rows after each
            round, shape (2, rounds).
        complete: False if the clock stopped it.
    """

    booster: lightgbm.Booster
    curves: NDArray[np.float64]
    complete: bool


def bin_part(part: Part) -> Binned:
    """Bin a fold's rows once, for all models that are fitted on it."""
    rows = part.tree
    fit = bin_rows(rows.fit, part.fit_labels)
    halves = tuple(
        fit.create_valid(
            rows.score[part.half == side],
            part.score_labels[part.half == side],
            params=dict(BINS),
        ).construct()
        for side in (True, False)
    )
    return Binned(fit, (halves[0], halves[1]))


def bin_rows(matrix: Matrix, labels: NDArray[np.float64]) -> lightgbm.Dataset:
    """Bin rows to fit on."""
    import lightgbm

    return lightgbm.Dataset(matrix, labels, params=dict(BINS)).construct()


def grow(
    binned: Binned,
    parameters: Parameters,
    objective: Objective,
    *,
    seed: int,
    threads: int,
    late: Callable[[], bool],
    every: int = CLOCK_EVERY,
) -> Grown:
    """Grow a model until the scored rows as a whole have not improved for `patience` rounds.

    Args:
        binned: A fold's rows.
        parameters: LightGBM's, with `rounds` and `patience`.
        objective: What is minimised.
        seed: Seed of every draw of columns and rows.
        threads: Threads; the order of sums, and so the model, depends on them.
        late: Says whether time is up.
        every: Rounds between two times that it is asked.
    """
    booster = _booster(binned.fit, parameters, objective, seed=seed, threads=threads)
    sign = 1.0 if objective.ranking is None else -1.0
    step = 1 if objective.ranking is None else RANKING_STEP
    sizes = []
    for index, half in enumerate(binned.halves):
        booster.add_valid(half, f"half {index}")
        sizes.append(half.num_data())
    shares = np.array(sizes) / sum(sizes)
    curves: list[NDArray[np.float64]] = []
    seen = np.ones(2)  # worse than any ranking metric, until the first look
    best, best_round, complete = np.inf, 0, True
    for number in range(int(parameters["rounds"])):
        finished = booster.update()
        if number % step == step - 1 or finished:
            seen = np.array([sign * entry[2] for entry in booster.eval_valid()])
            if shares @ seen < best:
                best, best_round = float(shares @ seen), number
        curves.append(seen)  # between two looks the last value stands
        if finished or number - best_round >= int(parameters["patience"]):
            break
        if number % every == every - 1 and late():
            complete = False
            break
    return Grown(booster, np.array(curves).T.reshape(2, -1), complete)


def grow_rounds(
    fit: lightgbm.Dataset,
    parameters: Parameters,
    objective: Objective,
    *,
    rounds: int,
    seed: int,
    threads: int,
    tell: Callable[[float], None] | None = None,
) -> lightgbm.Booster:
    """Grow a model of exactly so many rounds (fewer if nothing is left to split)."""
    booster = _booster(fit, parameters, objective, seed=seed, threads=threads)
    for number in range(rounds):
        if booster.update():
            break
        if tell is not None and number % 25 == 0:
            tell(number / rounds)
    return booster


@dataclass(frozen=True, slots=True)
class Rounds:
    """Rounds to keep.

    Attributes:
        cells: For each fold and half of its scored rows, shape (folds, 2): what all *other* rows
            would choose.
        whole: What all rows choose together.
    """

    cells: NDArray[np.int64]
    whole: int


def choose_rounds(
    curves: Sequence[NDArray[np.float64]],
    sizes: Sequence[tuple[int, int]],
    fit_rows: Sequence[int],
) -> Rounds:
    """Choose how many rounds to keep, so that no scored row takes part in the choice for itself.

    The scored rows of each fold are in two random halves. The rounds for one half are those with
    the least mean loss over the other half and over the halves of all folds alike (within a
    quarter of the fitting rows). So every fitting row is fitted on, nothing is set aside for early
    stopping, and out-of-fold scores are not flattered by it. A curve that ended early is
    continued at its last value.

    Args:
        curves: Of each fold, shape (2, rounds).
        sizes: Rows in the two halves of each fold.
        fit_rows: Fitting rows of each fold.
    """
    longest = max(curve.shape[1] for curve in curves)
    padded = np.stack(
        [np.pad(curve, ((0, 0), (0, longest - curve.shape[1])), mode="edge") for curve in curves]
    )
    weighted = padded * np.array(sizes, dtype=np.float64)[:, :, None]
    rows = np.array(fit_rows, dtype=np.float64)
    cells = np.empty((len(curves), 2), dtype=np.int64)
    for fold, curve in enumerate(curves):
        alike = np.abs(rows - rows[fold]) <= 0.25 * rows[fold]
        pooled = weighted[alike].sum(axis=(0, 1))
        for half in (0, 1):
            others = pooled - weighted[fold, half]
            cells[fold, half] = min(int(np.argmin(others)) + 1, curve.shape[1])
    # the refit has more rows than any fold: ask the folds that come nearest to it
    near = rows >= 0.75 * rows.max()
    whole = int(np.argmin(weighted[near].sum(axis=(0, 1)))) + 1
    return Rounds(cells, whole)


def predict(
    booster: lightgbm.Booster, matrix: Matrix, objective: Objective, *, rounds: int, threads: int
) -> NDArray[np.float64]:
    """Return raw scores after so many rounds, shape (n, outputs)."""
    raw = booster.predict(matrix, raw_score=True, num_iteration=rounds, num_threads=threads)
    return np.asarray(raw, dtype=np.float64).reshape(len(matrix), objective.outputs)


def _booster(
    fit: lightgbm.Dataset, parameters: Parameters, objective: Objective, *, seed: int, threads: int
) -> lightgbm.Booster:
    import lightgbm

    own = {name: value for name, value in parameters.items() if name not in ("rounds", "patience")}
    everything = {**BINS, **objective.lightgbm, **own, "seed": seed, "num_threads": threads}
    return lightgbm.Booster(params=everything, train_set=fit)
