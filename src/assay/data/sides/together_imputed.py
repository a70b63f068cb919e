"""Is a repeated value the mean or median of both sides, and not of training?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.together import FilledColumn
from assay.data.sides.together_pool import Pooled, decimals

Floats = NDArray[np.float64]

FEWEST_FILLED = 3
"""Rows that hold the value; two equal measurements are common."""

LEAST_SPIKE = 3
"""Times the count of the next most frequent value, where the value has no digits of its own."""

BEYOND_CHANCE = 0.05
"""Share of the standard error that rounding may take, or a match says nothing."""

CLEARLY_OFF = 5.0
"""Times the tolerance that training's own mean has to differ by."""


def fill(column: Pooled) -> FilledColumn | None:
    """Return the value that the column was filled with, if it follows from both sides only."""
    return fill_mean(column) or _median(column)


def fill_mean(column: Pooled) -> FilledColumn | None:
    """Return a repeated value that is the mean of both sides, and not training's own."""
    both = column.both
    mean, deviation = float(both.mean()), float(both.std())
    if not deviation > 0:
        return None
    value = float(both[np.abs(both - mean).argmin()])
    filled = both == value
    if filled.sum() < FEWEST_FILLED or filled.all():
        return None
    digits = decimals(np.array([value]), single=column.single)
    exact = (3e-6 if column.single else 1e-9) * max(deviation, abs(mean))
    others = decimals(both[~filled], single=column.single)
    own_digits = others is not None and (digits is None or digits > others)
    telling = own_digits or others is None  # 0 is the exact mean of what was standardised after
    slack = exact
    if digits is not None and not (telling and abs(value - mean) <= exact):
        slack = max(slack, 0.5 * 10.0**-digits)  # a mean may come out even: 20.2 of whole numbers
    if abs(value - mean) > slack or slack > BEYOND_CHANCE * column.standard_error * deviation:
        return None
    train = float(column.train.mean())
    if abs(value - train) <= CLEARLY_OFF * slack:
        return None
    if not own_digits and not _spike(both, int(filled.sum())):
        return None
    rows_test = int((column.test == value).sum())
    return FilledColumn(
        name=column.name,
        kind="mean",
        value=value,
        rows=int(filled.sum()),
        rows_test=rows_test,
        pooled=mean,
        train=float(column.train[column.train != value].mean()),
    )


def _median(column: Pooled) -> FilledColumn | None:
    """Return a repeated median of both sides.

    Where measured values are tied with it, as many as with its neighbours, rows below and above
    may differ by as many; training must be off by clearly more.
    """
    both = column.both
    value = float(np.median(both))
    rows = int((both == value).sum())
    if rows < FEWEST_FILLED + 2 or rows == len(both):
        return None
    if abs(_tilt(column.train, value)) <= 2:
        return None
    ties = _ties(both, value)
    if rows < LEAST_SPIKE * ties or abs(_tilt(both, value)) > ties:
        return None
    if abs(_tilt(column.train, value)) <= ties + 1 or not _spike(both, rows):
        return None
    others = column.train[column.train != value]
    return FilledColumn(
        name=column.name,
        kind="median",
        value=value,
        rows=rows,
        rows_test=int((column.test == value).sum()),
        pooled=float(np.median(both[both != value])),
        train=float(np.median(others)) if len(others) else value,
    )


def holds_median(column: Pooled) -> bool:
    """Return whether a value repeated as no other is the median of both sides."""
    value = float(np.median(column.both))
    rows = int((column.both == value).sum())
    ties = _ties(column.both, value)
    repeated = rows >= FEWEST_FILLED + 2 and rows >= LEAST_SPIKE * ties
    return repeated and abs(_tilt(column.both, value)) <= ties and _spike(column.both, rows)


def _ties(values: Floats, value: float) -> int:
    """Return how often the most frequent of the five values on either side is there."""
    levels, counts = np.unique(values, return_counts=True)
    place = int(np.searchsorted(levels, value))
    beside = np.r_[counts[max(0, place - 5) : place], counts[place + 1 : place + 6]]
    return int(beside.max(initial=1))


def _tilt(values: Floats, value: float) -> int:
    return int((values < value).sum()) - int((values > value).sum())


def _spike(values: Floats, rows: int) -> bool:
    counts = np.sort(np.unique(values, return_counts=True)[1])
    return len(counts) > LEAST_SPIKE and rows >= LEAST_SPIKE * int(counts[-2])
