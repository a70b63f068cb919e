"""Propose the front part of codes that names whom rows belong to: P012-03 is patient 12's third."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from assay.core.evidence.overlap import SharedKey
from assay.data.sides.overlap_keys import (
    FEWEST_GROUPS,
    FEWEST_ROWS_IN_A_GROUP,
    MOST_ROWS_IN_A_GROUP,
    key_of,
)
from assay.data.sides.table import Side, Sides

NAMES_ROWS = 0.95
"""Share of different values of a column whose front part may say more than the whole."""

FRONT = r"^(.*[\p{L}\p{N}])[-_/.:# ]+[\p{L}]{0,8}[-_]?\p{N}{1,6}(?:\.\p{L}\w{0,4})?$"
"""All but the last number of a code, and the letters that say what it counts."""

HELD = 0.95
"""Share of the values that are so made."""


def fronts(sides: Sides) -> tuple[SharedKey, ...]:
    """Return the columns of codes whose front parts stand on both sides, as the units they name."""
    return tuple(key for name in sides.features if (key := _front_key(sides, name)) is not None)


def _front_key(sides: Sides, name: str) -> SharedKey | None:
    columns = [side.rows[name] for side in (sides.train, sides.test)]
    if any(column.dtype != pl.String for column in columns):
        return None
    rows = sides.train.rows.height
    if sides.distinct(name) < NAMES_ROWS * rows or not _made_so(columns[0].head(200)):
        return None
    parts = [column.str.extract(FRONT) for column in columns]
    if any(part.is_not_null().sum() < HELD * len(part) for part in parts):
        return None
    groups = parts[0].n_unique()
    if groups < FEWEST_GROUPS:
        return None
    if not FEWEST_ROWS_IN_A_GROUP <= rows / groups <= min(MOST_ROWS_IN_A_GROUP, rows / 10):
        return None
    train, test = (
        _with(side, part) for side, part in zip((sides.train, sides.test), parts, strict=True)
    )
    shortened = sides.of(train, test, sides.unlabelled)
    return key_of(shortened, name, shortened)


def _made_so(values: pl.Series) -> bool:
    return bool(np.mean(values.str.contains(FRONT).fill_null(False).to_numpy()) >= HELD)


def _with(side: Side, part: pl.Series) -> Side:
    return replace(side, rows=side.rows.with_columns(part))
