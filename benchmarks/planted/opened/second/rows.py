"""Draws of rows, and a pair parted after the fault was planted in the whole table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def hit(random: np.random.Generator, height: int, share: float) -> pl.Series:
    """Return a mask that is true for a share of the rows."""
    return pl.Series(random.permutation(height) < share * height)


def some(frame: pl.DataFrame, random: np.random.Generator, count: int) -> pl.DataFrame:
    """Return so many different rows."""
    chosen: pl.DataFrame = frame[random.permutation(frame.height)[:count].tolist()]
    return chosen


def shuffled(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Return the rows in a new order."""
    mixed: pl.DataFrame = frame[random.permutation(frame.height).tolist()]
    return mixed


def with_column(
    table: Table, random: np.random.Generator, column: pl.Series, name: str, *named: str
) -> Pair:
    """Add a column to all rows, part them honestly, and ask for it by name."""
    whole = with_frame(table, table.frame.with_columns(column.alias(name)))
    return replace(parted(whole, random), columns=(name, *named))


def first_as(table: Table) -> pl.Series:
    """Return the classes as text, in the target's order of rows."""
    return table.frame[table.target].cast(pl.String)
