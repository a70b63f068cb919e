"""Sides that were collected apart: other people, other places, lost and broken values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def other_clientele(
    table: Table, random: np.random.Generator, *, column: str, pull: float, share: float = 0.3
) -> Pair:
    """Draw the test from people with higher (or lower) values of a column.

    Seen by: the two histograms of the column lie apart.

    Args:
        pull: Logarithm of the odds by which one deviation of the column raises the chance.
    """
    values = table.frame[column].cast(pl.Float64).fill_null(strategy="mean").to_numpy()
    weight = np.exp(pull * (values - values.mean()) / values.std())
    size = int(share * values.size)
    drawn = random.choice(values.size, size=size, replace=False, p=weight / weight.sum())
    tested = pl.Series(np.isin(np.arange(values.size), drawn))
    return Pair(
        train=table.frame.filter(~tested), test=table.frame.filter(tested), columns=(column,)
    )


def recalibrated(table: Table, random: np.random.Generator, *, column: str, step: float) -> Pair:
    """Measure the test with an instrument that reads higher by a part of the deviation.

    Seen by: the two histograms of the column have one shape and lie apart.
    """
    pair = parted(table, random)
    spread = float(np.nanstd(table.frame[column].cast(pl.Float64).to_numpy()))
    higher = (pl.col(column).cast(pl.Float64) + step * spread).round(3).alias(column)
    cast = pl.col(column).cast(pl.Float64)
    return replace(
        pair,
        train=pair.train.with_columns(cast),
        test=pair.test.with_columns(higher),
        columns=(column,),
    )


def new_places(
    table: Table, random: np.random.Generator, *, column: str, values: tuple[str, ...]
) -> Pair:
    """Open places that training has never seen: all their rows are in test.

    Seen by: values of the column in test that training lacks, in many rows.
    """
    here = pl.col(column).is_in(values)
    pair = parted(replace(table, frame=table.frame.filter(~here)), random)
    test = pl.concat([pair.test, table.frame.filter(here)])
    return replace(pair, test=test, columns=(column,))


def renamed_in_test(
    table: Table, random: np.random.Generator, *, column: str, share: float, new: str
) -> Pair:
    """Introduce a value that did not exist when training was collected.

    Seen by: one value of test, in many rows, that training lacks.
    """
    pair = parted(table, random)
    here = pl.Series(random.random(pair.test.height) < share)
    changed = pl.when(here).then(pl.lit(new)).otherwise(pl.col(column)).alias(column)
    return replace(pair, test=pair.test.with_columns(changed), columns=(column,))


def feed_lost(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    share: float,
    run: bool = False,
) -> Pair:
    """Lose a part of the values of some columns in test.

    Seen by: the share of gaps in test is many times that in training.

    Args:
        run: Whether the gaps are one stretch of the file, as when a feed was down.
    """
    pair = parted(table, random)
    rows = pair.test.height
    lost = np.arange(rows) < share * rows if run else random.random(rows) < share
    emptied = [pl.when(~pl.Series(lost)).then(pl.col(one)).alias(one) for one in columns]
    return replace(pair, test=pair.test.with_columns(emptied), columns=columns)


def slipped_point(
    table: Table, random: np.random.Generator, *, column: str, share: float, factor: float
) -> Pair:
    """Slip the decimal point in some rows of test.

    Seen by: some values of test lie far outside all of training's.
    """
    pair = parted(table, random)
    here = pl.Series(random.random(pair.test.height) < share)
    value = pl.col(column).cast(pl.Float64)
    slipped = pl.when(here).then(value * factor).otherwise(value).alias(column)
    return replace(
        pair,
        train=pair.train.with_columns(value),
        test=pair.test.with_columns(slipped),
        columns=(column,),
    )


def spikes(table: Table, random: np.random.Generator, *, column: str, share: float) -> Pair:
    """Add spikes of a loose contact to some readings of test, up and down.

    Seen by: some values of test lie far outside all of training's, on both ends.
    """
    pair = parted(table, random)
    spread = float(np.nanstd(table.frame[column].cast(pl.Float64).to_numpy()))
    size = random.uniform(12, 30, pair.test.height) * random.choice([-1, 1], pair.test.height)
    here = random.random(pair.test.height) < share
    value = pl.col(column).cast(pl.Float64)
    struck = (value + pl.Series(np.where(here, size * spread, 0.0))).alias(column)
    return replace(
        pair,
        train=pair.train.with_columns(value),
        test=pair.test.with_columns(struck),
        columns=(column,),
    )
