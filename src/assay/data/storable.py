"""Turn column types that Delta Lake cannot hold into ones it can, or refuse them in words."""

from __future__ import annotations

from collections import Counter

import polars as pl

from assay.core.errors import InputError
from assay.data.columns import named

WIDER: dict[pl.DataType, pl.DataType] = {
    pl.UInt8(): pl.Int16(),
    pl.UInt16(): pl.Int32(),
    pl.UInt32(): pl.Int64(),
    pl.UInt64(): pl.Int64(),
    pl.Null(): pl.String(),
}
"""Unsigned integers become the next signed ones; a column of nulls becomes text."""


def storable(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the same values in types that Delta Lake, Spark and Arrow agree on.

    Categories become text, times of day and durations become seconds, time zones become UTC,
    all datetimes have microseconds, unsigned integers become signed ones.

    Raises:
        InputError: If a column has a type without such a form, or names differ only in case.
            An unsigned integer above 2^63 - 1 fails when rows are read.

    Example:
        >>> storable(pl.LazyFrame({"a": [1]}, schema={"a": pl.UInt8})).collect_schema()
        Schema([('a', Int16)])
    """
    schema = frame.collect_schema()
    _demand_distinct_names(schema.names())
    refused = [f"'{name}' ({dtype})" for name, dtype in schema.items() if not _has_form(dtype)]
    if refused:
        raise InputError(
            f"a snapshot cannot hold {', '.join(refused)}",
            where="the table's columns",
            remedy="turn them into numbers, text or datetimes, or leave them out of the source",
        )
    casts = [_cast(name, dtype) for name, dtype in schema.items()]
    return frame.with_columns([cast for cast in casts if cast is not None])


def _demand_distinct_names(names: list[str]) -> None:
    counts = Counter(name.lower() for name in names)
    clashes = [name for name in names if counts[name.lower()] > 1]
    if clashes:
        raise InputError(
            f"columns {', '.join(repr(name) for name in clashes)} differ only in upper and lower "
            "case, which Delta Lake does not tell apart",
            where="the table's header",
            remedy="rename one of them in the source",
        )


def _has_form(dtype: pl.DataType) -> bool:
    if isinstance(dtype, pl.List | pl.Array):
        return _has_form(dtype.inner)  # type: ignore[arg-type]
    if isinstance(dtype, pl.Struct):
        return all(_has_form(field.dtype) for field in dtype.fields)  # type: ignore[arg-type]
    return dtype not in {pl.Object(), pl.Int128(), pl.UInt128()} and dtype != pl.Unknown()


def _cast(name: str, dtype: pl.DataType) -> pl.Expr | None:
    column = named(name)
    if dtype == pl.Time:
        return column.cast(pl.Int64) / 1_000_000_000
    if dtype == pl.Duration:
        return column.dt.total_microseconds() / 1_000_000
    wanted = _form(dtype)
    return None if wanted == dtype else column.cast(wanted)


def _form(dtype: pl.DataType) -> pl.DataType:
    if isinstance(dtype, pl.Datetime):
        return pl.Datetime("us", "UTC" if dtype.time_zone else None)
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return pl.String()
    if isinstance(dtype, pl.List | pl.Array):
        return pl.List(_form(dtype.inner))  # type: ignore[arg-type]
    if isinstance(dtype, pl.Struct):
        return pl.Struct({field.name: _form(field.dtype) for field in dtype.fields})  # type: ignore[arg-type]
    return WIDER.get(dtype, dtype)


def type_name(dtype: pl.DataType) -> str:
    """Return a name of a storable type that no library version changes.

    Example:
        >>> type_name(pl.Datetime("us", "UTC")), type_name(pl.List(pl.Int64))
        ('datetime-utc', 'list<int64>')
    """
    if isinstance(dtype, pl.Datetime):
        return "datetime-utc" if dtype.time_zone else "datetime"
    if isinstance(dtype, pl.Decimal):
        return f"decimal<{dtype.precision},{dtype.scale}>"
    if isinstance(dtype, pl.List):
        return f"list<{type_name(dtype.inner)}>"  # type: ignore[arg-type]
    if isinstance(dtype, pl.Struct):
        fields = [f"{field.name}:{type_name(field.dtype)}" for field in dtype.fields]  # type: ignore[arg-type]
        return f"struct<{','.join(fields)}>"
    return (dtype if isinstance(dtype, type) else type(dtype)).__name__.lower()
