"""Columns that only count time: in rows to come they hold values that training never saw."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from assay.data.columns import exactly, named
from assay.data.times import seconds

RISING = 0.95
"""Rank correlation with time from which a column counts it, like a month within one year."""

SAMPLE_ROWS = 100_000


def counts_time(frame: pl.LazyFrame, columns: Sequence[str], *, time: str) -> tuple[str, ...]:
    """Return the numeric columns that rise or fall with time.

    Args:
        frame: Rows with the time column.
        columns: Columns to look at; those that are not numbers are passed over.
        time: Column that says when a row happened.

    Example:
        >>> days = pl.LazyFrame({"at": range(180)})
        >>> rows = days.with_columns(month=pl.col("at") // 30, weekday=pl.col("at") % 7)
        >>> counts_time(rows, ["month", "weekday"], time="at")
        ('month',)
    """
    schema = frame.collect_schema()
    numeric = [name for name in columns if schema[name].is_numeric() and name != time]
    if not numeric:
        return ()
    rows = frame.select(exactly([time, *numeric])).collect()
    rows = rows.gather_every(max(1, rows.height // SAMPLE_ROWS))
    ranks = pl.Series(seconds(rows[time])).rank()
    ties = rows.select(
        pl.corr(named(name).rank(), ranks).abs().alias(name) for name in numeric
    ).row(0, named=True)
    return tuple(name for name, tie in ties.items() if tie is not None and tie >= RISING)
