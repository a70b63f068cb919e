"""Dates and times that are written in more than one way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def two_forms(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    forms: tuple[str, str],
    share: float,
    side: str = "test",
) -> Pair:
    """Paste dates of a second spreadsheet, which writes them otherwise, below those of the first.

    Seen by: reading the column; no single form reads all of it.

    Args:
        side: Where the second form stands: `test` or `both`.
    """
    pair = parted(table, random)

    def written(frame: pl.DataFrame, share: float) -> pl.DataFrame:
        second = random.random(frame.height) < share
        texts = [
            one.strftime(forms[int(other)])
            for one, other in zip(frame[column], second, strict=True)
        ]
        return frame.with_columns(pl.Series(column, texts))

    train = written(pair.train, share if side == "both" else 0.0)
    return replace(pair, train=train, test=written(pair.test, share), time=None, columns=(column,))


def form_dated(table: Table, random: np.random.Generator, *, column: str, days: int) -> Table:
    """Return the table with a column that says on which day each form was taken down."""
    begun = date(2019, 1, 7)
    drawn = random.integers(days, size=table.frame.height)
    taken = pl.Series(column, [begun + timedelta(days=int(one)) for one in drawn])
    return replace(table, frame=table.frame.clone().insert_column(0, taken))


def forms_of_two_desks(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    forms: tuple[str, str],
    share: float,
    side: str,
) -> Pair:
    """Date forms at two desks, each in its own way.

    Seen by: reading the column; no single form reads all of it.
    """
    dated = form_dated(table, random, column=column, days=500)
    return two_forms(dated, random, column=column, forms=forms, share=share, side=side)


def two_clocks(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    zones: tuple[str, ...],
    side: str = "both",
) -> Pair:
    """Log moments on servers of several zones, each with its own offset behind it.

    Seen by: the last characters of the texts differ from row to row.

    Args:
        column: A column of moments or days, or a new one where the table has no time.
        side: Where the other zones stand: `both`, or `test` alone.
    """
    logged = _logged(table, random, column)
    pair = parted(logged, random)

    def zoned(frame: pl.DataFrame, count: int) -> pl.DataFrame:
        picked = random.integers(count, size=frame.height)
        texts = [
            f"{one:%Y-%m-%dT%H:%M:%S}{zones[at]}"
            for one, at in zip(frame[column], picked, strict=True)
        ]
        return frame.with_columns(pl.Series(column, texts))

    train = zoned(pair.train, 1 if side == "test" else len(zones))
    return replace(
        pair, train=train, test=zoned(pair.test, len(zones)), time=None, columns=(column,)
    )


def _logged(table: Table, random: np.random.Generator, column: str) -> Table:
    if column in table.frame.columns:
        return table
    begun = datetime(2022, 5, 2, 7, 30)  # noqa: DTZ001 - the zone is what is planted
    drawn = random.integers(86_400 * 40, size=table.frame.height)
    moments = pl.Series(column, [begun + timedelta(seconds=int(one)) for one in drawn])
    return replace(table, frame=table.frame.clone().insert_column(0, moments))
