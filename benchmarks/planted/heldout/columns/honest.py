"""Honest work that looks as if something were wrong with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, decimals, parted, with_frame
from benchmarks.planted.table import Table


def untouched(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Part as the table demands, by class where the target has classes."""
    plain = not (table.time or table.group or table.numeric_target)
    return parted(table, random, kind="stratified" if plain else None, share=share)


def scaled_on_train(table: Table, random: np.random.Generator) -> Pair:
    """Take off the mean of training and divide by its deviation: the test is not standard."""
    pair = untouched(table, random)
    names = decimals(table)
    means = pair.train.select(names).mean().row(0)
    widths = pair.train.select(names).std().row(0)
    both = zip(names, means, widths, strict=True)
    scaled = [(pl.col(name) - mean) / width for name, mean, width in both]
    return replace(pair, train=pair.train.with_columns(scaled), test=pair.test.with_columns(scaled))


def filled_on_train(table: Table, random: np.random.Generator) -> Pair:
    """Fill nulls of numbers with the median of training."""
    pair = untouched(table, random)
    names = [name for name in decimals(table) if table.frame[name].null_count()]
    filled = [pl.col(name).fill_null(pair.train[name].median()) for name in names]
    return replace(pair, train=pair.train.with_columns(filled), test=pair.test.with_columns(filled))


def encoded_on_train(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Add the mean target of a category in other fifths of training, in all of it for the test."""
    pair = untouched(table, random)
    mean = float(str(pair.train[table.target].mean()))
    fold = pair.train.with_columns(
        fold=pl.Series(random.integers(0, 5, pair.train.height)), y=pl.col(table.target)
    )
    others = pl.col("y").sum().over(column) - pl.col("y").sum().over(column, "fold")
    count = pl.len().over(column) - pl.len().over(column, "fold")
    name = f"{column}_mean"
    train = fold.with_columns(((others + 10 * mean) / (count + 10)).alias(name))
    known = pair.train.group_by(column).agg(
        ((pl.col(table.target).sum() + 10 * mean) / (pl.len() + 10)).alias(name)
    )
    test = pair.test.join(known, on=column, how="left").with_columns(pl.col(name).fill_null(mean))
    return replace(pair, train=train.drop("fold", "y"), test=test)


def emptied_at_random(
    table: Table, random: np.random.Generator, *, column: str, share: float
) -> Pair:
    """Empty a column for drawn rows of the whole table, as who skips a question does."""
    gone = pl.lit(pl.Series(random.random(table.frame.height) < share))
    frame = table.frame.with_columns(
        pl.when(gone).then(None).otherwise(pl.col(column)).alias(column)
    )
    return untouched(with_frame(table, frame), random)


def numbered(table: Table, random: np.random.Generator) -> Pair:
    """Give each row a number that was drawn, and declare it."""
    key = pl.Series("number", random.permutation(90_000)[: table.frame.height] + 10_000)
    frame = table.frame.select(key, *table.frame.columns)
    return replace(untouched(with_frame(table, frame), random), id="number")


def rounded(table: Table, random: np.random.Generator, *, column: str, places: int) -> Pair:
    """Round a column before the parting, as who types it does."""
    frame = table.frame.with_columns(pl.col(column).round(places))
    return untouched(with_frame(table, frame), random)


def measured_twice(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Add a second reading of a column, which agrees with the first to a twentieth."""
    noise = pl.Series(random.normal(1, 0.05, table.frame.height))
    again = (pl.col(column) * noise).round(2).alias(f"{column}_again")
    names = [name for name in table.frame.columns if name != table.target]
    frame = table.frame.select(*names, again, table.target)
    return untouched(with_frame(table, frame), random)
