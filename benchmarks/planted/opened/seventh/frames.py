"""What plantings share: rows in another order, changed rows, columns put into both sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table

SIDE = "_side"


def shuffled(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Put the rows in another order."""
    order: pl.DataFrame = frame[random.permutation(frame.height).tolist()]
    return order


def some(frame: pl.DataFrame, random: np.random.Generator, share: float) -> pl.DataFrame:
    """Draw a share of the rows."""
    count = max(12, round(share * frame.height))
    drawn: pl.DataFrame = frame[random.permutation(frame.height)[:count].tolist()]
    return drawn


def chosen(height: int, random: np.random.Generator, share: float) -> np.ndarray:
    """Say for each row whether it is among a share of them."""
    count = min(height, max(12, round(share * height)))
    return np.isin(np.arange(height), random.permutation(height)[:count])


def joined(pair: Pair) -> pl.DataFrame:
    """Put both sides into one table, with a column that says which."""
    return pl.concat(
        [
            pair.train.with_columns(pl.lit("train").alias(SIDE)),
            pair.test.with_columns(pl.lit("test").alias(SIDE)),
        ]
    )


def split_again(pair: Pair, frame: pl.DataFrame, *columns: str) -> Pair:
    """Part what was joined, and say which columns the finding has to name."""
    return replace(
        pair,
        train=frame.filter(pl.col(SIDE) == "train").drop(SIDE),
        test=frame.filter(pl.col(SIDE) == "test").drop(SIDE),
        columns=columns,
    )


def changed(frame: pl.DataFrame, column: str, rows: np.ndarray, values: pl.Expr) -> pl.DataFrame:
    """Write other values into some rows of a column."""
    mask = pl.lit(pl.Series(rows.astype(bool)))
    return frame.with_columns(pl.when(mask).then(values).otherwise(pl.col(column)).alias(column))


def numbers(table: Table) -> list[str]:
    """Return the numeric features."""
    roles = {table.target, table.time, table.group, table.id}
    return [
        name
        for name, dtype in table.frame.schema.items()
        if dtype.is_numeric() and name not in roles
    ]
