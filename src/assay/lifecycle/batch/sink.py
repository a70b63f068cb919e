"""Where predictions go: files, a Delta table or a table of a database, by its address."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import polars as pl

from assay.core.address import expanded, public
from assay.core.errors import InputError

Mode = Literal["new", "overwrite", "append"]
"""Whether the output must not be there yet, is replaced, or (a table) gets more rows."""


class Sink(Protocol):
    """A home of predictions.

    Attributes:
        shown: Its address, without credentials.
        place: Where it is, if it is a file or folder of this machine.
        work: Folder for what is not finished yet.
    """

    shown: str
    place: Path | None
    work: Path

    def demand_free(self) -> None:
        """Raise InputError if something is there that may not be replaced."""
        ...

    def demand_form(self, schema: pl.Schema) -> None:
        """Raise InputError if columns have types that it cannot hold."""
        ...

    def publish(self, parts: Sequence[Path], batch: str, *, again: bool) -> None:
        """Write all rows at once: a reader sees none of them, or all.

        Args:
            parts: Parquet files, in the order of their rows.
            batch: Name of the batch.
            again: Whether a killed call may have published them already.
        """
        ...


def sink_of(address: str, *, table: str | None, mode: Mode, state: Path) -> Sink:
    """Return the home that an address names.

    Args:
        address: `scored.parquet` (or .csv, .jsonl, .arrow), a folder of Parquet files, the folder
            of a Delta table or `delta://folder`, `delta+s3://bucket/table`, a file in an object
            store, or the URL of a database.
        table: Table of the database, `schema.name` or `name`.
        mode: What is done if it is there already.
        state: Folder for unfinished work on what lies elsewhere.

    Raises:
        InputError: If there is no such form.
    """
    from assay.data.adapters import adbc, delta, sql
    from assay.lifecycle.batch import files

    url = expanded(address.strip())
    url = url.removeprefix("file://")
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    work = state / hashlib.sha256(f"{public(url)}\0{table}".encode()).hexdigest()[:16]
    if scheme.partition("+")[0] in {"adbc", "duckdb", *sql.DIALECTS}:
        if not table:
            raise InputError(
                "a database is named, but no table of it",
                where=public(url),
                remedy="add --table NAME",
            )
        return _database(url.removeprefix(adbc.PREFIX), table, mode, work)
    if table is not None:
        raise InputError(
            "a table is named, but the output is no database",
            where=public(url),
            remedy="leave out --table, or name a database (postgresql://host/shop ...)",
        )
    if place := delta.place_of(url, root=Path.cwd()):
        from assay.lifecycle.batch.adapters.delta import DeltaSink

        return DeltaSink(place, mode, work)
    if mode == "append":
        raise InputError(
            "rows can be added to a table only",
            where=public(url),
            remedy="write to a Delta table (delta://folder) or a database, or to another file",
        )
    if scheme:
        from assay.lifecycle.batch.adapters.remote import RemoteFile

        return RemoteFile(url, mode, work)
    path = Path(url).expanduser()
    return files.File(path, mode) if path.suffix else files.Folder(path, mode)


def _database(url: str, table: str, mode: Mode, work: Path) -> Sink:
    if url.startswith("duckdb"):
        from assay.lifecycle.batch.adapters.duckdb import DuckDb

        return DuckDb(url, table, mode, work)
    from assay.lifecycle.batch.adapters.sql import Database

    return Database(url, table, mode, work)


def exists_already(shown: str, *, appends: bool = False) -> InputError:
    """Return the error that an output is there and may not be touched."""
    return InputError(
        "the output is there already",
        where=shown,
        remedy="write elsewhere, or replace it with --overwrite"
        + (", or add to it with --append" if appends else ""),
    )


def demand_flat(schema: pl.Schema, *, what: str, shown: str) -> None:
    """Refuse columns that hold several values a row."""
    nested = [name for name, dtype in schema.items() if dtype.is_nested()]
    if nested:
        raise InputError(
            f"{what} cannot hold {', '.join(map(repr, nested))}: several values a row",
            where=shown,
            remedy="keep other columns (--keep), or write .parquet",
        )
