"""Queries to any database that SQLAlchemy knows, read in batches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from assay.core.address import in_text, public, with_driver
from assay.core.errors import AssayError, BackendError, InputError, MissingExtra, did_you_mean
from assay.data import staging
from assay.data.columns import named
from assay.data.door import from_objects
from assay.data.files import missing

_BATCH_ROWS = 50_000
DIALECTS = ("sqlite", "postgresql", "postgres", "mysql", "mariadb", "mssql", "oracle", "snowflake")


def scan_sql(url: str, *, query: str | None, root: Path) -> pl.LazyFrame:
    """Run a query and open its rows, which are copied in batches to a temporary folder.

    Args:
        url: SQLAlchemy URL, such as `sqlite:///shop.db` or `postgresql://host/shop`.
        query: One SELECT.
        root: Where a relative SQLite path starts.

    Raises:
        InputError: If the URL, the query or the database's name is wrong.
        MissingExtra: If the database's driver is not installed.
        BackendError: If the database cannot be reached.
    """
    import sqlalchemy as sa

    engine = engine_of(url, root=root)
    shown = public(engine.url.render_as_string())
    try:
        if query is None:
            raise no_query(shown, sa.inspect(engine).get_table_names())
        with engine.connect() as connection:
            streamed = connection.execution_options(
                stream_results=True, no_parameters=True, max_row_buffer=_BATCH_ROWS
            )
            with streamed.exec_driver_sql(query) as result:
                if not result.returns_rows:
                    raise InputError("the query gives no rows", where=query, remedy="give a SELECT")
                names = demand_unique(list(result.keys()), query)
                parts = [
                    _write(names, rows, staging.folder() / "rows.parquet")
                    for rows in result.partitions(_BATCH_ROWS)
                ]
    except sa.exc.DBAPIError as cause:
        raise _explained(cause, engine, url, query) from cause
    except sa.exc.SQLAlchemyError as cause:
        said = in_text(str(cause), of=url)
        raise BackendError(said, where=shown, remedy="check the database") from cause
    finally:
        engine.dispose()
    return together(parts, names)


def engine_of(url: str, *, root: Path, new: bool = False) -> Any:
    """Return what connects to a database; nothing is connected yet.

    Args:
        url: SQLAlchemy URL.
        root: Where a relative SQLite path starts.
        new: Whether an SQLite file may be made where there is none.

    Raises:
        InputError: If the URL or the database's name is wrong.
        MissingExtra: If the database's driver is not installed.
    """
    import sqlalchemy as sa

    try:
        parsed = sa.make_url(with_driver(url))
    except (sa.exc.ArgumentError, ValueError) as cause:  # the second: a port that is no number
        raise InputError(
            "the database URL cannot be read",
            where=public(url),
            remedy="write dialect://host/database, with user:${PASSWORD}@ before the host, "
            "or sqlite:///file.db",
        ) from cause
    if parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        path = root / str(parsed.database)
        if not (path.is_file() or new):  # SQLite would make an empty database of that name
            raise missing(path)
        parsed = parsed.set(database=str(path))
    try:
        return sa.create_engine(parsed)
    except ImportError as cause:  # also psycopg that finds no libpq
        extra = "postgresql" if "postgresql" in parsed.drivername else ""
        raise MissingExtra(
            f"a {parsed.get_backend_name()} database needs a package that is not installed: "
            f"{cause}",
            remedy=f"pip install 'assay-ml[{extra}]'" if extra else f"pip install {cause.name}",
        ) from cause
    except sa.exc.NoSuchModuleError as cause:
        raise InputError(
            f"there is no database dialect '{parsed.drivername}'"
            f"{did_you_mean(parsed.drivername, DIALECTS)}",
            where=public(url),
            remedy="correct the part before '://', or install the dialect's package",
        ) from cause


def no_query(shown: str, tables: Sequence[str]) -> InputError:
    """Return the error that a database is named without a query, with its tables."""
    named = ", ".join(sorted(tables)[:8]) or "none"
    first = sorted(tables)[0] if tables else "table"
    return InputError(
        "a database source needs a query",
        where=f"{shown}, tables: {named}",
        remedy=f'set data.query, such as "SELECT * FROM {first}"',
    )


def demand_unique(names: list[str], query: str) -> list[str]:
    """Return the names of a query's columns.

    Raises:
        InputError: If two columns have one name.
    """
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            f"two columns have one name: {', '.join(map(repr, twice))}",
            where=f"query '{query}'",
            remedy="rename one in the query (AS ...)",
        )
    return names


def _explained(cause: Any, engine: Any, url: str, query: str | None) -> AssayError:
    import sqlalchemy as sa

    shown = public(engine.url.render_as_string())
    message = in_text(str(cause.orig).strip().splitlines()[0], of=url)
    try:
        tables = sorted(sa.inspect(engine).get_table_names())
    except sa.exc.SQLAlchemyError:
        return BackendError(
            f"the database cannot be used: {message}",
            where=shown,
            remedy="check host, name and password, and that it runs; then try again",
        )
    return InputError(
        f"the query failed: {message}",
        where=f"{shown}, query '{query}'",
        remedy=f"correct the query; tables: {', '.join(tables[:8]) or 'none'}",
    )


def _write(names: Sequence[str], rows: Sequence[Any], path: Path) -> Path:
    columns = zip(*rows, strict=True)
    frame = pl.DataFrame(
        [from_objects(name, values) for name, values in zip(names, columns, strict=True)]
    )
    return plainly(frame, path)


def plainly(frame: pl.DataFrame, path: Path) -> Path:
    """Write rows with decimals as floats, and moments in UTC whatever zone a server speaks in."""
    casts = []
    for name, kind in frame.schema.items():
        if kind.is_decimal():
            casts.append(named(name).cast(pl.Float64))
        elif isinstance(kind, pl.Datetime) and kind.time_zone:
            casts.append(named(name).dt.convert_time_zone("UTC"))
    frame.with_columns(casts).write_parquet(path)
    return path


def together(parts: Sequence[Path], names: Sequence[str]) -> pl.LazyFrame:
    """Open the batches as one table; a column takes the type that holds all its batches."""
    if not parts:
        return pl.LazyFrame(schema=dict.fromkeys(names, pl.String))
    schemas = [pl.read_parquet_schema(part) for part in parts]
    types = {name: _common({schema[name] for schema in schemas}) for name in names}
    return pl.concat(
        [
            pl.scan_parquet(part).select(named(name).cast(kind) for name, kind in types.items())
            for part in parts
        ]
    )


def _common(types: set[pl.DataType]) -> pl.DataType:
    known = {kind for kind in types if kind != pl.Null}
    if len(known) == 1:
        return known.pop()
    if known and all(kind.is_numeric() for kind in known):
        return pl.Float64()
    return pl.String()
