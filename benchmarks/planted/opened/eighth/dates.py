"""Dates and times of a new column, written in more ways than one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import drawn, honest, with_column
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table


def days_in_two_forms(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    other: str,
    share: float,
    side: str = "both",
) -> Pair:
    """A day of entry: written one way by the old form and another by the new one.

    Seen by: so many values in the second form, the rest in the first.
    """
    days = [
        date(2019, 1, 7) + timedelta(days=int(n)) for n in random.integers(0, 700, _rows(table))
    ]
    pair = honest(with_column(table, name, days), random)
    test = _told(pair.test, name, "%Y-%m-%d", other, drawn(random, pair.test.height, share))
    late = drawn(random, pair.train.height, share if side == "both" else 0.0)
    train = _told(pair.train, name, "%Y-%m-%d", other, late)
    return replace(pair, train=train, test=test, columns=(name,))


def start_in_two_forms(
    table: Table, random: np.random.Generator, *, column: str, other: str, by: str, word: str
) -> Pair:
    """Days of the table itself: one of the sources writes them in its own way.

    Seen by: so many values in the second form, all of this source.
    """
    pair = honest(table, random)
    train, test = (
        _told(frame, column, "%Y-%m-%d", other, frame[by] == word)
        for frame in (pair.train, pair.test)
    )
    return replace(pair, train=train, test=test, columns=(column,))


def hours_in_two_zones(
    table: Table, random: np.random.Generator, *, name: str, share: float, zone: int, form: str
) -> Pair:
    """Times with their distance to UTC: one office writes its own time, the others UTC.

    Seen by: two distances in one column, so many rows of the second.
    """
    made = with_column(table, name, _moments(table, random))
    pair = honest(made, random)
    there = timezone(timedelta(hours=zone))
    sides = []
    for frame, part in ((pair.train, share if form == "both" else 0.0), (pair.test, share)):
        here = drawn(random, frame.height, part)
        told = [
            (when.astimezone(there) if odd else when).isoformat(timespec="seconds")
            for when, odd in zip(frame[name], here, strict=True)
        ]
        sides.append(frame.with_columns(pl.Series(name, told)))
    return replace(pair, train=sides[0], test=sides[1], columns=(name,))


def zone_of_the_type(table: Table, random: np.random.Generator, *, name: str, zone: str) -> Pair:
    """Times are of one zone by their type in the training, of another in the test.

    Seen by: the types of the column.
    """
    pair = honest(with_column(table, name, _moments(table, random)), random)
    test = pair.test.with_columns(pl.col(name).dt.convert_time_zone(zone))
    return replace(pair, test=test, columns=(name,))


def _moments(table: Table, random: np.random.Generator) -> list[datetime]:
    start = datetime(2022, 3, 1, 6, 0, tzinfo=UTC)
    hours = random.integers(0, 24 * 400, _rows(table))
    minutes = random.integers(0, 60, _rows(table))
    return [
        start + timedelta(hours=int(hour), minutes=int(minute))
        for hour, minute in zip(hours, minutes, strict=True)
    ]


def _told(frame: pl.DataFrame, name: str, usual: str, other: str, here: pl.Series) -> pl.DataFrame:
    told = (
        pl.when(here)
        .then(pl.col(name).dt.strftime(other))
        .otherwise(pl.col(name).dt.strftime(usual))
    )
    return frame.with_columns(told.alias(name))


def _rows(table: Table) -> int:
    return table.frame.height
