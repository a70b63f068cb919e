"""Decide what ships: the ensemble only where it beats both baselines beyond noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assay.evaluation import delong
from assay.training.ensemble import cross_selected
from assay.training.folds import halve
from assay.training.judge import Judge
from assay.training.objective import probabilities

LEVEL_DEVIATIONS = 1.96
"""Half-width of the paired interval in standard errors: 2.5 % on the side that matters."""

ORDER_DEVIATIONS = 3.0
"""Standard errors above one half of a ROC-AUC that is taken for order, where the loss denies it."""

LEAST_ROWS = 20
"""Rows that each half must have, so that one can pick a blend and the other judge it."""

Sides = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Margins of all rows, to judge one half of the rows by, and the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What ships, and its paired gain over the better baseline that it had to beat.

    The ensemble's gain is cross-selected: each row is judged by a blend that the other half of
    the out-of-fold rows picked. The ensemble that ships is the one that all of them picked.

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
    candidates: Sequence[NDArray[np.float64]],
    seed: int,
) -> Shipped:
    """Compare what was found with the baselines on the same out-of-fold rows.

    The ensemble ships if the paired interval of its gain over the better baseline lies above zero
    *and* the project's metric is no worse than either's. Otherwise the linear model has to beat
    the prior in the same way, or to order the outcomes where order is what is asked for; otherwise
    the prior ships.

    The ensemble was picked on these same rows, and so looks better on them than it is. What is
    judged in its place is the way it was picked: on one half of the rows, judged on the other,
    both ways round. Half the rows pick a little worse than all of them, so this errs on the side
    of the baselines. Of fewer than `LEAST_ROWS` rows a half the ensemble is not judged, and a
    baseline ships.

    What the members themselves owe to these rows stays in the gain: the search tries its settings
    on the validation part. The sealed test, which picked nothing, judges what ships afterwards.

    The gain is in the loss that training minimises, row by row. For a metric that is about order
    alone (ROC-AUC, average precision) margins are first put on the scale of the scored rows, by a
    slope and an intercept that the other half of the rows gave: a shift of the base rate spoils
    the loss of every model, and yet not the order that was asked for.

    Args:
        labels: Shape (n,).
        groups: Group of each row, whose rows count as one observation and stay in one half; None
            if rows stand alone.
        judge: The loss and the metric.
        prior: Out-of-fold margins, shape (n, outputs).
        linear: The same of the linear baseline.
        ensemble: The same of the ensemble that all rows picked.
        candidates: The same of each candidate that it was picked from.
        seed: Of the halves.
    """
    half = halve(labels, groups, np.random.default_rng(seed))
    values = {
        name: judge.cost_of(judge.must_score(labels, margins))
        for name, margins in (("prior", prior), ("linear", linear), ("ensemble", ensemble))
    }
    linear_leads = judge.rank(labels, linear) < judge.rank(labels, prior)
    better = linear if linear_leads else prior
    no_worse = values["ensemble"] <= min(values["linear"], values["prior"])
    if no_worse and min(half.sum(), (~half).sum()) >= LEAST_ROWS:
        picked = cross_selected(labels, candidates, half, judge)
        low, high = _gain(labels, groups, judge, half, (better, better), picked)
        if low > 0 and _no_worse(labels, judge, half, picked, (prior, linear)):
            return Shipped(name="ensemble", low=low, high=high)
    low, high = _gain(labels, groups, judge, half, (prior, prior), (linear, linear))
    if (low > 0 or _orders(labels, groups, judge, linear)) and values["linear"] <= values["prior"]:
        return Shipped(name="linear", low=low, high=high)
    return Shipped(name="prior", low=0.0, high=0.0)


def _no_worse(
    labels: NDArray[np.float64],
    judge: Judge,
    half: NDArray[np.bool_],
    picked: Sides,
    baselines: Sequence[NDArray[np.float64]],
) -> bool:
    """Say whether the metric is no worse than any baseline's, in the mean of the halves.

    Half by half, since two blends share no scale on which their rows could be ordered together.
    """

    def cost(sides: Sides) -> float:
        total = 0.0
        for side, margins in zip((half, ~half), sides, strict=True):
            value = judge.score(labels[side], margins[side])
            if value is not None:  # what a half lacks, it lacks for all
                total += judge.cost_of(value) * int(side.sum())
        return total

    found = cost(picked)
    return all(found <= cost((margins, margins)) for margins in baselines)


def _orders(
    labels: NDArray[np.float64],
    groups: NDArray[np.int64] | None,
    judge: Judge,
    margins: NDArray[np.float64],
) -> bool:
    """Say whether margins order the outcomes beyond noise, where order is all that is asked for.

    On few rows of many columns a linear model may rank well and be far too sure of itself: its
    ROC-AUC against one half (DeLong) then tells what its loss does not.
    """
    if judge.objective.ranking is None:
        return False
    area, influences = delong.influences(labels, margins[:, 0])
    if groups is not None:
        codes = np.unique(groups, return_inverse=True)[1]
        influences = np.asarray(np.bincount(codes, influences), float)
    return bool(area - ORDER_DEVIATIONS * np.sqrt(np.square(influences).sum()) > 0.5)


def _gain(
    labels: NDArray[np.float64],
    groups: NDArray[np.int64] | None,
    judge: Judge,
    half: NDArray[np.bool_],
    old: Sides,
    new: Sides,
) -> tuple[float, float]:
    before, after = (_losses(labels, judge, half, sides) for sides in (old, new))
    return paired_gain(before - after, groups)


def _losses(
    labels: NDArray[np.float64], judge: Judge, half: NDArray[np.bool_], sides: Sides
) -> NDArray[np.float64]:
    losses = np.empty(len(labels))
    for side, margins in zip((half, ~half), sides, strict=True):
        scaled = rescaled(labels, margins, half) if judge.objective.ranking else margins
        losses[side] = judge.objective.row_loss(labels[side], scaled[side])
    return losses


def rescaled(
    labels: NDArray[np.float64], margins: NDArray[np.float64], half: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return log-odds as `intercept + slope * margin`, each half's from the other half.

    Args:
        labels: 0 or 1, shape (n,).
        margins: Log-odds, shape (n, 1).
        half: Which half each row belongs to, shape (n,).

    References:
        Platt (1999), Probabilistic outputs for support vector machines
    """
    result = np.empty_like(margins)
    for side in (half, ~half):
        intercept, slope = _logistic(labels[~side], margins[~side, 0])
        result[side] = intercept + slope * margins[side]
    return result


def _logistic(labels: NDArray[np.float64], margins: NDArray[np.float64]) -> tuple[float, float]:
    """Return intercept and slope of least log-loss, by Newton's method."""
    centre, spread = float(margins.mean()), float(margins.std())
    inputs = np.stack([np.ones_like(margins), (margins - centre) / (spread or 1.0)], axis=1)
    share = (labels.sum() + 0.5) / (len(labels) + 1.0)
    weights = np.array([np.log(share / (1.0 - share)), 0.0])
    penalty = np.array([1e-6, 1.0 if spread else 1e6])  # a unit of a row keeps it finite
    for _ in range(20):
        probability = probabilities("binary", (inputs @ weights)[:, None])
        gradient = inputs.T @ (probability - labels) + penalty * weights
        curvature = (inputs * (probability * (1.0 - probability))[:, None]).T @ inputs
        step = np.linalg.solve(curvature + np.diag(penalty), gradient)
        weights -= np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            break
    slope = weights[1] / (spread or 1.0)
    return float(weights[0] - slope * centre), float(slope)


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
        (0.84, 1.16)
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
