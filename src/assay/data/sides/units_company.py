"""Whether the columns beside one are shifted too, so that its own shift is no sign of a unit."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from scipy.special import chdtri

from assay.data.sides.schema_written import Pair
from assay.data.sides.units_distance import chance_distance, distance, finite_sample

FEWEST_VALUES = 30
"""Known values of each side of a column that is asked."""

MOST_LEVELS = 100
"""Levels of a column of text that is asked."""

CHANCE = 1e-3
"""Chance that columns of one distribution are called shifted."""


def shifted_beside(columns: Sequence[Pair]) -> dict[str, float | None]:
    """Return for each column which share of the others differs beyond chance.

    None where fewer than two others can be asked.
    """
    shifted = {pair.name: _shifted(pair) for pair in columns}
    beside: dict[str, float | None] = {}
    for name in shifted:
        others = [one for other, one in shifted.items() if other != name and one is not None]
        beside[name] = sum(others) / len(others) if len(others) > 1 else None
    return beside


def _shifted(pair: Pair) -> bool | None:
    if pair.numbers is not None:
        train, test = (finite_sample(one) for one in pair.numbers)
        if min(len(train), len(test)) < FEWEST_VALUES:
            return None
        return distance(train, test) > chance_distance(len(train), len(test))
    if pair.train.kind != "text" or pair.test.kind != "text":
        return None
    return _levels_shifted(pair)


def _levels_shifted(pair: Pair) -> bool | None:
    train, test = (side.distinct.select("value", "rows") for side in pair.both)
    if max(train.height, test.height) > MOST_LEVELS:
        return None
    both = train.join(test, on="value", how="full", coalesce=True).fill_null(0)
    left, right = (both[name].cast(pl.Float64).to_numpy() for name in ("rows", "rows_right"))
    if min(left.sum(), right.sum()) < FEWEST_VALUES or both.height < 2:
        return None
    ratio = (right.sum() / left.sum()) ** 0.5
    statistic = float(((left * ratio - right / ratio) ** 2 / (left + right)).sum())
    return bool(statistic > chdtri(both.height - 1, CHANCE))
