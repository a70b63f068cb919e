"""The Python door: whatever table a caller holds becomes a Polars frame."""

from __future__ import annotations

import datetime
import decimal
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from assay.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_TIME_UNITS = {"s": "ms", "D": "ms", "h": "ms", "m": "ms"}
"""NumPy resolutions that Polars lacks, and what holds them without loss."""


def to_polars(table: object) -> pl.DataFrame:
    """Turn a table of any usual library into a Polars frame.

    pandas frames are read column by column through NumPy, so pyarrow is not needed. Their NaN,
    NaT and NA become null, categories become text, and named index levels become columns.

    Args:
        table: A pandas or Polars (lazy) frame, anything with `__arrow_c_stream__`, or a mapping
            of column names to sequences.

    Raises:
        InputError: If it is none of these, or two columns have one name.

    Example:
        >>> to_polars({"age": [31, None], "city": ["Ulm", "Bonn"]}).schema
        Schema([('age', Int64), ('city', String)])
    """
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if isinstance(table, pl.DataFrame):
        return table
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(table, pandas.DataFrame):
        return _from_pandas(table)
    if pandas is not None and isinstance(table, pandas.Series):
        return _from_pandas(table.to_frame(table.name if table.name is not None else "value"))
    if hasattr(table, "__arrow_c_stream__"):
        _unique(_arrow_names(table))
        return pl.DataFrame(table)
    if isinstance(table, Mapping):
        return _from_mapping(table)
    raise InputError(
        f"{type(table).__module__}.{type(table).__qualname__} is not a table",
        remedy="hand over a pandas, Polars or Arrow table, or a dict of lists",
    )


def _arrow_names(table: object) -> list[str]:
    """Names of an Arrow table where it tells them; a bare stream shows them only once read."""
    names = getattr(table, "column_names", ())
    return [str(name) for name in names] if isinstance(names, list | tuple) else []


def _from_mapping(table: Mapping[Any, Any]) -> pl.DataFrame:
    columns = []
    for name, values in table.items():
        if isinstance(values, pl.Series):
            columns.append(values.alias(str(name)))
        elif isinstance(values, np.ndarray):
            columns.append(_from_numpy(str(name), values))
        elif isinstance(values, Iterable) and not isinstance(values, str | bytes):
            columns.append(from_objects(str(name), list(values)))
        else:
            raise InputError(
                f"column '{name}' is a {type(values).__name__}, not a sequence of values",
                remedy="hand over a dict of lists, one list a column",
            )
    lengths = {column.name: len(column) for column in columns}
    if len(set(lengths.values())) > 1:
        raise InputError(
            f"columns differ in length: {lengths}", remedy="give every column as many values"
        )
    _unique(lengths if len(lengths) == len(columns) else [column.name for column in columns])
    return pl.DataFrame(columns)


def _from_pandas(table: pd.DataFrame) -> pl.DataFrame:
    if any(name is not None for name in table.index.names):
        table = table.reset_index()
    names = [_name(name) for name in table.columns]
    _unique(names)
    return pl.DataFrame(
        [_from_series(name, table.iloc[:, position]) for position, name in enumerate(names)]
    )


def _name(name: object) -> str:
    return "_".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _unique(names: Iterable[str]) -> None:
    seen = list(names)
    twice = sorted({name for name in seen if seen.count(name) > 1})
    if twice:
        raise InputError(
            f"two columns have one name: {', '.join(repr(name) for name in twice)}",
            remedy="rename one of them; every column needs a name of its own",
        )


def _from_series(name: str, series: pd.Series[Any]) -> pl.Series:
    import pandas as pd

    kind = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        levels = _from_series(name, pd.Series(kind.categories))
        codes = pl.Series(series.cat.codes.to_numpy().astype(np.int64))
        return levels.gather(codes.replace(-1, None)).rename(name)
    if isinstance(kind, pd.DatetimeTZDtype):
        return _from_zoned(name, series, str(kind.tz))
    if isinstance(kind, pd.SparseDtype) or (isinstance(kind, np.dtype) and kind.kind != "O"):
        return _from_numpy(name, np.asarray(series))
    plain = getattr(kind, "numpy_dtype", None)
    numeric = pd.api.types.is_bool_dtype(kind) or pd.api.types.is_numeric_dtype(kind)
    if numeric and isinstance(plain, np.dtype) and plain.kind in "biuf":
        return _from_masked(name, series, plain)
    return from_objects(name, series.tolist())


