"""Dates and times that are written in more than one way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw
from benchmarks.planted.opened.ninth.forms import stamped
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def two_formats(
    table: Table, random: Draw, *, name: str, formats: tuple[str, str], share: float,
    side: str = "both", first: str = "2021-01-04T08:00", own: bool = False,
) -> Pair:  # fmt: skip
    """Let a second office write its dates in its own format.

    Seen by: `share` of the values of a side have the second format and do not parse under the
    first.
    """
    main, second = formats

    def write(stamp: datetime, hit: bool) -> str:
        return stamp.strftime(second if hit else main)

    return _written(table, random, name, share, side, write, first, own)


def serial_days(
    table: Table, random: Draw, *, name: str, share: float, side: str,
    first: str = "2018-03-01T08:00",
) -> Pair:  # fmt: skip
    """Let a spreadsheet turn part of the dates into its serial numbers of days.

    Seen by: `share` of the values are numbers of five digits, the others are dates.
    """

    def write(stamp: datetime, hit: bool) -> str:
        days = (stamp.date() - date(1899, 12, 30)).days
        return str(days) if hit else stamp.strftime("%Y-%m-%d")

    return _written(table, random, name, share, side, write, first, False)


def two_zones(
    table: Table, random: Draw, *, name: str, hours: int, share: float, side: str = "both",
    form: str = "offset", first: str = "2022-05-02T06:00",
) -> Pair:  # fmt: skip
    """Let one server write its local time, with its offset, and the others that of Greenwich.

    Seen by: two offsets (or letters, or an offset and none) in the values of `name`.
    """

    def write(stamp: datetime, hit: bool) -> str:
        local = stamp + timedelta(hours=hours) if hit else stamp
        text = local.strftime("%Y-%m-%dT%H:%M:%S")
        if form == "offset":
            return f"{text}{f'{hours:+03d}:00' if hit else '+00:00'}"
        if form == "bare":
            return text if hit else f"{text}Z"
        return f"{text.replace('T', ' ')} {'EST' if hit else 'UTC'}"

    return _written(table, random, name, share, side, write, first, False)


def _written(
    table: Table, random: Draw, name: str, share: float, side: str,
    write: Callable[[datetime, bool], str], first: str, own: bool,
) -> Pair:  # fmt: skip
    dated = table if own else stamped(table, random, name=name, first=first, step=170)
    pair = parted(dated, random)

    def changed(frame: pl.DataFrame, here: bool) -> pl.DataFrame:
        hits = (random.random(frame.height) < share) & here
        stamps = frame[name].cast(pl.Datetime("us"))
        texts = [write(each, bool(hit)) for each, hit in zip(stamps, hits, strict=True)]
        return frame.with_columns(pl.Series(name, texts))

    return Pair(
        train=changed(pair.train, side in {"both", "train"}),
        test=changed(pair.test, side in {"both", "test"}),
        columns=(name,),
        group=table.group,
        id=table.id,
        metric=table.metric,
    )
