"""Queries over ADBC drivers, whose rows arrive as Arrow columns and never become Python objects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from assay.core.address import in_text, public
from assay.core.errors import BackendError, InputError, did_you_mean, require
from assay.data import staging
from assay.data.adapters import sql
from assay.data.columns import named
from assay.data.files import missing

PREFIX = "adbc+"
_BATCH_ROWS = 50_000
_TABLES = {
    "postgresql": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
}


def scan_adbc(url: str, *, query: str | None, root: Path) -> pl.LazyFrame:
    """Run a query and open its rows, which are copied in batches to a temporary folder.

    Args:
        url: `adbc+postgresql://host/shop` or `adbc+sqlite:///shop.db`.
        query: One SELECT; the error names the tables if it is None.
        root: Where a relative SQLite path starts.

    Raises:
        InputError: If the URL, the query or the type of a column is wrong.
        MissingExtra: If the driver is not installed.
        BackendError: If the database cannot be reached.
    """
    dialect, _, place = url.removeprefix(PREFIX).partition("://")
    if dialect not in _TABLES:
        raise InputError(
            f"there is no ADBC driver for '{dialect}'{did_you_mean(dialect, _TABLES)}",
            where=public(url),
            remedy="write adbc+postgresql:// or adbc+sqlite://, or leave 'adbc+' out",
        )
    feature = f"a source at '{PREFIX}{dialect}://'"
    driver = require(f"adbc_driver_{dialect}.dbapi", extra="adbc", feature=feature)
    address = f"{dialect}://{place}" if dialect == "postgresql" else _file(place, root)
    try:
        connection = driver.connect(address)
    except driver.Error as cause:
        raise BackendError(
            f"the database cannot be used: {_first_line(cause, url)}",
            where=public(url),
            remedy="check host, name and password, and that it runs; then try again",
        ) from cause
    with connection, connection.cursor() as cursor:
        if dialect == "sqlite":  # it takes a column's type from the first batch
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(_BATCH_ROWS)})
        try:
            if query is None:
                parts, _ = _copy(cursor, _TABLES[dialect])
                tables = [str(name) for part in parts for name in pl.read_parquet(part).to_series()]
                raise sql.no_query(public(url), tables)
            parts, names = _copy(cursor, query)
        except (driver.Error, _StreamError) as cause:
            raise InputError(
                f"the query failed: {_first_line(cause, url)}",
                where=f"{public(url)}, query '{query}'",
                remedy="correct the query; if a column holds values of several types, CAST it",
            ) from cause
    return sql.together(parts, names)


class _StreamError(Exception):
    """The database failed in the middle of its answer."""


def _file(place: str, root: Path) -> str:
    path = root / place.removeprefix("/")
    if not path.is_file():  # SQLite would make an empty database of that name
        raise missing(path)
    return str(path)


def _first_line(cause: Exception, url: str) -> str:
    return in_text(str(cause).strip().splitlines()[0], of=url)


def _copy(cursor: Any, query: str) -> tuple[list[Path], list[str]]:
    from arro3.core import RecordBatchReader

    cursor.execute(query)
    reader = RecordBatchReader.from_arrow(cursor.fetch_arrow())
    names = sql.demand_unique(list(reader.schema.names), query)
    if not names:
        raise InputError("the query gives no rows", where=query, remedy="give a SELECT")
    fields = [reader.schema.field(name) for name in names]
    intervals = [field.name for field in fields if "Interval" in str(field.type)]
    if intervals:
        raise InputError(
            f"ADBC gives intervals of months, days and seconds: {', '.join(intervals)}",
            where=f"query '{query}'",
            remedy="select EXTRACT(EPOCH FROM column), or leave 'adbc+' out of the URL",
        )
    kinds = {field.name: _kind(field) for field in fields}
    bare = [field.remove_metadata() for field in fields]  # Polars has no types for extensions
    return [_write(batch, bare, kinds) for batch in _batches(reader)], names


def _kind(field: Any) -> str:
    told = field.metadata or {}
    return str((told.get(b"POSTGRESQL:type") or b"").decode())


def _batches(reader: Any) -> Iterator[Any]:
    while True:
        try:
            yield reader.read_next_batch()
        except StopIteration:
            return
        except Exception as cause:  # arro3 has no class of its own for what a stream says
            raise _StreamError(str(cause)) from cause


def _write(batch: Any, fields: list[Any], kinds: dict[str, str]) -> Path:
    from arro3.core import Schema

    frame = pl.DataFrame(batch.with_schema(Schema(fields)))
    numbers = [named(name).cast(pl.Float64) for name, kind in kinds.items() if kind == "numeric"]
    identifiers = [_uuid(name) for name, kind in kinds.items() if kind == "uuid"]
    frame = frame.with_columns(*numbers, *identifiers)
    floats = [named(name).fill_nan(None) for name, kind in frame.schema.items() if kind.is_float()]
    return sql.plainly(frame.with_columns(floats), staging.folder() / "rows.parquet")


def _uuid(name: str) -> pl.Expr:
    digits = named(name).bin.encode("hex")
    parts = [digits.str.slice(start, length) for start, length in
             ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))]  # fmt: skip
    return pl.concat_str(parts, separator="-").alias(name)