def _from_zoned(name: str, series: pd.Series[Any], zone: str) -> pl.Series:
    values = series.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
    utc = _from_numpy(name, values).dt.replace_time_zone("UTC")
    try:
        return utc.dt.convert_time_zone(zone)
    except pl.exceptions.ComputeError:  # a fixed offset, which Polars does not know
        return utc


def _from_masked(name: str, series: pd.Series[Any], plain: np.dtype[Any]) -> pl.Series:
    """Read a nullable number or boolean without going through floats, which would round it."""
    absent = series.isna().to_numpy(dtype=bool)
    filled = series.fillna(False if plain.kind == "b" else 0)
    values = _from_numpy(name, filled.to_numpy(dtype=plain))
    return values.set(pl.Series(absent), None) if absent.any() else values


def _from_numpy(name: str, values: np.ndarray[Any, Any]) -> pl.Series:
    if values.ndim != 1:
        raise InputError(
            f"column '{name}' has {values.ndim} dimensions", remedy="give one value a row"
        )
    code = values.dtype.kind
    if code in "OSUV":
        return from_objects(name, values.tolist())
    if code == "c":
        raise InputError(
            f"column '{name}' holds complex numbers", remedy="give real and imaginary parts"
        )
    if code in "mM":
        unit = np.datetime_data(values.dtype)[0]
        if unit not in {"ms", "us", "ns"}:
            values = values.astype(f"{code}8[{_TIME_UNITS.get(unit, 'us')}]")
        return pl.Series(name, values)
    if code == "f":
        if values.dtype.itemsize not in {4, 8}:
            values = values.astype(np.float32 if values.dtype.itemsize < 4 else np.float64)
        return pl.Series(name, values).fill_nan(None)
    return pl.Series(name, values)


_TYPES: tuple[tuple[tuple[type, ...], Any], ...] = (
    ((bool, np.bool_), pl.Boolean),
    ((int, np.integer), pl.Int64),
    ((int, float, np.integer, np.floating), pl.Float64),
    ((str,), pl.String),
    ((datetime.datetime,), pl.Datetime("us")),
    ((datetime.date,), pl.Date),
    ((datetime.time,), pl.Time),
    ((datetime.timedelta,), pl.Duration("us")),
    ((bytes,), pl.Binary),
    ((decimal.Decimal,), None),
    ((list, tuple, dict), None),
)
"""Python types that may stand together in a column, and the Polars type that holds them."""


def from_objects(name: str, values: Sequence[Any]) -> pl.Series:
    """Make a column of Python objects; where types are mixed, each value becomes its text.

    Example:
        >>> from_objects("seen", [1, "many", None]).to_list()
        ['1', 'many', None]
    """
    present = [None if _absent(value) else value for value in values]
    seen = {type(value) for value in present if value is not None}
    if not seen:
        return pl.Series(name, present, dtype=pl.Null)
    for accepted, kind in _TYPES:
        if all(issubclass(type_, accepted) for type_ in seen) and not (
            bool in seen and kind in {pl.Int64, pl.Float64}
        ):
            try:
                return _typed(name, present, kind)
            except (pl.exceptions.PolarsError, TypeError, ValueError, OverflowError):
                break  # zones differ, an integer beyond 64 bits, lists of mixed things
    return pl.Series(name, [None if value is None else str(value) for value in present])


def _typed(name: str, values: list[Any], kind: Any) -> pl.Series:
    if kind == pl.Datetime:
        zones = {str(value.tzinfo) for value in values if value is not None and value.tzinfo}
        if zones and len(zones) == 1:
            return pl.Series(name, values, strict=True)
    return pl.Series(name, values, dtype=kind, strict=True)


def _absent(value: Any) -> bool:
    """Whether a value is None, NaN, NaT or NA; the last three differ from themselves."""
    if value is None:
        return True
    if isinstance(value, float | np.floating | np.datetime64 | np.timedelta64):
        return bool(value != value)  # noqa: PLR0124  (NaN and NaT)
    return type(value).__name__ in {"NAType", "NaTType"}
