"""Rows of the test that are of another kind than those of training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def drawn_by(
    table: Table, random: np.random.Generator, *, column: str, strength: float, share: float = 0.25
) -> Pair:
    """Let a row come into the test the sooner, the higher (lower, if negative) its value is.

    Seen by: a rank test of the column between the sides, p < 1e-6.
    """
    height = table.frame.height
    rank = table.frame[column].rank("random", seed=1).fill_null(height / 2).to_numpy() / height
    wish = strength * rank + random.normal(0, 1, height)
    tested = pl.Series(wish >= np.quantile(wish, 1 - share))
    pair = parted(table, random)
    return replace(
        pair,
        train=table.frame.filter(~tested),
        test=table.frame.filter(tested),
        columns=(column,),
    )


def recalibrated(
    table: Table, random: np.random.Generator, *, column: str, by: float, spread: float = 1.0
) -> Pair:
    """Move a column of the test by so many deviations: an instrument was set anew.

    Seen by: a rank test of the column between the sides, p < 1e-6.
    """
    pair = parted(table, random)
    deviation = float(str(pair.train[column].std()))
    middle = float(str(pair.train[column].mean()))
    moved = (pl.col(column) - middle) * spread + middle + by * deviation
    return replace(pair, test=pair.test.with_columns(moved.round(2)), columns=(column,))


def opened_later(
    table: Table, random: np.random.Generator, *, column: str, values: tuple[str, ...]
) -> Pair:
    """Leave values out of training: what began only after it was drawn.

    Seen by: at least 10 rows or 3 % of the test hold values that training never shows.
    """
    pair = parted(table, random)
    new = pl.col(column).is_in(list(values))
    if table.time or table.group:
        return replace(pair, train=pair.train.filter(~new), columns=(column,))
    test = pl.concat([pair.test, pair.train.filter(new)])
    return replace(pair, train=pair.train.filter(~new), test=test, columns=(column,))


def renamed_offer(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    old: str,
    new: str,
    share: float,
) -> Pair:
    """Give part of a value's test rows a value of their own: a new offer took over.

    Seen by: more than 3 % of the test rows hold a value that training never shows.
    """
    pair = parted(table, random)
    drawn = pl.Series(random.random(pair.test.height) < share)
    taken = (pl.col(column) == old) & pl.lit(drawn)
    changed = pl.when(taken).then(pl.lit(new)).otherwise(pl.col(column)).alias(column)
    return replace(pair, test=pair.test.with_columns(changed), columns=(column,))


def lost(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    where: str = "random",
    value: str = "",
    share: float = 0.3,
) -> Pair:
    """Empty a column of the test: at random, at the end, or for a value of another column.

    Seen by: the share of nulls between the sides, p < .001.
    """
    pair = parted(table, random)
    test = pair.test
    if where == "random":
        gone = pl.lit(pl.Series(random.random(test.height) < share))
    elif where == "end":
        gone = pl.int_range(pl.len()) >= (1 - share) * pl.len()
    else:
        gone = pl.col(where) == value
    emptied = pl.when(gone).then(None).otherwise(pl.col(column)).alias(column)
    return replace(pair, test=test.with_columns(emptied), columns=(column,))


def slipped(
    table: Table, random: np.random.Generator, *, column: str, factor: float, share: float
) -> Pair:
    """Multiply a few values of the test: a decimal point slipped, or a counter ran on.

    Seen by: at least 3 % of the test values lie beyond all of training, none of another kind does.
    """
    pair = parted(table, random)
    high = pair.train[column].median()
    able = pl.col(column) >= high
    drawn = pl.lit(pl.Series(random.random(pair.test.height) < 2 * share))
    kept = pl.col(column).cast(pl.Float64)
    wild = (kept * factor).round(2)
    changed = pl.when(able & drawn).then(wild).otherwise(kept)
    dtype = pair.test.schema[column]
    return replace(
        pair, test=pair.test.with_columns(changed.cast(dtype).alias(column)), columns=(column,)
    )


def spiked(
    table: Table, random: np.random.Generator, *, column: str, value: float, rows: int
) -> Pair:
    """Put a run of spikes into the test: the plug was loose for a while.

    Seen by: the run lies far beyond all of training.
    """
    pair = parted(table, random)
    first = int(random.integers(0, pair.test.height - rows))
    noise = pl.lit(pl.Series(np.abs(random.normal(value, value / 8, pair.test.height)).round(2)))
    inside = pl.int_range(pl.len()).is_between(first, first + rows - 1)
    changed = pl.when(inside).then(noise).otherwise(pl.col(column)).alias(column)
    return replace(pair, test=pair.test.with_columns(changed), columns=(column,))
