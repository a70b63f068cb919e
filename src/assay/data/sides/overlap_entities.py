"""Find whom rows belong to where no column names them, but several always come together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.overlap import SharedKey
from assay.data.ordinals import ordinals
from assay.data.sides.overlap_equal import spread
from assay.data.sides.overlap_keys import PLACES
from assay.data.sides.table import Sides

FEWEST_VALUES = 10
FEWEST_ROWS_IN_A_GROUP, MOST_ROWS_IN_A_GROUP = 3.0, 100.0
MOST_ROWS, MOST_COLUMNS, FEWEST_COLUMNS = 5_000, 8, 3

MOST_COMBINED = 2.0
"""Combinations of two columns over the values of the one with more: people who share an age."""

LARGEST_OF_CHANCE = 0.3
"""Combinations over those that there were if the columns did not know of each other."""

MOST_ADDED = 1.15
"""Times as many combinations with a third column, which hardly tells new ones apart."""

Codes = NDArray[np.int64]


def entities(sides: Sides) -> tuple[SharedKey, ...]:
    """Return the columns that together name groups on both sides, if there are any.

    An age, a height and a weight that each have many values, of which none settles another, and
    that yet have no more combinations than values are those of a few people who came often.
    """
    if sides.group is not None:
        return ()
    rows = sides.train.rows[spread(np.arange(sides.train.rows.height), MOST_ROWS)]
    values = {name: ordinals(rows[name]) for name in sides.features if _may_tell(rows[name])}
    values = dict(sorted(values.items(), key=lambda one: -int(one[1].max()))[:MOST_COLUMNS])
    tied = [pair for pair in combinations(values, 2) if _tied(*(values[name] for name in pair))]
    for three in combinations(values, FEWEST_COLUMNS):
        if all(pair in tied for pair in combinations(three, 2)) and _saturated(three, values):
            found = _key(sides, three)
            return () if found is None else (found,)
    return ()


def _may_tell(column: pl.Series) -> bool:
    if not column.dtype.is_numeric() or PLACES.search(column.name):
        return False
    count = column.n_unique()
    return FEWEST_VALUES <= count <= len(column) / FEWEST_ROWS_IN_A_GROUP


def _joint(left: Codes, right: Codes) -> Codes:
    return np.asarray(
        np.unique(left * (int(right.max()) + 1) + right, return_inverse=True)[1], np.int64
    )


def _count(codes: Codes) -> int:
    return len(np.unique(codes))


def _tied(left: Codes, right: Codes) -> bool:
    most, combined = max(_count(left), _count(right)), _count(_joint(left, right))
    if not most < combined <= MOST_COMBINED * most:
        return False
    shuffled = np.random.default_rng(0).permutation(right)
    return combined <= LARGEST_OF_CHANCE * _count(_joint(left, shuffled))


def _saturated(names: tuple[str, ...], values: dict[str, Codes]) -> bool:
    first, second, third = (values[name] for name in names)
    two = _joint(first, second)
    return _count(_joint(two, third)) <= MOST_ADDED * _count(two)


def _key(sides: Sides, names: tuple[str, ...]) -> SharedKey | None:
    train, test = (side.rows.select(names) for side in (sides.train, sides.test))
    if train.schema != test.schema or not test.height:
        return None
    sizes = train.group_by(names).len()
    rows_in_group = train.height / sizes.height
    if not FEWEST_ROWS_IN_A_GROUP <= rows_in_group <= MOST_ROWS_IN_A_GROUP:
        return None
    shared = test.join(sizes, on=names, how="semi", nulls_equal=True)
    others = [name for name in sides.features if name not in names]
    settled = sides.train.rows.group_by(names).agg(pl.col(others).n_unique() == 1)
    alike = [name for name in others if settled[name].all()]
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
