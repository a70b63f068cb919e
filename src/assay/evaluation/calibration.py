"""Does what is predicted at 30 % happen in 30 % of cases?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from assay.core.evidence.evaluation import Calibration, CalibrationBin
from assay.evaluation import interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.core.evidence.data import Task
    from assay.evaluation.metric import Floats

BINS = 15
ROWS_PER_BIN = 25
SIMULATIONS = 300
CLIP = 1e-6
"""Probabilities are held this far from 0 and 1 before the link is taken."""


def calibrate(
    task: Task, labels: Floats, scores: Floats, *, level: float, seed: int
) -> Calibration | None:
    """Return how predictions agree with what happened.

    Rows are put into bins of nearly equal count, ties together. For multiclass it is the
    probability of the class decided for, held against whether it was right.

    Args:
        task: What is predicted.
        labels: 0 or 1, class index, or value, shape (n,).
        scores: What a `Scorer` returns, shape (n,) or (n, classes).
        level: Coverage of the bins' intervals, in (0, 1).
        seed: Seed of the simulation of a perfectly calibrated model.

    Returns:
        None for fewer than two rows, or a target without variance.

    References:
        Guo et al. (2017), arXiv:1706.04599; Cox (1958), doi:10.1093/biomet/45.3-4.562 (slope);
        Bröcker & Smith (2007), doi:10.1175/WAF993.1 (what chance alone shows)

    Example:
        >>> rng = np.random.default_rng(0)
        >>> chances = rng.random(4000)
        >>> happened = (rng.random(4000) < chances).astype(float)
        >>> found = calibrate("binary", happened, chances, level=0.95, seed=0)
        >>> found.error < found.error_expected, round(found.slope)
        (True, 1)
    """
    if len(labels) < 2:
        return None
    if task == "regression":
        return _of_values(labels, scores, level, seed) if np.ptp(labels) > 0 else None
    if scores.ndim == 2:
        chances: Floats = scores.max(axis=1)
        happened = (scores.argmax(axis=1) == labels).astype(np.float64)
    else:
        chances, happened = scores, labels
    return _of_chances(happened, chances, level, seed)


def _of_chances(happened: Floats, chances: Floats, level: float, seed: int) -> Calibration:
    member, rows = _bins(chances)
    predicted = np.bincount(member, chances) / rows
    hits: Floats = np.asarray(np.bincount(member, happened), np.float64)
    low, high = interval.wilson_each(hits, rows, level)
    error = _gap(hits / rows, predicted, rows)
    rng = np.random.default_rng(seed)
    simulated = [
        _gap(np.bincount(member, rng.random(len(chances)) < chances) / rows, predicted, rows)
        for _ in range(SIMULATIONS)
    ]
    slope, deviation = _logistic_slope(happened, special.logit(np.clip(chances, CLIP, 1 - CLIP)))
    return _calibration(
        (predicted, hits / rows, low, high, rows), error, simulated, (slope, deviation), level
    )


def _of_values(labels: Floats, values: Floats, level: float, seed: int) -> Calibration:
    member, rows = _bins(values)
    scale = float(labels.std())
    predicted = np.bincount(member, values) / rows
    observed = np.bincount(member, labels) / rows
    spread = np.bincount(member, np.square(labels - observed[member]))
    free = np.maximum(rows - 1, 1)
    deviation = np.sqrt(spread / free / rows)
    half = special.stdtrit(free, (1 + level) / 2) * deviation
    rng = np.random.default_rng(seed)
    chance = np.abs(rng.normal(size=(SIMULATIONS, len(rows)))) * deviation
    simulated = chance @ rows / rows.sum() / scale
    error = _gap(observed, predicted, rows) / scale
    centred = values - values.mean()
    variance = float(centred @ centred)
    slope, slope_deviation = 1.0, 0.0
    if variance > 0:
        slope = float(centred @ labels) / variance
        rest = labels - labels.mean() - slope * centred
        slope_deviation = float(np.sqrt(rest @ rest / max(len(rest) - 2, 1) / variance))
    bins = (predicted, observed, observed - half, observed + half, rows)
    return _calibration(bins, error, list(simulated), (slope, slope_deviation), level)


def _bins(values: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return the bin of each row, from 0 without gaps, and the rows of each bin."""
    count = int(np.clip(len(values) // ROWS_PER_BIN, 1, BINS))
    edges = np.unique(np.quantile(values, np.linspace(0, 1, count + 1)[1:-1]))
    _, member, rows = np.unique(
        np.searchsorted(edges, values, side="right"), return_inverse=True, return_counts=True
    )
    return member, rows.astype(np.float64)


def _gap(observed: Floats, predicted: Floats, rows: Floats) -> float:
    return float(np.abs(observed - predicted) @ rows / rows.sum())


def _logistic_slope(happened: Floats, link: Floats) -> tuple[float, float]:
    """Fit a line from link to outcome by Newton's steps; return its slope and deviation.

    A faint pull towards slope 1 keeps it finite where the classes are parted without error, and
    1 where all predictions are the same.
    """
    design = np.column_stack([np.ones(len(link)), link])
    target, pull = np.array([0.0, 1.0]), np.diag([1e-6, 1e-2])
    weights = target.copy()
    for _ in range(50):
        chance = special.expit(design @ weights)
        slope = design.T @ (happened - chance) - pull @ (weights - target)
        curvature = (design * (chance * (1 - chance))[:, np.newaxis]).T @ design + pull
        step = np.linalg.solve(curvature, slope)
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[1]), float(np.sqrt(np.linalg.inv(curvature)[1, 1]))


def _calibration(
    bins: tuple[Floats, Floats, Floats, Floats, Floats],
    error: float,
    simulated: list[float],
    slope: tuple[float, float],
    level: float,
) -> Calibration:
    half = float(special.ndtri((1 + level) / 2)) * slope[1]
    return Calibration(
        bins=tuple(
            CalibrationBin(
                predicted=float(predicted),
                observed=float(observed),
                low=float(low),
                high=float(high),
                rows=int(rows),
            )
            for predicted, observed, low, high, rows in zip(*bins, strict=True)
        ),
        error=error,
        slope=slope[0],
        error_expected=float(np.quantile(simulated, 0.95)),
        slope_low=slope[0] - half,
        slope_high=slope[0] + half,
    )
