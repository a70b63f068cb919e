"""Predictions in a table of a DuckDB file, which reads the parts itself, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from assay.core.address import public
from assay.core.errors import BackendError, require
from assay.lifecycle.batch.sink import Mode, exists_already


class DuckDb:
    """A table; its rows name their batch.

    Args:
        url: `duckdb:///shop.duckdb`; the file is made if there is none.
        table: `schema.name` or `name`.
        mode: What is done if the table is there already.
        work: Folder for what is not finished.

    Raises:
        MissingExtra: If duckdb is not installed.
    """

    def __init__(self, url: str, table: str, mode: Mode, work: Path) -> None:
        self.place: Path | None = None
        self.shown = f"{public(url)}, table {table}"
        self.work = work
        self._library = require("duckdb", extra="duckdb", feature="a DuckDB table")
        self._file = Path.cwd() / url.partition(":///")[2]
        self._names = table.split(".", 1)
        self._table = ".".join('"' + name.replace('"', '""') + '"' for name in self._names)
        self._mode = mode

    def demand_free(self) -> None:
        """Raise InputError if a table is there that may not be touched."""
        if self._mode == "new" and self._file.exists():
            with self._connected() as connection:
                if self._is_there(connection):
                    raise exists_already(self.shown, appends=True)

    def demand_form(self, schema: pl.Schema) -> None:
        """Hold any columns: DuckDB does."""

    def publish(self, parts: Sequence[Path], batch: str, *, again: bool) -> None:
        """Write all rows in one transaction."""
        listed = ", ".join("'" + str(part).replace("'", "''") + "'" for part in parts)
        rows = f"SELECT *, '{batch}' AS batch FROM read_parquet([{listed}])"
        with self._connected() as connection:
            try:
                connection.execute("BEGIN")
                if not self._is_there(connection) or self._mode != "append":
                    connection.execute(f"CREATE OR REPLACE TABLE {self._table} AS {rows}")
                elif not (again and self._holds(connection, batch)):
                    connection.execute(f"INSERT INTO {self._table} BY NAME {rows}")
                connection.execute("COMMIT")
            except self._library.Error as cause:
                raise self._failed(cause) from cause

    def _connected(self) -> Any:
        try:
            return self._library.connect(str(self._file))
        except self._library.Error as cause:
            raise self._failed(cause) from cause

    def _is_there(self, connection: Any) -> bool:
        schema, name = ["main", *self._names][-2:]
        found = connection.execute(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
            [schema, name],
        )
        return found.fetchone() is not None

    def _holds(self, connection: Any, batch: str) -> bool:
        found = connection.execute(f"SELECT 1 FROM {self._table} WHERE batch = ? LIMIT 1", [batch])
        return found.fetchone() is not None

    def _failed(self, cause: Exception) -> BackendError:
        return BackendError(
            f"the table cannot be written: {str(cause).splitlines()[0]}",
            where=self.shown,
            remedy="free the file or correct the table; the same call then goes on from here",
        )
