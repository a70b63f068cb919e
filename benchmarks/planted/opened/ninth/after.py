"""Columns that are filled after the outcome, and sums over rows that hold it."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, both, halves
from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table


def as_it_came(table: Table, random: Draw, *, column: str) -> Pair:
    """Hand the table over as it came from the source.

    Seen by: `column` is filled in all rows in which the outcome happened, and in no other.
    """
    pair = parted(table, random, kind="stratified")
    return Pair(train=pair.train, test=pair.test, columns=(column,), metric=table.metric)


def later_fact(
    table: Table, random: Draw, *, name: str, event: str, kind: str,
    hit: float = 1.0, stray: float = 0.0,
) -> Pair:  # fmt: skip
    """Join a table that has a row only for those to whom the event happened.

    Seen by: filled in a share `hit` of the rows with the event and `stray` of the others.
    """
    happened = (table.frame[table.target] == event).to_numpy()
    drawn = random.random(happened.size)
    filled = np.where(happened, drawn < hit, drawn < stray)
    values = _facts(random, happened.size, kind)
    column = pl.Series(
        name, [each if yes else None for each, yes in zip(values, filled, strict=True)]
    )
    return _parted(table, random, table.frame.with_columns(column), name)


def later_amount(
    table: Table, random: Draw, *, name: str, event: str, typical: float,
    hit: float = 1.0, stray: float = 0.0, whole: bool = False,
) -> Pair:  # fmt: skip
    """Join the amounts that were booked because of the event; who has none gets 0.

    Seen by: above 0 in a share `hit` of the rows with the event and `stray` of the others.
    """
    happened = (table.frame[table.target] == event).to_numpy()
    drawn = random.random(happened.size)
    booked = np.where(happened, drawn < hit, drawn < stray)
    amounts = np.round(random.lognormal(np.log(typical), 0.6, happened.size), 0 if whole else 2)
    column = pl.Series(name, np.where(booked, np.maximum(amounts, 1), 0))
    column = column.cast(pl.Int64) if whole else column
    return _parted(table, random, table.frame.with_columns(column), name)


def _facts(random: Draw, count: int, kind: str) -> list[object]:
    if kind == "date":
        days = np.datetime64("2019-02-01") + random.integers(0, 900, count)
        return [str(day) for day in days]
    if kind == "score":
        return [float(each) for each in np.round(random.normal(62, 11, count), 1)]
    words = kind.split("|")
    return [words[int(each)] for each in random.integers(0, len(words), count)]


def _parted(table: Table, random: Draw, frame: pl.DataFrame, name: str) -> Pair:
    pair = parted(with_frame(table, frame), random)
    return Pair(
        train=pair.train,
        test=pair.test,
        columns=(name,),
        time=table.time,
        group=table.group,
        id=table.id,
        metric=table.metric,
    )


def side_means(table: Table, random: Draw, *, by: str, name: str) -> Pair:
    """Make the mean outcome of each category on each side by itself, the row's own included.

    Seen by: on the test side too, `name` is the mean of the test's own outcomes by category.
    """
    pair = parted(table, random, kind="random")
    sides = [
        _scored(table, side)
        .with_columns(pl.col("_y").mean().over(by).round(4).alias(name))
        .drop("_y")
        for side in (pair.train, pair.test)
    ]
    return Pair(train=sides[0], test=sides[1], columns=(name,), metric=table.metric)


def cell_count(table: Table, random: Draw, *, by: tuple[str, ...], name: str) -> Pair:
    """Count the events in the cell that a row belongs to, before the table was parted.

    Seen by: `name` is the count of events in the cell over both sides, the row's own included;
    cells are small.
    """
    counted = _scored(table, table.frame).with_columns(
        pl.col("_y").sum().over(by).cast(pl.Int64).alias(name)
    )
    pair = parted(with_frame(table, counted.drop("_y")), random, kind="random")
    return Pair(train=pair.train, test=pair.test, columns=(name,), metric=table.metric)


def gap_to_peers(table: Table, random: Draw, *, by: str, name: str) -> Pair:
    """Make the place of the row's own outcome among its peers, from 0 to 1.

    Seen by: within a category `name` has the order of the target.
    """
    peers = pl.col(table.target).rank("average").over(by) / pl.len().over(by)
    frame = table.frame.with_columns(peers.round(3).alias(name))
    pair = parted(with_frame(table, frame), random, kind="random")
    return Pair(train=pair.train, test=pair.test, columns=(name,), metric=table.metric)


def window_mean(table: Table, random: Draw, *, name: str, rows: int) -> Pair:
    """Smooth the outcome over a window that is centred on its own day.

    Seen by: `name` is the mean of the target over the day, those before and those after.
    """
    smooth = pl.col(table.target).cast(pl.Float64)
    smooth = smooth.rolling_mean(rows, min_samples=1, center=True).round(3).alias(name)
    pair = parted(with_frame(table, table.frame.with_columns(smooth)), random)
    return Pair(train=pair.train, test=pair.test, columns=(name,), time=table.time)


def encoded(
    table: Table, random: Draw, *, by: str, weight: float = 0.0, drop: bool = False,
    form: str = "mean",
) -> Pair:  # fmt: skip
    """Replace a category by its mean outcome over the rows of both sides.

    Seen by: the encoding of each category is the pooled mean, drawn towards the mean of all with
    the weight of so many rows (`odds`: its logarithm of odds), and not that of the training.
    """
    pair = parted(table, random, kind="random")
    rows = _scored(table, both(pair))
    mean = rows["_y"].mean()
    value = (pl.col("_y").sum().over(by) + weight * pl.lit(mean)) / (pl.len().over(by) + weight)
    if form == "odds":
        share = (pl.col("_y").sum().over(by) + 0.5) / (pl.len().over(by) + 1)
        value = (share / (1 - share)).log()
    name = f"{by}_te" if not drop else by
    rows = rows.with_columns(value.round(5).alias("_new")).drop("_y")
    rows = (rows.drop(by) if drop else rows).rename({"_new": name})
    return halves(pair, rows, name)


def _scored(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return (
        frame.with_columns(_y=pl.Series(score(with_frame(table, frame))))
        if (table.numeric_target)
        else frame.with_columns(_y=pl.col(table.target).eq(pl.lit(_rare(table))).cast(pl.Float64))
    )


def _rare(table: Table) -> object:
    counts = table.frame[table.target].value_counts().sort("count", table.target)
    return counts[table.target][0]
