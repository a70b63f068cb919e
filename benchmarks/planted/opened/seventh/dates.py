"""Dates and times that are written in several ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table

START = datetime(2019, 1, 7)  # noqa: DTZ001


def moments(table: Table, random: np.random.Generator, *, hours: bool = False) -> list[datetime]:
    """Return the day of each row: its own where it has one, one of four years otherwise."""
    if table.time and table.frame.schema[table.time] == pl.Date:
        days = table.frame[table.time].cast(pl.Datetime).to_list()
    else:
        days = [
            START + timedelta(days=int(at)) for at in random.integers(0, 1400, table.frame.height)
        ]
    if not hours:
        return days
    seconds = np.clip(random.normal(13.5, 2.2, len(days)), 7.5, 19.5) * 3600
    return [day + timedelta(seconds=int(at)) for day, at in zip(days, seconds, strict=True)]


def _put(table: Table, random: np.random.Generator, name: str, train: list[str], test: list[str]
         ) -> Pair:  # fmt: skip
    """Write a column of text, as it reads in training and in the test."""
    both = [pl.Series("_train", train), pl.Series("_test", test)]
    pair = parted(replace(table, frame=table.frame.with_columns(both)), random)
    return replace(
        pair,
        train=pair.train.with_columns(pl.col("_train").alias(name)).drop("_train", "_test"),
        test=pair.test.with_columns(pl.col("_test").alias(name)).drop("_train", "_test"),
        columns=(name,),
    )


def other_format(
    table: Table, random: np.random.Generator, *, name: str, first: str, second: str
) -> Pair:
    """Write the days of the test in another format, as the program was renewed.

    Seen by: all days of training are read by the first format, those of the test by the second.
    """
    days = moments(table, random)
    return _put(
        table, random, name, [f"{day:{first}}" for day in days], [f"{day:{second}}" for day in days]
    )


def formats_of_some(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    first: str,
    second: str,
    share: float,
) -> Pair:
    """Write the days of some rows in another format, those that were typed by hand.

    Seen by: so many days that the first format cannot read, and the second can.
    """
    days = moments(table, random)
    other = random.random(len(days)) < share
    text = [f"{day:{second if odd else first}}" for day, odd in zip(days, other, strict=True)]
    return _put(table, random, name, text, text)


def zones_of_some(
    table: Table, random: np.random.Generator, *, name: str, zones: tuple[str, ...], share: float
) -> Pair:
    """Write the times of some rows with the offset of another zone.

    Seen by: more than one offset at the end of the times.
    """
    times = moments(table, random, hours=True)
    other = random.random(len(times)) < share
    pick = random.integers(1, len(zones), len(times)) * other
    text = [f"{at:%Y-%m-%dT%H:%M:%S}{zones[zone]}" for at, zone in zip(times, pick, strict=True)]
    return _put(table, random, name, text, text)


def zone_of_test(
    table: Table, random: np.random.Generator, *, name: str, first: str, second: str
) -> Pair:
    """Write the times of the test with another offset than those of training.

    Seen by: one offset in training, another in the test.
    """
    times = moments(table, random, hours=True)
    plain = [f"{at:%Y-%m-%d %H:%M:%S}" for at in times]
    return _put(table, random, name, [at + first for at in plain], [at + second for at in plain])
