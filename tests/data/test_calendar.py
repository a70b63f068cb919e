"""Columns that only count time are told from those that come round again."""

from __future__ import annotations

import polars as pl

from assay.data.calendar import counts_time


def test_a_counter_is_found_whatever_its_direction_and_cycles_are_not() -> None:
    days = pl.date_range(pl.date(2013, 1, 1), pl.date(2013, 12, 31), eager=True)
    rows = pl.LazyFrame({"at": days}).with_columns(
        month=pl.col("at").dt.month(),
        weekday=pl.col("at").dt.weekday(),
        left=400 - pl.col("at").dt.ordinal_day(),
        text=pl.lit("a"),
        flat=pl.lit(1),
    )
    names = ["month", "weekday", "left", "text", "flat"]
    assert counts_time(rows, names, time="at") == ("month", "left")


def test_no_numbers_is_no_error() -> None:
    rows = pl.LazyFrame({"at": [1, 2, 3], "name": ["a", "b", "c"]})
    assert counts_time(rows, ["name"], time="at") == ()
