"""Find test rows that equal a training row, and whether chance explains them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.overlap import EqualRows
from assay.data.columns import named
from assay.data.rowhash import Hashes, passing_hashes
from assay.data.sides.overlap_codes import coded, comparable, few, mismatches
from assay.data.sides.table import Side, Sides

UNIQUE_SHARE = 0.99
"""Of a column's values: beyond it a column of numbers or text names rows, more than it tells."""

MOST_JUDGED = 200
"""Equal rows that are held against other training rows; the rest are as they are."""

MOST_COMPARED = 30_000
"""Training rows that they are held against."""

BATCH_ROWS = 200_000

SHOWN = 5


def equal_rows(sides: Sides) -> tuple[EqualRows, ...]:
    """Return the equal rows of the sides: by every column, and without what is unique.

    Columns that differ in every row (a fresh identifier) would hide that all else is equal.
    """
    names = tuple(n for n in sides.shared if n != sides.id and comparable(sides, n))
    names += (sides.target,) if sides.tested else ()
    unique = tuple(name for name in names if name != sides.target and _unique(sides, name))
    declared = (sides.id,) if sides.id is not None else ()
    found = [_equal(sides, names, declared)] if names else []
    rest = tuple(name for name in names if name not in unique)
    if unique and len(rest) > 1:
        found.append(_equal(sides, rest, declared + unique))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Matches:
    """Test rows held against every training row.

    Attributes:
        counts: How many training rows each test row of the sample equals, shape (m,).
        rows: Test rows of the whole table that equal one.
        checked: Test rows there.
        different: Share of the training rows that are left if equal ones count once.
        trained: Training rows.
    """

    counts: NDArray[np.int64]
    rows: int
    checked: int
    different: float
    trained: int


def matches(sides: Sides, names: tuple[str, ...]) -> Matches:
    """Hold every test row against every training row, by hashes read in batches."""
    casts = as_one_type(sides, names)
    values, rows = np.unique(_hashes(sides.train, casts, names), return_counts=True)
    counts = _count(passing_hashes(sides.test.rows.select(casts), names), values, rows)
    trained = int(rows.sum())
    different = len(values) / max(1, trained)
    if not sides.test.sampled:
        return Matches(counts, int((counts > 0).sum()), len(counts), different, trained)
    everyone = np.sort(_hashes(sides.test, casts, names))
    equal = int((_count(everyone, values, rows) > 0).sum())
    return Matches(counts, equal, len(everyone), different, trained)


def _hashes(side: Side, casts: list[pl.Expr], names: tuple[str, ...]) -> Hashes:
    """Return the hashes of all rows: eight bytes of each are held, and a batch of the table."""
    if not side.sampled:
        return passing_hashes(side.rows.select(casts), names)
    batches = side.whole.select(casts).collect_batches(chunk_size=BATCH_ROWS, maintain_order=False)
    return np.concatenate([passing_hashes(batch, names) for batch in batches])


def _equal(sides: Sides, names: tuple[str, ...], left_out: tuple[str, ...]) -> EqualRows:
    matched = matches(sides, names)
    counts = matched.counts
    equal = np.flatnonzero(counts)
    judged = spread(equal, MOST_JUDGED)
    named = _of_one_name(sides, names, judged)
    return EqualRows(
        left_out=left_out,
        columns=len(names),
        checked=matched.checked,
        rows=matched.rows,
        judged=len(judged),
        singular=_singular(sides, names, judged, counts[judged], named) if len(judged) else 0,
        named=int(named.sum()),
        places=tuple(sides.test.places[equal[:SHOWN]].tolist()),
        different=matched.different,
        trained=matched.trained,
    )


def _of_one_name(
    sides: Sides, names: tuple[str, ...], judged: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say which equal rows have the identifier of their equal too: no chance gives them that.

    An identifier that returns within training names things, whose rows may be equal by nature.
    """
    name = sides.id
    usable = name is not None and name in sides.shared and comparable(sides, name)
    if name is None or not usable or not len(judged) or not _distinct(sides, name):
        return np.zeros(len(judged), dtype=np.bool_)
    known = sides.test.rows[name].is_not_null().to_numpy()
    equal = matches(sides, (*names, name)).counts > 0
    found: NDArray[np.bool_] = equal[judged] & known[judged]
    return found


def _singular(
    sides: Sides,
    names: tuple[str, ...],
    judged: NDArray[np.int64],
    counts: NDArray[np.int64],
    named: NDArray[np.bool_],
) -> int:
    table = coded(sides, names)
    compared = spread(np.arange(len(table.train)), MOST_COMPARED)
    seen = len(compared) / sides.train.total
    differing = mismatches(
        table.test[judged],
        table.train[compared],
        np.zeros((len(judged), len(names)), dtype=np.float32),
    )
    almost = ((differing > 0) & (differing <= few(table))).sum(axis=1) / seen
    if seen < 0.5:
        return len(judged) if almost.sum() <= counts.sum() else int(named.sum())
    return int((named | (almost <= counts)).sum())


def spread(positions: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return at most so many positions, evenly from all of them, in their order."""
    if len(positions) <= most:
        return positions
    return positions[np.linspace(0, len(positions) - 1, most).astype(np.int64)]


def _count(tested: Hashes, values: Hashes, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    at = np.minimum(np.searchsorted(values, tested), len(values) - 1)
    return np.where(values[at] == tested, rows[at], 0)


def as_one_type(sides: Sides, names: tuple[str, ...]) -> list[pl.Expr]:
    """Return columns, brought to one type where they differ: 1, 1.0 and the text 1 are equal.

    Numbers count by single precision, which is all that is left of them in many stores.
    """
    casts = []
    for name in names:
        left, right = (side.rows[name].dtype for side in (sides.train, sides.test))
        if left == right == pl.Float64:
            casts.append(named(name).cast(pl.Float32))
        elif left == right:
            casts.append(named(name))
        else:
            both = left.is_numeric() and right.is_numeric()
            casts.append(named(name).cast(pl.Float32 if both else pl.String, strict=False))
    return casts


def _unique(sides: Sides, name: str) -> bool:
    column = sides.train.rows[name]
    if not (column.dtype.is_integer() or column.dtype in (pl.String, pl.Datetime)):
        return False
    return _distinct(sides, name)


def _distinct(sides: Sides, name: str) -> bool:
    rows = sides.train.rows.height
    return sides.distinct(name) >= UNIQUE_SHARE * rows and rows > 1
