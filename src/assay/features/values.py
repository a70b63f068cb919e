"""Read whole raw columns as the model does: as float32 numbers, text, or parts of a date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.features.single import DAY_ZERO, LARGEST, MISSING, PARTS, text, wrong_type


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
        raise wrong_type(series.name, str(dtype), "a number")
    if dtype.is_decimal():
        series = series.cast(pl.String)  # its text is exact, a division by a power of ten is not
    values: NDArray[np.float64] = series.cast(pl.Float64).to_numpy()
    return np.clip(values, -LARGEST, LARGEST).astype(np.float32)


def strings(series: pl.Series) -> pl.Series:
    """Return a column as text without nulls: missing is `MISSING`.

    Raises:
        InputError: If it is of another type.
    """
    dtype = series.dtype
    if dtype.is_float():
        series = _by_distinct(series.cast(pl.Float64), text, pl.String)
    elif not (
        dtype in (pl.String, pl.Boolean, pl.Null)
        or dtype.is_integer()
        or isinstance(dtype, pl.Categorical | pl.Enum)
    ):
        raise wrong_type(series.name, str(dtype), "a category")
    return series.cast(pl.String).fill_null(MISSING)


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
        raise wrong_type(series.name, str(dtype), "a date or a time")
    elif dtype.time_zone is not None:
        series = series.dt.convert_time_zone(zone or "UTC").dt.replace_time_zone(None)
    at = pl.col("at")
    days = (at.cast(pl.Date) - pl.lit(DAY_ZERO)).dt.total_days()
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


def _by_distinct(
    series: pl.Series, function: Callable[[Any], Any], dtype: type[pl.DataType]
) -> pl.Series:
    """Apply a Python function to each distinct value once."""
    distinct = series.unique()
    mapped = pl.Series([function(value) for value in distinct], dtype=dtype)
    return series.replace_strict(distinct, mapped, return_dtype=dtype)
