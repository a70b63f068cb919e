"""Look for aggregates of the target in large tables: in whole groups, drawn from all rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import polars as pl

from assay.core.evidence.answers import AggregateLeak
from assay.data.columns import exactly, named
from assay.data.sides.answers_aggregates import (
    MOST_KEYS,
    MOST_PAIRED,
    _many_valued,
    _outcomes,
    aggregates,
)
from assay.data.sides.answers_summaries import Groups, _plausible, worth_fitting
from assay.data.sides.table import SAMPLE_ROWS, Side, Sides
from assay.data.target import known

DRAWN_ROWS = 40_000
"""Rows of a side, about, whose groups are read whole for each key."""

LARGEST_GROUP = 1_000
"""Rows of the group of a row, on average, beyond which too few groups would be read."""

MOST_SUSPECTED = 4
"""Columns that are read whole with their key, which are large groups; more are left open."""

CONSTANT = 1e-3
"""Share of a column's variance within groups, below which it may be a summary of them."""


def found_in_groups(sides: Sides) -> tuple[tuple[AggregateLeak, ...], bool]:
    """Return the columns that summarise the target, and whether that is open for any.

    Where a side is sampled, the groups of each key are drawn by a hash and read whole from all
    rows, so that a summary is as exact in them as in the table. Groups too large for that are
    looked at in the sample: a number that varies within them is no summary of them, and one that
    hardly does is read whole with its key.

    Args:
        sides: The sides.
    """
    if not (sides.train.sampled or sides.test.sampled):
        return aggregates(sides), False
    found: dict[str, AggregateLeak] = {}
    left_open = False
    suspected: list[tuple[str, ...]] = []
    for key in _keys(sides):
        codes = _codes(sides, key)
        if _group_rows(codes, sides.train.total) > LARGEST_GROUP:
            suspected += _suspects(sides, key, codes)
            continue
        part = _whole_groups(sides, key)
        if part is None:
            left_open = True
            continue
        for leak in aggregates(part):
            found.setdefault(leak.column, leak)
    suspected = [names for names in suspected if names[-1] not in found]
    for names in suspected[:MOST_SUSPECTED]:
        for leak in aggregates(_all_rows(sides, names)):
            found.setdefault(leak.column, leak)
    return tuple(found.values()), left_open or len(suspected) > MOST_SUSPECTED


def _keys(sides: Sides) -> list[tuple[str, ...]]:
    """Return columns that may be keys: each, since a mean is known by its own value, and pairs.

    Whole groups of a key are whole groups of its pairs; only pairs of large groups are listed.
    """
    rows = sides.train.rows
    names = [n for n in sides.shared if rows[n].dtype == sides.test.rows[n].dtype]
    levels = {n: sides.distinct(n) for n in names if not rows[n].dtype.is_nested()}
    single = sorted((n for n in levels if levels[n] > 1), key=lambda name: -levels[name])
    texts = [n for n in single if not rows[n].dtype.is_float()]
    large = [
        n for n in texts if _group_rows(_codes(sides, (n,)), sides.train.total) > LARGEST_GROUP
    ]
    numbers = [n for n in single if rows[n].dtype.is_float()]
    return [
        *((name,) for name in (*texts[:MOST_KEYS], *numbers)),
        *combinations(large[:MOST_PAIRED], 2),
    ]


def _codes(sides: Sides, key: tuple[str, ...]) -> pl.Series:
    """Return the group of each training row of the sample, those without one left out as null."""
    if len(key) == 1:
        return sides.train.rows[key[0]].rank("dense")
    first, second = (sides.train.rows[name].rank("dense").cast(pl.Int64) for name in key)
    joint: pl.Series = first * (second.len() + 1) + second
    return joint.rank("dense")


def _group_rows(codes: pl.Series, total: int) -> float:
    """Return how many rows of the table share a row's group, by the pairs that do in the sample."""
    counts = codes.drop_nulls().value_counts()["count"].cast(pl.Float64).to_numpy()
    rows = float(counts.sum())
    return float((counts * (counts - 1)).sum()) / max(rows * (rows - 1), 1.0) * total + 1


def _suspects(sides: Sides, key: tuple[str, ...], codes: pl.Series) -> Iterator[tuple[str, ...]]:
    """Yield the key and a number of the sample that may be a summary of its large groups.

    It hardly varies within them and goes with their outcomes, or its own values are their means.
    """
    groups = Groups.of(codes.fill_null(0).cast(pl.Int64).to_numpy())
    counts = np.maximum(groups.sizes, 1)
    outcomes = [one.train for one in _outcomes(sides)]
    for name in sides.shared:
        both = sides.numbers(name)
        if both is None:
            continue
        values = np.where(np.isfinite(both[0]), both[0], 0.0)
        spread = float(values.var())
        if name in key:
            sides_of = [one for y in outcomes for one in ((y, 1 - y) if sides.classes else (y,))]
            if len(key) == 1 and any(_plausible(values, one) for one in sides_of):
                yield key
            continue
        within = values - (groups.sums(values) / counts)[groups.codes]
        constant = spread > 0 and within.var() <= CONSTANT * spread and _many_valued(values)
        if constant and any(worth_fitting(groups, values, one) for one in outcomes):
            yield (*key, name)


def _whole_groups(sides: Sides, key: tuple[str, ...]) -> Sides | None:
    """Return the sides with all rows of some groups only, None if those are too many."""
    parts = max(1, max(sides.train.total, sides.test.total) // DRAWN_ROWS)
    hashed = pl.sum_horizontal(_hash(sides, name) % parts for name in key)
    chosen = pl.all_horizontal(named(name).is_not_null() for name in key) & (hashed % parts == 0)
    most = SAMPLE_ROWS + 1
    drawn = [
        _whole(side.whole.filter(chosen).head(most), sides.target)
        for side in (sides.train, sides.test)
    ]
    if max(side.total for side in drawn) > SAMPLE_ROWS:
        return None
    return sides.of(drawn[0], drawn[1], drawn[0].rows.clear())


def _whole(table: pl.LazyFrame, target: str) -> Side:
    """Return a side of all labelled rows of a table."""
    rows = table.collect(engine="streaming")
    if target in rows.columns:
        rows = rows.filter(known(rows[target]))
    return Side(
        rows=rows,
        places=np.arange(rows.height),
        total=rows.height,
        whole=rows.lazy(),
        sampled=False,
    )


def _all_rows(sides: Sides, names: tuple[str, ...]) -> Sides:
    """Return the sides with a few columns of all rows."""
    read = []
    for side in (sides.train, sides.test):
        kept = [*names, *([sides.target] if sides.target in side.rows.columns else [])]
        read.append(_whole(side.whole.select(exactly(kept)), sides.target))
    left, right = read
    return sides.of(left, right, left.rows.clear())


def _hash(sides: Sides, name: str) -> pl.Expr:
    """Return a hash that is the same on both sides, whose categories are numbered apart."""
    category = sides.train.rows[name].dtype in (pl.Categorical, pl.Enum)
    return (named(name).cast(pl.String) if category else named(name)).hash(seed=0)
