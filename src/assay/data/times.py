"""Read a time column as seconds, and write one of its values as text."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError

FORMATS = (
    "%Y-%m-%dT%H:%M:%S%.f%:z",
    "%Y-%m-%dT%H:%M:%S%.fZ",
    "%Y-%m-%d %H:%M:%S%.f%:z",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y%m%d",
    "%Y-%m",
)
"""Forms that text may have; where two read every value, they must agree."""


def seconds(column: pl.Series) -> NDArray[np.float64]:
    """Return datetimes as seconds since 1970-01-01 UTC, numbers as they are; missing is NaN.

    Raises:
        InputError: If text is not a time in any known form.

    Example:
        >>> seconds(pl.Series(["1970-01-02", None]))
        array([86400.,    nan])
    """
    moments = as_moments(column)
    if moments.dtype == pl.Datetime:
        values = moments.dt.epoch("us").cast(pl.Float64) / 1e6
    else:
        values = moments.cast(pl.Float64)
    return values.fill_null(float("nan")).to_numpy().copy()


def as_moments(column: pl.Series) -> pl.Series:
    """Return the column as datetimes, or as the numbers it holds.

    Raises:
        InputError: If it is neither.
    """
    if column.dtype == pl.Date:
        return column.cast(pl.Datetime("us"))
    if column.dtype == pl.Datetime or column.dtype.is_numeric():
        return column
    if column.dtype != pl.String:
        raise InputError(
            f"the time column '{column.name}' is {column.dtype}",
            where=f"column '{column.name}'",
            remedy="name a column of dates, datetimes or numbers in data.time",
        )
    text = column.str.strip_chars()
    text = text.set(text == "", None)
    parsed = [
        text.str.to_datetime(form, strict=False, time_unit="us").dt.replace_time_zone(None)
        for form in FORMATS
    ]
    best = min(parsed, key=lambda series: series.null_count())
    _demand_one_reading(
        column.name, text, [s for s in parsed if s.null_count() == best.null_count()]
    )
    if best.null_count() > text.null_count():
        lost = text.filter(best.is_null() & text.is_not_null())
        shown = ", ".join(repr(value) for value in lost.unique(maintain_order=True).head(3))
        raise InputError(
            f"{lost.len()} values of the time column '{column.name}' are not a time: {shown}",
            where=f"column '{column.name}'",
            remedy="write times as 2024-12-31 or 2024-12-31T23:59:00, declare the format in "
            "contract.toml, or name another column in data.time",
        )
    return best


def _demand_one_reading(name: str, text: pl.Series, readings: list[pl.Series]) -> None:
    for other in readings[1:]:
        if text.count() and not other.equals(readings[0], null_equal=True):
            where = (other != readings[0]).arg_max() or 0
            raise InputError(
                f"times of '{name}' can be read in two ways: '{text[where]}' is "
                f"{readings[0][where]} or {other[where]}",
                where=f"column '{name}'",
                remedy="declare the format in contract.toml, or write times as 2024-12-31",
            )


def text(value: object) -> str:
    """Return one time as ISO 8601, or a number as it is.

    Example:
        >>> text(datetime.date(2013, 1, 31)), text(2013)
        ('2013-01-31', '2013')
    """
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value)
