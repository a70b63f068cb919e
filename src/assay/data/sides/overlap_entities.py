"""Find whom rows belong to where no column names them, but several always come together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl

from assay.core.evidence.overlap import SharedKey
from assay.data.columns import exactly, named
from assay.data.ordinals import agreeing_pairs, combined, ordinals
from assay.data.sides.overlap_equal import spread
from assay.data.sides.overlap_keys import PLACES
from assay.data.sides.table import Places, Sides

FEWEST_VALUES = 10
FEWEST_ROWS_IN_A_GROUP, MOST_ROWS_IN_A_GROUP = 1.5, 100.0
MOST_ROWS, MOST_COLUMNS, TOGETHER = 5_000, 8, 3

LEAST_AGREED = 0.6
"""Pairs of rows that agree in two columns beyond chance, of which so many agree in the third too.
"""

TIMES_INDEPENDENT = 4.0
"""Pairs of rows that agree in two of the columns, over those if these had nothing to do with each
other: height and weight go together, and yet two people of one height seldom weigh the same."""

TIMES_INDEPENDENT_OF_THREE = 8.0
"""The same of rows that agree in all three, where two have few values each."""

FEWEST_PAIRS = 50

LARGEST_LEFT = 0.1
"""Part of a column's variance that the two others leave open, of one that was made of them."""

LEAST_SETTLED = 0.95
"""Groups within which a column never changes, of one that goes with them."""


def entities(sides: Sides) -> tuple[SharedKey, ...]:
    """Return the columns that together name groups on both sides, if there are any.

    Who has the age and the height of another row has its weight too, exactly, though none of the
    three settles another: then these are rows of the same person.
    """
    if sides.group is not None:
        return ()
    rows = _both(sides)
    values = {n: ordinals(rows[n]) for n in rows.columns if _may_tell(rows[n], sides)}
    values = dict(sorted(values.items(), key=lambda one: -int(one[1].max()))[:MOST_COLUMNS])
    for three in combinations(values, TOGETHER):
        if not _come_together([values[name] for name in three]):
            continue
        if not _derived(rows.select(exactly(three))):
            found = _key(sides, rows, three)
            return () if found is None else (found,)
    return ()


def _both(sides: Sides) -> pl.DataFrame:
    """Return rows of both sides, each once: equal rows are no two visits."""
    left, right = sides.train.rows, sides.test.rows
    kept = [*sides.features, *([sides.target] if sides.tested else ())]
    kept = [n for n in kept if left[n].dtype == right[n].dtype and not left[n].dtype.is_nested()]
    if not any(left[name].dtype.is_numeric() for name in kept):
        return pl.DataFrame()
    both = pl.concat([side.select(exactly(kept)) for side in (left, right)])
    both = both[spread(np.arange(both.height), MOST_ROWS)]
    return both.unique(maintain_order=True)


def _may_tell(column: pl.Series, sides: Sides) -> bool:
    if not column.dtype.is_numeric() or column.name == sides.target or PLACES.search(column.name):
        return False
    return FEWEST_VALUES <= column.n_unique() <= len(column) / FEWEST_ROWS_IN_A_GROUP


def _settles(left: Places, right: Places) -> bool:
    """Whether one of two columns has one value only beside each of the other's."""
    return len(np.unique(combined([left, right]))) <= max(
        len(np.unique(left)), len(np.unique(right))
    )


def _come_together(three: Sequence[Places]) -> bool:
    """Whether rows that agree in any two of the columns agree in the third."""
    pairs = list(combinations(three, 2))
    beside = [agreeing_pairs(combined(pair)) for pair in pairs]
    every = len(three[0]) * (len(three[0]) - 1) / 2
    if min(beside) < FEWEST_PAIRS:
        return False
    independent = [agreeing_pairs(left) * agreeing_pairs(right) / every for left, right in pairs]
    together = agreeing_pairs(combined(three))
    chance = math.prod(agreeing_pairs(one) / every for one in three) * every
    found = list(zip(beside, independent, strict=True))
    beyond = max(agreeing / max(alone, 1e-9) for agreeing, alone in found)
    if beyond < TIMES_INDEPENDENT and together < TIMES_INDEPENDENT_OF_THREE * chance:
        return False
    most = max(agreeing - alone for agreeing, alone in found)
    return together >= LEAST_AGREED * most and not any(_settles(*pair) for pair in pairs)


def _derived(rows: pl.DataFrame) -> bool:
    """Whether one column is a sum of the others: experience is age less years at school."""
    numbers = rows.drop_nulls().cast(pl.Float64).to_numpy()
    kept = numbers[np.isfinite(numbers).all(axis=1)]
    if len(kept) <= TOGETHER or (kept.std(axis=0) == 0).any():
        return False
    inverse = np.linalg.pinv(np.corrcoef(kept, rowvar=False))
    left = 1 / np.maximum(np.diag(inverse), 1e-12)  # of each column's variance, by the others
    return bool((left <= LARGEST_LEFT).any() or np.linalg.cond(np.corrcoef(kept.T)) > 1e10)


def _key(sides: Sides, rows: pl.DataFrame, names: tuple[str, ...]) -> SharedKey | None:
    train, test = (side.rows.select(exactly(names)) for side in (sides.train, sides.test))
    if not test.height:
        return None
    key = exactly(names)
    others = [name for name in rows.columns if name not in (*names, sides.target)]
    groups = rows.group_by(key).agg(pl.len().alias(_ROWS), *(named(n).n_unique() for n in others))
    rows_in_group = rows.height / groups.height
    if not FEWEST_ROWS_IN_A_GROUP <= rows_in_group <= MOST_ROWS_IN_A_GROUP:
        return None
    shared = test.join(train.unique(), on=key, how="semi", nulls_equal=True)
    several = groups.filter(pl.col(_ROWS) > 1)
    alike = [
        name
        for name in others
        if float((several[name] == 1).to_numpy().mean()) >= LEAST_SETTLED
        and rows[name].n_unique() > 1
    ]
    return SharedKey(
        column=names[0],
        beside=names[1:],
        groups=shared.n_unique(),
        rows_in_group=rows_in_group,
        rows_shared=shared.height / test.height,
        target_tie=0.0,
        target_tie_by_chance=0.0,
        alike=(*names[1:], *alike),
        compared=len(names) - 1 + len(alike),
    )


_ROWS = "rows of the group"
