"""Small draws that the plant functions share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def seed_of(random: np.random.Generator) -> int:
    """Return a seed for a draw of Polars."""
    return int(random.integers(2**31))


def chosen(random: np.random.Generator, rows: int, share: float) -> pl.Series:
    """Return a mask of that share of the rows, of at least one."""
    return pl.Series(random.permutation(rows) < max(1, round(share * rows)))


def stirred(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Return the rows in another order."""
    return frame.sample(fraction=1.0, shuffle=True, seed=seed_of(random))


def spread_of(table: Table, column: str) -> float:
    """Return the standard deviation of a column's known values."""
    return float(table.frame[column].drop_nulls().cast(pl.Float64).to_numpy().std())


def one_of(random: np.random.Generator, words: Sequence[str]) -> str:
    """Return one of some words."""
    return words[int(random.integers(len(words)))]


def with_column(table: Table, random: np.random.Generator, name: str, values: pl.Series) -> Pair:
    """Add a column to the table, part it, and say that the finding has to name the column."""
    frame = table.frame.with_columns(values.alias(name))
    return replace(parted(with_frame(table, frame), random), columns=(name,))
