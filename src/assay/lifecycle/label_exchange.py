"""Tell numeric outcomes that stand in rows of others from a hard problem's large errors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.labels import Exchanged

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LARGEST_FIRST = 0.5
"""Deviation of models' errors, over that of the outcomes, from which nothing can be told."""

BELIEVED = 0.8
"""Share of the rows, those met best, that models learn from the second time: rows with the
outcome of another one shall not teach."""

FAR = 5.0
"""Deviations from which an outcome is far off; both deviations are by the median."""

NORMAL = 1.4826
SHOWN = 10


def exchanged(
    outcomes: Floats, predicted: Floats, again: Callable[[Flags], Floats]
) -> tuple[Exchanged, NDArray[np.int64]] | None:
    """Return how outcomes lie that are far from what models tell, and the farthest rows.

    Args:
        outcomes: Numbers on a scale where errors are even, shape (n,).
        predicted: Predictions by models that did not see the row, shape (n,).
        again: Predictions by models that learn from the rows said, and from them alone.

    Returns:
        None where models tell too little.
    """
    spread = _deviation(outcomes - np.median(outcomes))
    error = _centred(outcomes - predicted)
    if spread == 0 or _deviation(error) > LARGEST_FIRST * spread:
        return None
    size = np.abs(error)
    error = _centred(outcomes - again(size <= np.quantile(size, BELIEVED)))
    core = max(_deviation(error), 1e-9 * spread)
    far = np.abs(error) > FAR * core
    held, told = (_ranks(values) for values in (outcomes, outcomes - error))
    drawn = np.random.default_rng(0).permutation(len(outcomes))
    chance = np.abs(_centred(outcomes - error)[drawn] - _centred(outcomes)) > FAR * core
    farthest = np.flatnonzero(far)[np.argsort(-np.abs(error[far]), kind="stable")][:SHOWN]
    return Exchanged(
        far=int(far.sum()),
        rows=len(outcomes),
        core=core / spread,
        above=float((error[far] > 0).mean()) if far.any() else 0.0,
        extreme=max(_extreme(held[far]), _extreme(told[far])),
        extreme_by_chance=max(_extreme(held[chance]), _extreme(told[drawn][chance])),
        tie=_correlation(held[far], told[far]),
    ), farthest


def _centred(values: Floats) -> Floats:
    return np.asarray(values - np.median(values))


def _deviation(values: Floats) -> float:
    return float(NORMAL * np.median(np.abs(values)))


def _ranks(values: Floats) -> Floats:
    return np.argsort(np.argsort(values, kind="stable"), kind="stable") / len(values)


def _extreme(ranks: Floats) -> float:
    """Return how far ranks lie from the middle: a quarter, if they are any rows'."""
    return float(np.abs(ranks - 0.5).mean()) if len(ranks) else 0.5


def _correlation(left: Floats, right: Floats) -> float:
    if len(left) < 3 or np.ptp(left) == 0 or np.ptp(right) == 0:
        return 1.0
    return float(np.corrcoef(left, right)[0, 1])
