"""Tests that were drawn elsewhere, later, or while something was broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.second.rows import hit, some
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def mostly_from(
    table: Table, random: np.random.Generator, *, where: str, value: object, times: float
) -> Pair:
    """Draw the test so many times as likely from rows of one value.

    Trace: the share of this value differs between the sides far beyond chance.
    """
    is_there = (table.frame[where] == value).fill_null(value=False).to_numpy()
    chance = np.where(is_there, times, 1.0)
    height = table.frame.height
    chosen = random.choice(height, height // 4, replace=False, p=chance / chance.sum())
    tested = pl.Series(np.isin(np.arange(height), chosen))
    return Pair(
        train=table.frame.filter(~tested),
        test=table.frame.filter(tested),
        columns=(where,),
        metric=table.metric,
    )


def beyond(table: Table, random: np.random.Generator, *, column: str, quantile: float) -> Pair:
    """Test on rows above a quantile of one column for the most part, and train on the rest.

    Trace: the column's distributions hardly overlap; a quarter strayed to the other side.
    """
    border = table.frame[column].quantile(quantile)
    tested = (table.frame[column] > border).fill_null(value=False)
    strayed = hit(random, table.frame.height, 0.25)
    tested = tested & ~strayed | (~tested & strayed & hit(random, table.frame.height, 0.2))
    return Pair(
        train=table.frame.filter(~tested), test=table.frame.filter(tested), columns=(column,)
    )


def recalibrated(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], shift: float
) -> Pair:
    """Let the device of the test read higher by `shift` of a standard deviation.

    Trace: with 143 rows in the test and 426 in training, 0.8 is eight standard errors.
    """
    pair = parted(table, random)
    test = pair.test.with_columns(
        (pl.col(name) + shift * pl.lit(table.frame[name].std())).alias(name) for name in columns
    )
    return replace(pair, test=test, columns=columns)


def opened_later(
    table: Table, random: np.random.Generator, *, column: str, values: tuple[str, ...]
) -> Pair:
    """Leave all rows of some categories to the test, as with places that opened later."""
    pair = parted(table, random, kind="random")
    new = pl.col(column).is_in(values).fill_null(value=False)
    train, moved = pair.train.filter(~new), pair.train.filter(new)
    return replace(pair, train=train, test=pl.concat([pair.test, moved]), columns=(column,))


def split_in_two(
    table: Table, random: np.random.Generator, *, column: str, value: str, into: str, share: float
) -> Pair:
    """Let a new release call part of a category by a name that training does not know."""
    pair = parted(table, random)
    new = hit(random, pair.test.height, share) & (pair.test[column] == value)
    test = pair.test.with_columns(
        pl.when(new).then(pl.lit(into)).otherwise(pl.col(column)).alias(column)
    )
    return replace(pair, test=test, columns=(column,))


def outage(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], begin: float, end: float
) -> Pair:
    """Lose columns in one run of the test's rows."""
    pair = parted(table, random)
    place = pl.int_range(pl.len()) / pl.len()
    lost = (place >= begin) & (place < end)
    test = pair.test.with_columns(pl.when(~lost).then(pl.col(name)).alias(name) for name in columns)
    return replace(pair, test=test, columns=columns)


def no_longer_asked(
    table: Table, random: np.random.Generator, *, column: str, share: float
) -> Pair:
    """Leave a share of a column empty in the test which training has nearly full."""
    pair = parted(table, random)
    lost = hit(random, pair.test.height, share)
    test = pair.test.with_columns(pl.when(~lost).then(pl.col(column)).alias(column))
    return replace(pair, test=test, columns=(column,))


def too_many_zeros(
    table: Table, random: np.random.Generator, *, column: str, share: float, factor: float
) -> Pair:
    """Let a share of the test's numbers be typed with zeros too many.

    Trace: these lie beyond everything that training has.
    """
    pair = parted(table, random)
    wrong = hit(random, pair.test.height, share) & (pair.test[column] != 0)
    value = pl.col(column).cast(pl.Float64)
    train = pair.train.with_columns(value)
    test = pair.test.with_columns(pl.when(wrong).then(value * factor).otherwise(value))
    return replace(pair, train=train, test=test, columns=(column,))


def stuck_at_end(
    table: Table, random: np.random.Generator, *, column: str, rows: int, value: float
) -> Pair:
    """Let a sensor stick at the end of its scale for a run of the test's rows.

    Trace: one value beyond training's, some rows in a row.
    """
    pair = parted(table, random)
    begin = int(random.integers(0, pair.test.height - rows))
    stuck = pl.int_range(pl.len()).is_between(begin, begin + rows - 1)
    number = pl.col(column).cast(pl.Float64)
    train = pair.train.with_columns(number)
    test = pair.test.with_columns(pl.when(stuck).then(value).otherwise(number).alias(column))
    return replace(pair, train=train, test=test, columns=(column,))


def small_sample(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """Part a few rows at random: honest, and with little to tell."""
    frame = some(table.frame, random, rows)
    tested = hit(random, rows, 0.3)
    return Pair(train=frame.filter(~tested), test=frame.filter(tested), metric=table.metric)
