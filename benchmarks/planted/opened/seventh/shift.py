"""The test is drawn otherwise than the training, or its values are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.seventh.frames import changed, chosen
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def other_people(
    table: Table, random: np.random.Generator, *, column: str, strength: float
) -> Pair:
    """Draw the test with a chance that grows (or falls) with a column, as another clinic has it.

    Seen by: Kolmogorov-Smirnov of the column between the sides, p < .001.
    """
    value = table.frame[column].cast(pl.Float64).fill_null(strategy="mean").to_numpy()
    rank = np.argsort(np.argsort(value)) / value.size - 0.5
    chance = 1 / (1 + np.exp(1.2 - 2 * strength * rank))
    mask = pl.Series(random.random(value.size) < chance)
    return Pair(
        train=table.frame.filter(~mask),
        test=table.frame.filter(mask),
        columns=(column,),
        metric=table.metric,
    )


def drifted(table: Table, random: np.random.Generator, *, column: str, factor: float) -> Pair:
    """Multiply a number of the test by a factor, as a device was calibrated anew.

    Seen by: Kolmogorov-Smirnov of the column between the sides, p < .001.
    """
    pair = parted(table, random)
    value = (pl.col(column).cast(pl.Float64) * factor).round(3)
    train = pair.train.with_columns(pl.col(column).cast(pl.Float64))
    return replace(pair, train=train, test=pair.test.with_columns(value), columns=(column,))


def new_category(
    table: Table, random: np.random.Generator, *, column: str, values: tuple[str, ...]
) -> Pair:
    """Let categories begin only in the test: none of their rows is in training.

    Seen by: rows of the test have values of the column that training has not.
    """
    pair = parted(table, random)
    train = pair.train.filter(~pl.col(column).is_in(values) | pl.col(column).is_null())
    return replace(pair, train=train, columns=(column,))


def renamed_for_some(
    table: Table, random: np.random.Generator, *, column: str, value: str, share: float
) -> Pair:
    """Give a share of the test's rows a category that was brought in later.

    Seen by: so many rows of the test have a value that training has not.
    """
    pair = parted(table, random)
    rows = chosen(pair.test.height, random, share)
    test = changed(pair.test, column, rows, pl.lit(value))
    return replace(pair, test=test, columns=(column,))


def lost_block(
    table: Table, random: np.random.Generator, *, column: str, share: float, side: str = "test"
) -> Pair:
    """Lose a column over a stretch of rows, as a sensor or a feed was down.

    Seen by: the share of nulls differs between the sides, p < .001.
    """
    pair = parted(table, random)
    frame = pair.train if side == "train" else pair.test
    start = int(random.integers(0, int((1 - share) * frame.height) + 1))
    rows = (np.arange(frame.height) >= start) & (
        np.arange(frame.height) < start + share * frame.height
    )
    frame = changed(frame, column, rows, pl.lit(None))
    if side == "train":
        return replace(pair, train=frame, columns=(column,))
    return replace(pair, test=frame, columns=(column,))


def lost_for_category(
    table: Table, random: np.random.Generator, *, column: str, where: str, value: str
) -> Pair:
    """Lose a column of the test for one category, whose office stopped to send it.

    Seen by: the share of nulls differs between the sides, p < .001.
    """
    pair = parted(table, random)
    rows = (pair.test[where] == value).fill_null(value=False).to_numpy()
    return replace(pair, test=changed(pair.test, column, rows, pl.lit(None)), columns=(column,))


def coded_missing(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    code: float,
    share: float,
    side: str = "both",
) -> Pair:
    """Write a code for "not known" among the numbers.

    Seen by: so many rows hold the code, far outside of all other values.
    """
    pair = parted(table, random)
    value = pl.lit(code).cast(table.frame.schema[column])
    columns = (column,)
    test = changed(pair.test, column, chosen(pair.test.height, random, share), value)
    if side == "test":
        return replace(pair, test=test, columns=columns)
    train = changed(pair.train, column, chosen(pair.train.height, random, share), value)
    return replace(pair, train=train, test=test, columns=columns)


def outliers(
    table: Table, random: np.random.Generator, *, column: str, factor: float, share: float
) -> Pair:
    """Let a share of the test's readings run away by a factor, as a plug was loose.

    Seen by: so many values of the test beyond any of training, by far.
    """
    pair = parted(table, random)
    dtype = table.frame.schema[column]
    value = pl.col(column).cast(pl.Float64).abs() + pl.col(column).std()
    wild = value * pl.Series(factor * (0.7 + 0.6 * random.random(pair.test.height)))
    rows = chosen(pair.test.height, random, share)
    test = changed(pair.test, column, rows, wild.round(2).cast(dtype))
    return replace(pair, test=test, columns=(column,))


def constant(
    table: Table, random: np.random.Generator, *, column: str, value: object, side: str
) -> Pair:
    """Set a column to one value on one side, or on both, as its default was never changed.

    Seen by: one value in every row.
    """
    frame = table.frame
    if column not in frame.columns:
        frame = frame.with_columns(pl.lit(value).alias(column))
    pair = replace(parted(replace(table, frame=frame), random), columns=(column,))
    same = pl.lit(value).cast(frame.schema[column]).alias(column)
    if side in {"train", "both"}:
        pair = replace(pair, train=pair.train.with_columns(same))
    if side in {"test", "both"}:
        pair = replace(pair, test=pair.test.with_columns(same))
    return pair


def nearly_constant(
    table: Table, random: np.random.Generator, *, name: str, common: str, rare: str, share: float
) -> Pair:
    """Add a switch of the form that hardly anyone ever sets.

    Seen by: one value in all but a few rows in a thousand.
    """
    odd = random.random(table.frame.height) < share
    column = pl.Series(name, np.where(odd, rare, common).tolist())
    pair = parted(replace(table, frame=table.frame.with_columns(column)), random)
    return replace(pair, columns=(name,))
