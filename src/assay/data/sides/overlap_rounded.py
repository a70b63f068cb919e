"""Find test rows that are training rows with shorter numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.overlap import NearRows
from assay.data.columns import exactly, named
from assay.data.rowhash import mix, passing_hashes
from assay.data.sides.overlap_equal import spread
from assay.data.sides.table import Sides

FEWEST_NUMBERS = 3
"""Columns of numbers that rounding would shorten."""

DIGITS, DECIMALS = (4, 3, 2), (3, 2, 1, 0)
"""Significant digits, and decimals, to which both sides are rounded."""

TIMES_WITHIN = 2.0
"""The rounding is reported at which copies stand out most beyond so many within training."""

MOST_TRAIN, MOST_TEST = 20_000, 5_000
SHOWN = 5

Hashes = NDArray[np.uint64]


def rounded_rows(sides: Sides) -> tuple[NearRows, ...]:
    """Return the test rows that equal a training row once the longer numbers are rounded."""
    left, right = sides.train.rows, sides.test.rows
    names = [name for name in sides.features if left[name].dtype == right[name].dtype]
    names = [name for name in names if not left[name].dtype.is_nested()]
    floats = [name for name in names if left[name].dtype.is_float()]
    if len(floats) < FEWEST_NUMBERS or not right.height:
        return ()
    asked = spread(np.arange(left.height), MOST_TRAIN)
    checked = spread(np.arange(right.height), MOST_TEST)
    train, test = (
        side[rows].select(exactly(names)) for side, rows in ((left, asked), (right, checked))
    )
    best, most = None, -np.inf
    others = [name for name in names if name not in floats]
    rest = [passing_hashes(one, others) for one in (train, test)]
    plain = [_beside(one, rest[at], exactly(floats)) for at, one in enumerate((train, test))]
    for rounded in _roundings(floats):
        short = [_beside(one, rest[at], rounded) for at, one in enumerate((train, test))]
        found = _shortened(plain, short)
        within = _repeated(short[0]) - _repeated(plain[0])
        beyond = float(found.mean()) - TIMES_WITHIN * within
        if best is None or beyond > most:
            most = beyond
            best = NearRows(
                kind="rounded",
                columns=tuple(names),
                checked=len(checked),
                rows=int(found.sum()),
                expected=0.0,
                within_training=within,
                within=0.0,
                seen=len(asked) / sides.train.total,
                places=_places(sides, short, np.flatnonzero(found)[:SHOWN], checked, asked),
            )
    return () if best is None or not best.rows else (best,)


def _shortened(plain: list[Hashes], short: list[Hashes]) -> NDArray[np.bool_]:
    """Return the test rows that are a training row but for digits that only one of them has."""
    own = plain[1] == short[1]
    short_of_long = own & np.isin(short[1], short[0][plain[0] != short[0]])
    long_of_short = ~own & np.isin(short[1], short[0][plain[0] == short[0]])
    found: NDArray[np.bool_] = (short_of_long | long_of_short) & ~np.isin(plain[1], plain[0])
    return found


def _beside(rows: pl.DataFrame, rest: Hashes, numbers: Sequence[pl.Expr]) -> Hashes:
    """Return hashes of rows from those of their other columns and from the numbers."""
    return mix(passing_hashes(rows.select(numbers)) + rest, salt=np.uint64(1))


def _roundings(names: list[str]) -> list[list[pl.Expr]]:
    by_digits = [[named(n).round_sig_figs(digits) for n in names] for digits in DIGITS]
    return [*by_digits, *([named(n).round(decimals) for n in names] for decimals in DECIMALS)]


def _repeated(hashes: Hashes) -> float:
    """Return the share of rows that equal another."""
    _, place, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    return float((counts[place] > 1).mean())


def _places(
    sides: Sides,
    hashes: list[Hashes],
    found: NDArray[np.int64],
    checked: NDArray[np.int64],
    asked: NDArray[np.int64],
) -> tuple[tuple[int, int], ...]:
    pairs = []
    for at in found:
        of = int(np.flatnonzero(hashes[0] == hashes[1][at])[0])
        pairs.append((int(sides.test.places[checked[at]]), int(sides.train.places[asked[of]])))
    return tuple(pairs)
