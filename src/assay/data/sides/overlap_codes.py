"""Put the shared columns of both sides into numbers that can be compared value by value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.ordinals import ordinals
from assay.data.rowhash import passing_hashes
from assay.data.sides.table import Sides

Floats = NDArray[np.float32]
Counts = NDArray[np.int32]

MISSING = np.float32(-12_345.5)
"""Stands for a missing value: equal to itself, far from every scaled number."""

LEVELS_ARE_CATEGORIES = 12
"""Numbers of fewer values say no more by being near than a category does."""

CACHED = 1 << 18
"""Pairs that are compared at a time, so that their counts stay in the processor's cache."""

WIDE = 7
"""Columns from which on rows that differ in two may be said to be alike."""


@dataclass(frozen=True, kw_only=True)
class Coded:
    """Columns as numbers, scaled so that most lie within -2 and 2, or as indices of categories.

    Attributes:
        train: One row a training row, shape (n, k).
        test: One row a test row, shape (m, k).
        numeric: Whether distance within a column means anything, shape (k,).
    """

    names: tuple[str, ...]
    train: Floats
    test: Floats
    numeric: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_]) -> Coded:
        """Return some of the columns."""
        return Coded(
            names=tuple(n for n, kept in zip(self.names, chosen, strict=True) if kept),
            train=self.train[:, chosen],
            test=self.test[:, chosen],
            numeric=self.numeric[chosen],
        )


def coded(sides: Sides, names: tuple[str, ...]) -> Coded:
    """Return columns of both sides in numbers.

    Numbers are centred at the median, divided by the interquartile range and compressed
    (`asinh`), so that a heavy tail does not hide how near the others are.
    """
    train = np.empty((sides.train.rows.height, len(names)), dtype=np.float32, order="F")
    test = np.empty((sides.test.rows.height, len(names)), dtype=np.float32, order="F")
    numeric = np.zeros(len(names), dtype=bool)
    for at, name in enumerate(names):
        column = sides.once(("coded", name), partial(_column, sides, name))
        train[:, at], test[:, at], numeric[at] = column
    return Coded(names=names, train=train, test=test, numeric=numeric)


def _column(sides: Sides, name: str) -> tuple[Floats, Floats, bool]:
    numbers = sides.numbers(name)
    scaled = None if numbers is None else _scaled(*numbers)
    return (*_indices(sides, name), False) if scaled is None else (*scaled, True)


def mismatches(left: Floats, right: Floats, tolerance: Floats) -> Counts:
    """Return in how many columns each row of one table differs from each of the other.

    Args:
        left: Shape (a, k).
        right: Shape (b, k).
        tolerance: Largest difference within which values agree, shape (a, k); 0 means equal.

    Returns:
        Shape (a, b).
    """
    counts = np.zeros((len(left), len(right)), dtype=np.uint8)
    right = np.asfortranarray(right)  # column by column: ten times faster
    size = max(1, CACHED // max(1, len(right)))
    for start in range(0, len(left), size):
        rows = slice(start, start + size)
        for at in range(left.shape[1]):
            column, allowed = left[rows, at, None], tolerance[rows, at, None]
            others = right[None, :, at]
            exact = not allowed.any()
            counts[rows] += (column != others) if exact else (np.abs(column - others) > allowed)
    return counts.astype(np.int32)


def few(table: Coded) -> int:
    """Return in how many columns two rows may differ and yet almost coincide.

    Columns that are nearly constant agree in any two rows, and so do not count.
    """
    if len(table.names) < WIDE:
        return 1
    return max(2, int((_agreement(table) < 0.5).sum()) // 5)


def _agreement(table: Coded) -> NDArray[np.float64]:
    """Return how often two training rows have the same value, by column."""
    some = table.train[:: max(1, len(table.train) // 2_000)]
    shift = np.roll(some, len(some) // 2 or 1, axis=0)
    return np.asarray((some == shift).mean(axis=0))


def _scaled(train: NDArray[np.float64], test: NDArray[np.float64]) -> tuple[Floats, Floats] | None:
    finite = train[np.isfinite(train)]
    some = finite[:: max(1, len(finite) // 5_000)]
    if len(np.unique(some)) < LEVELS_ARE_CATEGORIES:
        return None
    low, middle, high = np.quantile(some, [0.25, 0.5, 0.75])
    scale = (high - low) / 1.35 or float(some.std())
    parts = [np.arcsinh((side - middle) / scale).astype(np.float32) for side in (train, test)]
    for part in parts:
        part[~np.isfinite(part)] = MISSING
    return parts[0], parts[1]


def comparable(sides: Sides, name: str) -> bool:
    """Return whether values of the two sides can be equal at all, and be read alike."""
    left, right = sides.train.rows[name].dtype, sides.test.rows[name].dtype
    return left == right or all(
        kind.is_numeric() or kind in (pl.String, pl.Categorical, pl.Enum, pl.Boolean)
        for kind in (left, right)
    )


def _indices(sides: Sides, name: str) -> tuple[Floats, Floats]:
    left, right = (side.rows[name] for side in (sides.train, sides.test))
    if left.dtype == right.dtype and (left.dtype.is_numeric() or left.dtype == pl.String):
        codes = sides.codes_of_both(name)
    else:
        codes = _codes(_plain(left), _plain(right))
    indices = np.where(codes, codes, MISSING).astype(np.float32)
    return indices[: len(left)], indices[len(left) :]


def _codes(left: pl.Series, right: pl.Series) -> NDArray[np.int64]:
    both = [left, right]
    if left.dtype != right.dtype:
        both = [side.cast(pl.String) for side in both]
    return ordinals(pl.concat([side.alias("value") for side in both]))


def _plain(column: pl.Series) -> pl.Series:
    if column.dtype.is_nested() or column.dtype == pl.Binary:
        return pl.Series(passing_hashes(column.to_frame()))
    if column.dtype in (pl.Categorical, pl.Enum, pl.Boolean):
        return column.cast(pl.String)
    return column.to_physical() if column.dtype.is_temporal() else column
