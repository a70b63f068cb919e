"""Turn raw rows into the two matrices that a model reads: float32 numbers and strings."""

from __future__ import annotations

import datetime
import decimal
import math
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError, did_you_mean

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


@dataclass(frozen=True, slots=True)
class Inputs:
    """Rows as the encoders and the compiled graph see them.

    Attributes:
        numeric: Shape (n, p), float32, missing is NaN, never infinite.
        strings: One series a string column, without nulls, missing is "".
    """

    spec: InputSpec
    numeric: NDArray[np.float32]
    strings: tuple[pl.Series, ...]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.numeric)

    def numbers(self, names: Sequence[str]) -> NDArray[np.float32]:
        """Return these columns of the number matrix, shape (n, len(names))."""
        return self.numeric[:, [self.spec.number_positions[name] for name in names]]

    def text(self, name: str) -> pl.Series:
        """Return one string column."""
        return self.strings[self.spec.string_positions[name]]

    def lookup(self, name: str, table: Mapping[str, float], default: float) -> NDArray[np.float32]:
        """Map a string column through a table, shape (n, 1)."""
        return self._mapped(name, table, default, pl.Float32())

    def index(self, name: str, table: Mapping[str, int], default: int) -> NDArray[np.int64]:
        """Map a string column to places, shape (n, 1)."""
        return self._mapped(name, table, default, pl.Int64())

    def _mapped(
        self, name: str, table: Mapping[str, float], default: float, dtype: pl.DataType
    ) -> NDArray[Any]:
        keys = pl.Series(list(table), dtype=pl.String)
        values = pl.Series(list(table.values()), dtype=dtype)
        found = self.text(name).replace_strict(keys, values, default=default, return_dtype=dtype)
        return found.to_numpy().reshape(-1, 1)

    def string_matrix(self) -> NDArray[np.object_]:
        """Return the strings as the compiled graph takes them, shape (n, q)."""
        matrix = np.empty((self.rows, len(self.strings)), dtype=object)
        for position, series in enumerate(self.strings):
            matrix[:, position] = series.to_numpy()
        return matrix


@dataclass(frozen=True)
class InputSpec:
    """Which raw columns are read, and as what; declarative, so it can be kept as JSON.

    Attributes:
        numeric: Numbers and booleans, each a float32 column in this order.
        strings: Categories, each a string column in this order.
        dates: Dates and times, each `len(PARTS)` float32 columns after the numbers.

    Example:
        >>> spec = InputSpec(numeric=("age",), strings=("city",))
        >>> spec.row({"age": 30, "city": None})
        (array([[30.]], dtype=float32), array([['']], dtype=object))
        >>> numbers, strings = spec.matrices(pl.DataFrame({"age": [30, None], "city": ["A", None]}))
        >>> numbers.tolist(), strings.tolist()
        ([[30.0], [nan]], [['A'], ['']])
    """

    numeric: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    dates: tuple[DateColumn, ...] = ()

    def __post_init__(self) -> None:
        if len(self.number_positions) != len(self.numeric) + len(PARTS) * len(self.dates):
            raise InputError(
                "a column has the name that a part of a date gets",
                where=", ".join(date.name for date in self.dates),
                remedy="rename the column that holds square brackets",
            )

    @cached_property
    def number_positions(self) -> dict[str, int]:
        """Place of each column of the number matrix, by name; parts by `part_name`."""
        parts = [part_name(date.name, part) for date in self.dates for part in PARTS]
        return {name: position for position, name in enumerate((*self.numeric, *parts))}

    @cached_property
    def string_positions(self) -> dict[str, int]:
        """Place of each column of the string matrix, by name."""
        return {name: position for position, name in enumerate(self.strings)}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The raw columns that are read, each once."""
        names = (*self.numeric, *self.strings, *(date.name for date in self.dates))
        return tuple(dict.fromkeys(names))

    def matrices(self, frame: pl.DataFrame) -> tuple[NDArray[np.float32], NDArray[np.object_]]:
        """Return the number matrix, shape (n, p), and the string matrix, shape (n, q).

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        inputs = self.read(frame)
        return inputs.numeric, inputs.string_matrix()

    def read(self, frame: pl.DataFrame) -> Inputs:
        """Return the rows as encoders read them.

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        self._refuse_missing(frame.columns)
        numbers = [_numbers(frame[name]) for name in self.numeric]
        for date in self.dates:
            numbers.extend(_parts(frame[date.name], date.zone))
        numeric = np.empty((frame.height, len(numbers)), dtype=np.float32)
        for position, column in enumerate(numbers):
            numeric[:, position] = column
        return Inputs(self, numeric, tuple(_strings(frame[name]) for name in self.strings))

    def row(self, record: Mapping[str, object]) -> tuple[NDArray[np.float32], NDArray[np.object_]]:
        """Return the two matrices of one row, bit for bit as `matrices` would, without a frame.

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        try:
            numbers = [_number(record[name], name) for name in self.numeric]
            for date in self.dates:
                numbers.extend(_parts_of(record[date.name], date))
            strings = [_string(record[name], name) for name in self.strings]
        except KeyError:
            self._refuse_missing(list(record))
            raise
        matrix = np.empty((1, len(strings)), dtype=object)
        matrix[0] = strings
        return np.array([numbers], dtype=np.float64).astype(np.float32), matrix

    def _refuse_missing(self, present: Sequence[str]) -> None:
        missing = [name for name in self.columns if name not in present]
        if missing:
            named = ", ".join(f"'{name}'{did_you_mean(name, present)}" for name in missing)
            raise InputError(
                f"the rows lack {'columns' if len(missing) > 1 else 'the column'} {named}",
                remedy="give every column the model reads; a missing value is null",
            )


