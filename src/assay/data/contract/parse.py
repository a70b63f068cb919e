"""Turn a column as it came into the type that the contract names, as Polars expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from assay.data.columns import named
from assay.data.contract.contradictions import ZONE
from assay.data.contract.model import Column, ColumnType

TYPES: dict[ColumnType, pl.DataType] = {
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "text": pl.String(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us"),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """How one column is read.

    Attributes:
        value: The parsed value; null where it is missing or does not parse.
        failed: True where a value is there and does not parse, else false or null; None if that
            cannot happen.
    """

    value: pl.Expr
    failed: pl.Expr | None


def dtype_of(column: Column, dtype: pl.DataType | None = None) -> pl.DataType:
    """Return the Polars type of the parsed column.

    Example:
        >>> from assay.data.contract.model import Column
        >>> dtype_of(Column(type="datetime", timezone="UTC"))
        Datetime(time_unit='us', time_zone='UTC')
    """
    if column.type == "any":
        return dtype if dtype is not None else pl.Null()
    if column.type == "datetime":
        return pl.Datetime("us", column.timezone)
    return TYPES[column.type]


def parse(name: str, column: Column, dtype: pl.DataType) -> Parsed:
    """Return how the column `name`, which came as `dtype`, is read.

    Example:
        >>> from assay.data.contract.model import Column
        >>> how = parse("x", Column(type="number", missing=("?",)), pl.String())
        >>> pl.DataFrame({"x": ["1.5", " ", "?", "abc"]}).select(
        ...     how.value.alias("x"), how.failed.alias("failed")
        ... ).rows()
        [(1.5, False), (None, False), (None, False), (None, True)]
    """
    source = named(name)
    if column.type == "any":
        return Parsed(source, None)
    if dtype == pl.Null():
        return Parsed(source.cast(dtype_of(column)), None)
    if dtype in (pl.Categorical, pl.Enum):
        source, dtype = source.cast(pl.String), pl.String()
    if dtype == pl.String():
        return _from_text(source, column)
    target = dtype_of(column)
    if dtype == target and dtype.is_float() and not column.missing:
        return Parsed(pl.when(source.is_finite()).then(source), source.is_infinite())
    present = _present(source, column, dtype)
    value = _convert(present, column, dtype)
    return Parsed(value, None if _certain(dtype, target) else _lost(value, present))


def _from_text(source: pl.Expr, column: Column) -> Parsed:
    stripped = source.str.strip_chars()
    missing = stripped == ""
    if column.missing:
        missing = missing | stripped.is_in([word.strip() for word in column.missing])
    if column.type == "text":
        return Parsed(pl.when(~missing).then(stripped if column.strip else source), None)
    if column.type in ("integer", "number"):
        missing = missing | stripped.str.to_lowercase().is_in(["nan", "+nan", "-nan"])
    present: pl.Expr = pl.when(~missing).then(stripped)
    readers = {"boolean": _truth, "date": _date, "datetime": _date}
    value = readers.get(column.type, _number)(present, column)
    return Parsed(value, _lost(value, present))


def _truth(text: pl.Expr, column: Column) -> pl.Expr:
    word = text.str.to_lowercase()
    true, false = word.is_in(list(column.true)), word.is_in(list(column.false))
    return pl.when(true).then(True).when(false).then(False)


def _number(text: pl.Expr, column: Column) -> pl.Expr:
    if column.thousands:
        mark, point = re.escape(column.thousands), re.escape(column.decimal)
        grouped = rf"^[+-]?(?:\d+|\d{{1,3}}(?:{mark}\d{{3}})+)(?:{point}\d*)?$"
        text = pl.when(text.str.contains(grouped)).then(
            text.str.replace_all(column.thousands, "", literal=True)
        )
    if column.decimal == ",":
        text = pl.when(~text.str.contains(".", literal=True)).then(
            text.str.replace(",", ".", literal=True)
        )
    number = text.cast(pl.Float64, strict=False)
    if column.type == "number":
        return pl.when(number.is_finite()).then(number)
    return pl.coalesce(text.cast(pl.Int64, strict=False), _whole(number))


def _date(text: pl.Expr, column: Column) -> pl.Expr:
    if column.type == "date":
        return text.str.to_date(column.format or "%Y-%m-%d", strict=False)
    written = column.format or "%Y-%m-%dT%H:%M:%S%.f"
    value = text.str.to_datetime(written, strict=False, time_unit="us")
    if ZONE.search(written):
        return value if column.timezone else value.dt.replace_time_zone(None)
    return value.dt.replace_time_zone("UTC") if column.timezone else value


def _present(source: pl.Expr, column: Column, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_float():
        source = source.fill_nan(None)
    if dtype.is_numeric():
        marks = [number for word in column.missing if (number := _as_number(word)) is not None]
        if marks:
            source = pl.when(~source.cast(pl.Float64).is_in(marks)).then(source)
    return source


def _as_number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def _convert(value: pl.Expr, column: Column, dtype: pl.DataType) -> pl.Expr:  # noqa: PLR0911
    nothing = pl.lit(None, dtype=dtype_of(column))
    if column.type == "text":
        if dtype.is_float():
            whole = _whole(value).cast(pl.String)
            return pl.coalesce(whole, value.cast(pl.String))
        return value.cast(pl.String, strict=False) if not dtype.is_nested() else nothing
    if column.type in ("integer", "number", "boolean"):
        if not (dtype.is_numeric() or dtype == pl.Boolean()):
            return nothing
        if column.type == "boolean":
            return (
                value
                if dtype == pl.Boolean()
                else pl.when(value == 1).then(True).when(value == 0).then(False)
            )
        if column.type == "integer" and not (dtype.is_integer() or dtype == pl.Boolean()):
            return _whole(value.cast(pl.Float64))
        number = value.cast(dtype_of(column), strict=False)
        return pl.when(number.is_finite()).then(number) if dtype.is_float() else number
    if isinstance(dtype, pl.Datetime):
        naive = value.dt.convert_time_zone("UTC") if dtype.time_zone else value
        naive = naive.dt.replace_time_zone(None).dt.cast_time_unit("us")
        if column.type == "date":
            return pl.when(naive.dt.time() == pl.time(0, 0, 0)).then(naive.dt.date())
        return naive.dt.replace_time_zone(column.timezone)
    if dtype == pl.Date():
        return value.cast(dtype_of(column))
    if dtype.is_integer() and column.format:
        return _date(value.cast(pl.String), column)
    return pl.when(value.is_null() & value.is_not_null()).then(nothing)


def _whole(value: pl.Expr) -> pl.Expr:
    return pl.when(value.is_finite() & (value == value.floor())).then(
        value.cast(pl.Int64, strict=False)
    )


def _certain(dtype: pl.DataType, target: pl.DataType) -> bool:
    """Whether every value of `dtype` has its place in `target`."""
    if target == pl.String():
        return not (dtype.is_nested() or dtype == pl.Binary() or dtype == pl.Object())
    if dtype == pl.UInt64() and target == pl.Int64():
        return False
    if dtype.is_integer() or dtype == pl.Boolean():
        return target in (pl.Int64(), pl.Float64()) or dtype == target
    if isinstance(target, pl.Datetime):
        return dtype == pl.Date() or isinstance(dtype, pl.Datetime)
    return dtype == target and not dtype.is_float()


def _lost(value: pl.Expr, present: pl.Expr) -> pl.Expr:
    return value.is_null() & present.is_not_null()
