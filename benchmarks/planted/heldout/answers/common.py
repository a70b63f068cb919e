"""What every planting of this part does: add columns, then part the table honestly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def with_column(table: Table, name: str, column: pl.Series) -> Table:
    """Return the table with one more column."""
    return with_frame(table, table.frame.with_columns(column.alias(name)))


def honest(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Part the table as its roles demand, by classes where it has none."""
    kind = None if table.time or table.group or table.numeric_target else "stratified"
    return parted(table, random, kind=kind, share=share)


def added(
    table: Table, random: np.random.Generator, changed: Table, columns: tuple[str, ...]
) -> Pair:
    """Part the changed table honestly; the finding has to name one of the columns."""
    return replace(honest(with_frame(table, changed.frame), random), columns=columns)


def chance(random: np.random.Generator, share: np.ndarray) -> np.ndarray:
    """Draw true with the chance of each row."""
    drawn: np.ndarray = random.random(len(share)) < share
    return drawn


def outcome(table: Table) -> pl.Series:
    """Return the target."""
    return table.frame[table.target]
