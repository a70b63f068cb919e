"""Measure how far the values of each column are apart on the two sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from scipy.special import gammaincc, kolmogorov

from assay.core.evidence.shift import Distance
from assay.data.sides.shift_columns import Column
from assay.data.sides.table import Floats

FEWEST_ROWS = 30
FEWEST_EXPECTED = 5.0
"""Rows that a level needs on either side if they were alike; rarer ones are put together."""

MOST_SINGLE = 0.3
"""Share of rows whose level stands once: beyond it the column names rows, or is free text."""


SHOWN = 5_000
"""Values of a side that stand for its distribution function."""


def distances(columns: Sequence[Column]) -> tuple[Distance, ...]:
    """Return the distance of each column's two sides, greatest first.

    References:
        Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x
    """
    found = [one for column in columns if (one := _distance(column)) is not None]
    corrected = benjamini_hochberg(np.array([one.chance for one in found]))
    due = [replace(one, chance=float(q)) for one, q in zip(found, corrected, strict=True)]
    return tuple(sorted(due, key=lambda one: (-one.measure, one.column)))


def _distance(column: Column) -> Distance | None:
    if column.sorted is not None:
        return _of_numbers(column)
    return _of_levels(column) if column.levels is not None else None


def _of_numbers(column: Column) -> Distance | None:
    assert column.sorted is not None and column.numbers is not None
    left, right = column.sorted
    if min(len(left), len(right)) < FEWEST_ROWS:
        return None
    measure = _apart(_thinned(left), _thinned(right))
    root = np.sqrt(len(left) * len(right) / (len(left) + len(right)))
    shown = [_shown(column, float(np.median(side))) for side in (left, right)]
    return Distance(
        column=column.name,
        kind="numbers",
        measure=measure,
        chance=float(kolmogorov((root + 0.12 + 0.11 / root) * measure)),
        train=f"median {shown[0]}",
        test=f"median {shown[1]}",
        train_rows=len(left),
        test_rows=len(right),
    )


def _thinned(values: Floats) -> Floats:
    """Return every k-th of ascending values: their distribution function, to 1 in 5,000."""
    return values[(len(values) % (step := 1 + len(values) // SHOWN)) // 2 :: step]


def _apart(left: Floats, right: Floats) -> float:
    """Return the greatest difference of the distribution functions of ascending values."""
    at = np.concatenate([left, right])
    below = [np.searchsorted(side, at, side="right") / len(side) for side in (left, right)]
    return float(np.abs(below[0] - below[1]).max())


def _of_levels(column: Column) -> Distance | None:
    assert column.levels is not None
    levels = column.levels
    train, test = (levels[side].to_numpy().astype(np.float64) for side in ("train", "test"))
    rows = float(train.sum()), float(test.sum())
    if min(rows) < FEWEST_ROWS or len(train) < 2:
        return None
    if float((train + test == 1).sum()) > MOST_SINGLE * sum(rows):
        return None
    both = (train + test) / sum(rows)
    rare = both * min(rows) < FEWEST_EXPECTED
    lumped = [_lumped(side, rare) for side in (train, test)]
    shares = [side / total for side, total in zip(lumped, rows, strict=True)]
    common = (lumped[0] + lumped[1]) / sum(rows)
    scale = 1 / rows[0] + 1 / rows[1]
    by_chance = 0.5 * float(np.sqrt(2 / np.pi * common * (1 - common) * scale).sum())
    held = common > 0
    statistic = float((((shares[0] - shares[1]) ** 2)[held] / common[held]).sum()) / scale
    freedom = int(held.sum()) - 1
    moved = int(np.argmax(np.abs(train / rows[0] - test / rows[1])))
    name = levels["level"][moved]
    return Distance(
        column=column.name,
        kind="levels",
        measure=max(0.0, 0.5 * float(np.abs(shares[0] - shares[1]).sum()) - by_chance),
        chance=float(gammaincc(freedom / 2, statistic / 2)) if freedom else 1.0,
        train=f"'{name}' in {train[moved] / rows[0]:.1%}",
        test=f"'{name}' in {test[moved] / rows[1]:.1%}",
        train_rows=int(rows[0]),
        test_rows=int(rows[1]),
    )


def _lumped(counts: Floats, rare: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    return np.append(counts[~rare], counts[rare].sum())


def _shown(column: Column, value: float) -> str:
    if column.train.dtype in (pl.Date, pl.Datetime):
        return str(np.datetime64(int(value), "s"))[:16]
    return f"{value:.4g}"


def benjamini_hochberg(chances: Floats) -> Floats:
    """Return chances corrected for their number: the share of false ones among those as small."""
    count = len(chances)
    if not count:
        return chances
    order = np.argsort(chances)[::-1]
    scaled = chances[order] * count / np.arange(count, 0, -1)
    corrected = np.empty(count)
    corrected[order] = np.minimum.accumulate(np.minimum(scaled, 1.0))
    return corrected
