"""Read single raw values and whole columns alike: as float32 numbers, text, or parts of a date."""

from __future__ import annotations

import datetime
import decimal
import math
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError

LARGEST = float(np.finfo(np.float32).max)
"""Numbers beyond it, and infinities, are read as this largest finite float32."""

MISSING = ""
"""What a missing string is read as; a blank string is missing too."""

PARTS = ("year", "month", "day", "hour", "weekday", "day of year", "days since 2000")
"""Parts of a date: hour holds the minutes as a fraction, weekday is 1 (Monday) to 7."""

_DAY_ZERO = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column of dates or times.

    Attributes:
        zone: Time zone that the parts are read in; None for times without a zone, where a time
            with a zone is read in UTC.
    """

    name: str
    zone: str | None = None


def is_number(dtype: pl.DataType) -> bool:
    """Return whether a column of this type is read as a number as it stands."""
    return dtype.is_numeric() or dtype == pl.Boolean


def numbers(series: pl.Series) -> NDArray[np.float32]:
    """Return a column as float32, shape (n,): missing is NaN, nothing is infinite.

    Raises:
        InputError: If it is of another type.
    """
    dtype = series.dtype
    if not (is_number(dtype) or dtype == pl.Null):
        raise _wrong_type(series.name, str(dtype), "a number")
    if dtype.is_decimal():
        series = series.cast(pl.String)  # its text is exact, a division by a power of ten is not
    values: NDArray[np.float64] = series.cast(pl.Float64).to_numpy()
    return np.clip(values, -LARGEST, LARGEST).astype(np.float32)


def number(value: object, name: str) -> float:
    """Return one value as `numbers` would, before it is rounded to float32.

    Raises:
        InputError: If it is of another type.
    """
    if value is None:
        return math.nan
    if isinstance(value, int | float | np.number | np.bool_ | decimal.Decimal):
        try:
            found = float(value)
        except OverflowError:
            found = math.inf if value > 0 else -math.inf
        return found if math.isnan(found) else min(max(found, -LARGEST), LARGEST)
    raise _wrong_type(name, type(value).__name__, "a number")


def strings(series: pl.Series) -> pl.Series:
    """Return a column as text without nulls: missing is `MISSING`.

    Raises:
        InputError: If it is of another type.
    """
    dtype = series.dtype
    if dtype.is_float():
        series = _by_distinct(series.cast(pl.Float64), _text, pl.String)
    elif not (
        dtype in (pl.String, pl.Boolean, pl.Null)
        or dtype.is_integer()
        or isinstance(dtype, pl.Categorical | pl.Enum)
    ):
        raise _wrong_type(series.name, str(dtype), "a category")
    return series.cast(pl.String).fill_null(MISSING)


def string(value: object, name: str) -> str:
    """Return one value as `strings` would.

    Raises:
        InputError: If it is of another type.
    """
    if isinstance(value, str):
        return value if value.isascii() else _whole(value, name)
    if value is None or isinstance(value, int | float | np.number | np.bool_):
        return _text(value)
    raise _wrong_type(name, type(value).__name__, "a category")


def _whole(value: str, name: str) -> str:
    """Return the text, if all of it is text: JSON may hold half of a character."""
    try:
        value.encode()
    except UnicodeEncodeError as cause:
        raise InputError(
            f"column '{name}' holds half of a character: {value!r}",
            where=f"column '{name}'",
            remedy="give valid Unicode",
        ) from cause
    return value


def _text(value: Any) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        found = float(value)
        if math.isnan(found):
            return MISSING
        return str(int(found)) if found.is_integer() else repr(found)
    return str(int(value))


def parts(series: pl.Series, zone: str | None) -> list[NDArray[np.float32]]:
    """Return the `PARTS` of a column of dates or times, each shape (n,).

    Raises:
        InputError: If it is of another type.
    """
    dtype = series.dtype
    if dtype == pl.Null:
        return [np.full(len(series), np.nan, dtype=np.float32)] * len(PARTS)
    if dtype == pl.Date:
        series = series.cast(pl.Datetime("us"))
    elif not isinstance(dtype, pl.Datetime):
        raise _wrong_type(series.name, str(dtype), "a date or a time")
    elif dtype.time_zone is not None:
        series = series.dt.convert_time_zone(zone or "UTC").dt.replace_time_zone(None)
    at = pl.col("at")
    days = (at.cast(pl.Date) - pl.lit(_DAY_ZERO)).dt.total_days()
    hour = (at.dt.hour().cast(pl.Float64) * 60 + at.dt.minute()) / 60
    frame = series.to_frame("at").select(
        year=at.dt.year(),
        month=at.dt.month(),
        day=at.dt.day(),
        hour=hour,
        weekday=at.dt.weekday(),
        ordinal=at.dt.ordinal_day(),
        days=days,
    )
    return [column.cast(pl.Float32).to_numpy() for column in frame.get_columns()]


def parts_of(value: object, date: DateColumn) -> tuple[float, ...]:
    """Return the `PARTS` of one date or time.

    Raises:
        InputError: If it is of another type.
    """
    if value is None:
        return (math.nan,) * len(PARTS)
    if not isinstance(value, datetime.date):
        raise _wrong_type(date.name, type(value).__name__, "a date or a time")
    hour = 0.0
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(zoneinfo.ZoneInfo(date.zone or "UTC"))
        hour = (float(value.hour) * 60 + value.minute) / 60
    first = datetime.date(value.year, 1, 1).toordinal()
    day = value.toordinal()
    return (
        value.year,
        value.month,
        value.day,
        hour,
        value.isoweekday(),
        day - first + 1,
        day - _DAY_ZERO.toordinal(),
    )


def _by_distinct(
    series: pl.Series, function: Callable[[Any], Any], dtype: type[pl.DataType]
) -> pl.Series:
    """Apply a Python function to each distinct value once."""
    distinct = series.unique()
    mapped = pl.Series([function(value) for value in distinct], dtype=dtype)
    return series.replace_strict(distinct, mapped, return_dtype=dtype)


def _wrong_type(name: str, seen: str, expected: str) -> InputError:
    return InputError(
        f"column '{name}' holds {seen}, but the model reads {expected}",
        where=f"column '{name}'",
        remedy="give the values as the training data had them; the contract can parse text",
    )
