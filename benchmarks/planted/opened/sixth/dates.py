"""Dates and times that are written in several ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth.honest import apart, chosen, where
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table


def dated(table: Table, random: np.random.Generator, name: str, *, days: int = 1500) -> Table:
    """Add the day on which a row was recorded, which says nothing of the outcome."""
    drawn = random.integers(0, days, table.frame.height).tolist()
    column = pl.Series(name, [date(2016, 1, 4) + timedelta(days=day) for day in drawn])
    return replace(table, frame=table.frame.with_columns(column))


def mixed_formats(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    first: str,
    second: str,
    share: float,
    sides: str = "both",
    own: bool = False,
) -> Pair:
    """Write a part of the dates in another order.

    Args:
        own: Whether the table has the dates already.
    """
    honest = apart(table if own else dated(table, random, name), random)

    def change(frame: pl.DataFrame, changed: bool) -> pl.DataFrame:
        one = frame[name].dt.strftime(first)
        other = frame[name].dt.strftime(second)
        mask = chosen(random, one.len(), share if changed else 0.0)
        return frame.with_columns(where(mask, other, one))

    return replace(
        honest,
        train=change(honest.train, sides == "both"),
        test=change(honest.test, True),
        columns=(name,),
        time=None if honest.time == name else honest.time,
    )


def clocked(table: Table, random: np.random.Generator) -> list[datetime]:
    """Draw a moment of UTC for each row."""
    seconds = random.integers(0, 3 * 365 * 86_400, table.frame.height).tolist()
    return [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=one) for one in seconds]


def mixed_offsets(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    hours: int,
    share: float,
    sides: str = "both",
) -> Pair:
    """Write moments with one offset from UTC in most rows, with another in the rest."""
    moments = clocked(table, random)
    here = timezone(timedelta(hours=hours))
    at_home = pl.Series(name, [one.isoformat() for one in moments])
    abroad = pl.Series(name, [one.astimezone(here).isoformat() for one in moments])
    return _written(table, random, at_home, abroad, share, sides)


def bare_and_aware(
    table: Table, random: np.random.Generator, *, name: str, share: float, sides: str = "both"
) -> Pair:
    """Write moments with their offset in most rows, and without any in the rest."""
    moments = clocked(table, random)
    berlin = ZoneInfo("Europe/Berlin")
    aware = pl.Series(name, [one.strftime("%Y-%m-%d %H:%M:%SZ") for one in moments])
    bare = pl.Series(
        name, [one.astimezone(berlin).strftime("%Y-%m-%d %H:%M:%S") for one in moments]
    )
    return _written(table, random, aware, bare, share, sides)


def _written(
    table: Table,
    random: np.random.Generator,
    usual: pl.Series,
    other: pl.Series,
    share: float,
    sides: str,
) -> Pair:
    numbered = table.frame.with_columns(usual, other.alias("_other"))
    honest = apart(replace(table, frame=numbered), random)

    def change(frame: pl.DataFrame, changed: bool) -> pl.DataFrame:
        mask = chosen(random, frame.height, share if changed else 0.0)
        mixed = where(mask, frame["_other"], frame[usual.name])
        return frame.with_columns(mixed).drop("_other")

    return replace(
        honest,
        train=change(honest.train, sides == "both"),
        test=change(honest.test, True),
        columns=(usual.name,),
    )


def zones_by_side(table: Table, random: np.random.Generator, *, name: str, zone: str) -> Pair:
    """Hold moments in UTC in training, and in local time in the test."""
    moments = pl.Series(name, clocked(table, random)).dt.replace_time_zone(None)
    frame = table.frame.with_columns(moments.dt.replace_time_zone("UTC"))
    honest = apart(replace(table, frame=frame), random)
    local = pl.col(name).dt.convert_time_zone(zone)
    return replace(honest, test=honest.test.with_columns(local), columns=(name,))
