"""Decide what ships: the ensemble only where it beats both baselines for certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assay.training.judge import Judge

LEVEL_DEVIATIONS = 1.645
"""Half-width of the paired interval in standard errors: 5 % on the side that matters."""

REPLICATES = 100
AT_ONCE = 20
"""Weightings of the rows that a ranking metric is resampled with, and how many of them at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What ships, and its paired gain over the better baseline that it had to beat.

    Attributes:
        low: Lower bound of the gain, positive is better; 0 where the prior ships.
        high: Upper bound.
    """

    name: Literal["ensemble", "linear", "prior"]
    low: float
    high: float


def decide(
    labels: NDArray[np.float64],
    groups: NDArray[np.int64] | None,
    judge: Judge,
    *,
    prior: NDArray[np.float64],
    linear: NDArray[np.float64],
    ensemble: NDArray[np.float64],
) -> Shipped:
    """Compare what was found with the baselines on the same out-of-fold rows.

    The ensemble ships if its paired gain over the better baseline is above zero for certain *and*
    the project's metric is no worse than either's. Otherwise the linear model has to beat the
    prior in the same way; otherwise the prior ships.

    The gain is in the loss that training minimises, row by row; for a metric that is about order
    alone (ROC-AUC, average precision) it is in the metric, by resampling rows: there a shift of
    the base rate may spoil the loss of every model, and yet not what was asked for.

    Args:
        labels: Shape (n,).
        groups: Group of each row, whose rows count as one observation; None if rows stand alone.
        judge: The loss and the metric.
        prior: Out-of-fold margins, shape (n, outputs).
        linear: The same of the linear baseline.
        ensemble: The same of the ensemble.
    """
    ranks = {
        name: judge.rank(labels, margins)
        for name, margins in (("prior", prior), ("linear", linear), ("ensemble", ensemble))
    }
    gain = _ranking_gain if judge.objective.ranking else _loss_gain
    better = linear if ranks["linear"] < ranks["prior"] else prior
    low, high = gain(labels, groups, judge, better, ensemble)
    if low > 0 and ranks["ensemble"] <= min(ranks["linear"], ranks["prior"]):
        return Shipped(name="ensemble", low=low, high=high)
    low, high = gain(labels, groups, judge, prior, linear)
    if low > 0 and ranks["linear"] <= ranks["prior"]:
        return Shipped(name="linear", low=low, high=high)
    return Shipped(name="prior", low=0.0, high=0.0)


def _loss_gain(
    labels: NDArray[np.float64],
    groups: NDArray[np.int64] | None,
    judge: Judge,
    old: NDArray[np.float64],
    new: NDArray[np.float64],
) -> tuple[float, float]:
    loss = judge.objective.row_loss
    return paired_gain(loss(labels, old) - loss(labels, new), groups)


def _ranking_gain(
    labels: NDArray[np.float64],
    groups: NDArray[np.int64] | None,
    judge: Judge,
    old: NDArray[np.float64],
    new: NDArray[np.float64],
) -> tuple[float, float]:
    generator = np.random.default_rng(len(labels))
    units = np.arange(len(labels)) if groups is None else np.unique(groups, return_inverse=True)[1]
    count = int(units.max()) + 1
    gains: list[NDArray[np.float64]] = []
    for _ in range(0, REPLICATES, AT_ONCE):
        drawn = generator.multinomial(count, np.full(count, 1.0 / count), size=AT_ONCE)
        weights = drawn.astype(np.float64)[:, units]
        gains.append(judge.weighted(labels, new, weights) - judge.weighted(labels, old, weights))
    values = np.concatenate(gains)
    values = values[np.isfinite(values)]
    ones = np.ones((1, len(labels)))
    mean = judge.weighted(labels, new, ones)[0] - judge.weighted(labels, old, ones)[0]
    error = float(values.std(ddof=1)) if len(values) > 1 else abs(float(mean))
    return float(mean) - LEVEL_DEVIATIONS * error, float(mean) + LEVEL_DEVIATIONS * error


def paired_gain(
    gains: NDArray[np.float64], groups: NDArray[np.int64] | None
) -> tuple[float, float]:
    """Return bounds of the mean gain a row, by the normal approximation.

    Rows of one group are added up first, so that a group counts once (Liang & Zeger 1986,
    doi:10.1093/biomet/73.1.13).

    Args:
        gains: Loss of the one less loss of the other, row by row, shape (n,).
        groups: Group of each row, or None.

    Example:
        >>> low, high = paired_gain(np.array([1.0, 1.2, 0.8, 1.0]), None)
        >>> round(low, 2), round(high, 2)
        (0.87, 1.13)
    """
    mean = float(gains.mean())
    centred: NDArray[np.float64] = gains - mean
    if groups is not None:
        centred = np.asarray(np.bincount(np.unique(groups, return_inverse=True)[1], centred), float)
    count = len(centred)
    if count < 2:
        return -abs(mean), abs(mean)
    error = float(np.sqrt(np.square(centred).sum() * count / (count - 1)) / len(gains))
    return mean - LEVEL_DEVIATIONS * error, mean + LEVEL_DEVIATIONS * error
