"""Queries to a DuckDB file; DuckDB itself writes the answer out, in bounded memory."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from assay.core.address import in_text, public
from assay.core.errors import InputError, require
from assay.data import staging
from assay.data.adapters.sql import no_query
from assay.data.files import missing


def scan_duckdb(url: str, *, query: str | None, root: Path) -> pl.LazyFrame:
    """Run a query and open its rows.

    Args:
        url: `duckdb:///relative.duckdb`, `duckdb:////absolute.duckdb` or `duckdb:///:memory:`.
        query: One SELECT; the error names the tables if it is None.
        root: Where relative paths start.

    Raises:
        MissingExtra: If duckdb is not installed.
        InputError: If there is no such file, or the query fails.
    """
    duckdb = require("duckdb", extra="duckdb", feature="a DuckDB source")
    name = url.partition(":///")[2]
    name = name or ":memory:"
    memory = name == ":memory:"
    path = root / name
    if not memory and not path.is_file():
        raise missing(path)
    out = staging.folder() / "rows.parquet"
    quoted = str(out).replace("'", "''")
    try:
        with duckdb.connect(name if memory else str(path), read_only=not memory) as connection:
            if query is None:
                tables = [str(row[0]) for row in connection.execute("SHOW TABLES").fetchall()]
                raise no_query(public(url), tables)
            select = query.strip().rstrip(";")
            connection.execute(f"COPY ({select}) TO '{quoted}' (FORMAT parquet)")
    except duckdb.Error as cause:
        raise InputError(
            f"the query failed: {in_text(str(cause).splitlines()[0], of=url)}",
            where=f"{public(url)}, query '{query}'",
            remedy="correct the query",
        ) from cause
    return pl.scan_parquet(out)
