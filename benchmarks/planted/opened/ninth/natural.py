"""Faults that the sources themselves hold, left where they are."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw
from benchmarks.planted.opened.ninth.files import tabled
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def term_of_office(table: Table, random: Draw, *, known: float) -> Pair:
    """Leave the text of the term in: "1887.05.12 - 1893.10.30  (Death)"; the days are asked for.

    Seen by: the distance of the two dates in the text is the target.
    """
    rows = tabled("lifelines", "datasets/canadian_senators.csv")
    texts = rows.select(name="Name", term="Term (yyyy.mm.dd)").unique("name", keep="first")
    frame = table.frame.join(texts, on="name", how="left", maintain_order="left")
    lost = pl.Series(random.random(frame.height) >= known)
    frame = frame.with_columns(term=pl.when(~lost).then(pl.col("term")))
    pair = parted(with_frame(table, frame), random)
    return Pair(train=pair.train, test=pair.test, columns=("term",))


def day_of_leaving(table: Table, random: Draw, *, name: str) -> Pair:
    """Leave the day of leaving in, next to that of the appointment.

    Seen by: days between `appointed` and `name` are the target; neither date alone says them.
    """
    end = pl.col("appointed") + pl.duration(days=pl.col("days"))
    frame = table.frame.with_columns(end.cast(pl.Date).alias(name))
    pair = parted(with_frame(table, frame), random)
    return Pair(train=pair.train, test=pair.test, columns=("appointed", name))
