"""How programs and offices write dates and moments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import with_column
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def dates_of_two_programs(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    forms: tuple[str, str],
    share: float,
    sides: str = "both",
) -> Pair:
    """Dates that two programs wrote, each in its own form.

    Args:
        share: Share of the rows in the second form.
        sides: `both`, or `test` where the second program came later.
    """
    days = random.integers(0, 3 * 365, table.frame.height)
    dates = [date(2020, 1, 1) + timedelta(int(after)) for after in days]
    stand_in = table.frame.with_columns(pl.Series(name, dates))
    pair = parted(with_frame(table, stand_in), random)

    def written(frame: pl.DataFrame, part: float) -> pl.DataFrame:
        second = random.random(frame.height) < part
        texts = [
            one.strftime(forms[int(other)]) for one, other in zip(frame[name], second, strict=True)
        ]
        return frame.with_columns(pl.Series(name, texts))

    return replace(
        pair,
        columns=(name,),
        train=written(pair.train, share if sides == "both" else 0.0),
        test=written(pair.test, share),
    )


def offices_abroad(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    zones: tuple[str, ...],
    shares: tuple[float, ...],
) -> Pair:
    """Moments that offices in several zones wrote with the offset of their own clock.

    Args:
        zones: Names of the zones.
        shares: Share of the rows of each, which sum to 1.
    """
    first = datetime(2023, 1, 1, tzinfo=ZoneInfo("UTC"))
    seconds = random.integers(0, 330 * 86_400, table.frame.height)
    office = random.choice(len(zones), table.frame.height, p=np.array(shares))
    texts = [
        (first + timedelta(seconds=int(after))).astimezone(ZoneInfo(zones[place])).isoformat()
        for after, place in zip(seconds, office, strict=True)
    ]
    return with_column(table, random, name, pl.Series(texts))


def plain_dates(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """An honest date in one form, which has nothing to do with the outcome."""
    days = random.integers(0, 3 * 365, table.frame.height)
    texts = [(date(2020, 1, 1) + timedelta(int(after))).isoformat() for after in days]
    return replace(with_column(table, random, name, pl.Series(texts)), columns=())