def part_name(column: str, part: str) -> str:
    """Return the name of a part of a date column in the number matrix.

    Example:
        >>> part_name("opened", "month")
        'opened[month]'
    """
    return f"{column}[{part}]"


def is_number(dtype: pl.DataType) -> bool:
    """Return whether a column of this type is read as a number as it stands."""
    return dtype.is_numeric() or dtype == pl.Boolean


def _numbers(series: pl.Series) -> NDArray[np.float32]:
    dtype = series.dtype
    if not (is_number(dtype) or dtype == pl.Null):
        raise _wrong_type(series.name, str(dtype), "a number")
    if dtype.is_decimal():
        series = series.cast(pl.String)  # its text is exact, a division by a power of ten is not
    values: NDArray[np.float64] = series.cast(pl.Float64).to_numpy()
    return np.clip(values, -LARGEST, LARGEST).astype(np.float32)


def _number(value: object, name: str) -> float:
    if value is None:
        return math.nan
    if isinstance(value, int | float | np.number | np.bool_ | decimal.Decimal):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf if value > 0 else -math.inf
        return number if math.isnan(number) else min(max(number, -LARGEST), LARGEST)
    raise _wrong_type(name, type(value).__name__, "a number")


def _strings(series: pl.Series) -> pl.Series:
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


def _string(value: object, name: str) -> str:
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
        number = float(value)
        if math.isnan(number):
            return MISSING
        return str(int(number)) if number.is_integer() else repr(number)
    return str(int(value))


def _parts(series: pl.Series, zone: str | None) -> list[NDArray[np.float32]]:
    dtype = series.dtype
    if dtype == pl.Null:
        return [np.full(len(series), np.nan, dtype=np.float32)] * len(PARTS)
    if dtype == pl.Date:
        series = series.cast(pl.Datetime("us"))
    elif not isinstance(dtype, pl.Datetime):
        raise _wrong_type(series.name, str(dtype), "a date or a time")
    elif dtype.time_zone is not None:
        series = series.dt.convert_time_zone(zone or "UTC").dt.replace_time_zone(None)
    at = pl.col(series.name)
    days = (at.cast(pl.Date) - pl.lit(_DAY_ZERO)).dt.total_days()
    hour = (at.dt.hour().cast(pl.Float64) * 60 + at.dt.minute()) / 60
    frame = series.to_frame().select(
        year=at.dt.year(),
        month=at.dt.month(),
        day=at.dt.day(),
        hour=hour,
        weekday=at.dt.weekday(),
        ordinal=at.dt.ordinal_day(),
        days=days,
    )
    return [column.cast(pl.Float32).to_numpy() for column in frame.get_columns()]


def _parts_of(value: object, date: DateColumn) -> tuple[float, ...]:
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
