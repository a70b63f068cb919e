"""Dates and times that two systems wrote in two ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.opened.second.rows import hit
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table

BEGIN = datetime(2021, 3, 1, 6, tzinfo=UTC)


def entered_by_two(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    forms: tuple[str, str],
    share: float,
) -> Pair:
    """Add the day of the entry, of which two offices have two ways to write it.

    Trace: both ways stand in one column of text on both sides.
    """
    height = table.frame.height
    days = [BEGIN + timedelta(days=int(one)) for one in random.integers(0, 700, height)]
    second = hit(random, height, share)
    texts = [day.strftime(forms[int(two)]) for day, two in zip(days, second, strict=True)]
    whole = with_frame(table, table.frame.with_columns(pl.Series(name, texts)))
    return replace(parted(whole, random), columns=(name,))


def own_date_rewritten(
    table: Table, random: np.random.Generator, *, forms: tuple[str, str], share: float
) -> Pair:
    """Write the table's own date as text, a share of the rows in another way; part by time."""
    name = str(table.time)
    pair = parted(table, random)

    def written(frame: pl.DataFrame) -> pl.DataFrame:
        second = hit(random, frame.height, share)
        day = pl.col(name)
        other = day.dt.strftime(forms[1])
        text = pl.when(second).then(other).otherwise(day.dt.strftime(forms[0]))
        return frame.with_columns(text.alias(name))

    train, test = written(pair.train), written(pair.test)
    return replace(pair, train=train, test=test, time=None, columns=(name,))


def logged_by_two(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    ends: tuple[str, str],
    share: float,
) -> Pair:
    """Add the moment of the entry as text, with the offsets of two servers."""
    height = table.frame.height
    moments = [BEGIN + timedelta(seconds=int(one)) for one in random.integers(0, 6 * 10**7, height)]
    second = hit(random, height, share)
    texts = [
        moment.strftime("%Y-%m-%dT%H:%M:%S") + ends[int(two)]
        for moment, two in zip(moments, second, strict=True)
    ]
    whole = with_frame(table, table.frame.with_columns(pl.Series(name, texts)))
    return replace(parted(whole, random), columns=(name,))
