"""Open a table by its URL as a lazy Polars frame."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import polars as pl

from assay.core.address import expanded, in_text, public
from assay.core.errors import InputError
from assay.data.columns import demand_supported
from assay.data.delimited import looks_headerless
from assay.data.files import expand, scan_files

__all__ = ["headerless", "looks_headerless", "scan"]


def scan(
    url: str, *, query: str | None = None, header: bool = True, root: Path | None = None
) -> pl.LazyFrame:
    r"""Open a table; text is read once to check it, the rest only when it is collected.

    Args:
        url: A path, glob or folder of CSV (also .gz, .zst, .zip), Parquet, JSONL or Arrow files;
            a Delta table; an SQLAlchemy URL; an `adbc+` or `duckdb:///` URL; any URL that fsspec
            opens; `dvc://path`; or `module:function`. `${NAME}` in it is taken from the
            environment.
        query: The SELECT, when the source is a database.
        header: For CSV, whether the first line names the columns; `column_1` ... if not.
        root: Folder where relative paths start; the current one if None.

    Raises:
        InputError: If the table cannot be used as it is, has no rows or a column whose name
            cannot be told from a pattern, or `${NAME}` is not set.
        MissingExtra: If the kind of source needs a package that is not installed.
        BackendError: If a foreign system cannot be reached.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "ages.csv").write_text("name,age\nAda,36\n")
        >>> scan("ages.csv", root=folder).collect_schema()
        Schema([('name', String), ('age', Int64)])
    """
    root = Path.cwd() if root is None else root.resolve()
    address = expanded(url.strip())
    frame = _open(address, query, header, root)
    try:
        schema = frame.collect_schema()
        rows = frame.head(1).collect(engine="streaming").height
    except (pl.exceptions.PolarsError, OSError) as cause:
        raise InputError(
            f"the table cannot be read: {in_text(str(cause).splitlines()[0], of=address)}",
            where=public(url),
            remedy="check the file or query; it may be damaged",
        ) from cause
    demand_supported(schema.names(), where=public(url))
    if not rows or not len(schema):
        names = f"only the names of {len(schema)} columns" if len(schema) else "no columns"
        raise InputError(
            f"the table has no rows, {names}", where=public(url), remedy="give a table with rows"
        )
    return frame


def _open(url: str, query: str | None, header: bool, root: Path) -> pl.LazyFrame:
    """Choose the reader; each one's libraries are imported only when it is chosen."""
    from assay.data.adapters import function, sql

    scheme = url.partition("://")[0].lower() if "://" in url else ""
    if scheme.partition("+")[0] in {"adbc", "duckdb", *sql.DIALECTS}:
        return _database(url, query, root)
    if query is not None:
        raise InputError(
            "a query is given, but the source is no database",
            where=public(url),
            remedy="remove data.query, or name a database (sqlite:///file.db ...)",
        )
    if function.is_function(url):
        return function.scan_function(url, root=root)
    if scheme and scheme != "file":
        return _elsewhere(url, header, root)
    return _here(unquote(urlsplit(url).path) if scheme else url, header, root)


def _database(url: str, query: str | None, root: Path) -> pl.LazyFrame:
    from assay.data.adapters import adbc, duckdb, sql

    if url.startswith(adbc.PREFIX):
        return adbc.scan_adbc(url, query=query, root=root)
    if url.startswith("duckdb"):
        return duckdb.scan_duckdb(url, query=query, root=root)
    return sql.scan_sql(url, query=query, root=root)


def _elsewhere(url: str, header: bool, root: Path) -> pl.LazyFrame:
    from assay.data.adapters import delta, dvc, remote

    if url.startswith(delta.PREFIXES):
        return delta.scan_delta(url, root=root)
    if url.startswith(dvc.PREFIX):
        return scan_files([dvc.fetch(url, root=root)], header=header)
    if remote.is_delta(url):
        return delta.scan_delta(f"delta+{url}", root=root)
    return scan_files(remote.fetch(url), header=header)


def _here(name: str, header: bool, root: Path) -> pl.LazyFrame:
    from assay.data.adapters import delta, dvc

    path = root / Path(name).expanduser()
    if delta.is_delta(path):
        return delta.scan_delta(str(path), root=root)
    if dvc.is_tracked(path):
        return scan_files([dvc.fetch(dvc.url_of(path), root=path.parent)], header=header)
    return scan_files(expand(path), header=header)


def headerless(url: str, folder: Path) -> bool:
    """Say whether a source is a CSV file whose first line seems to be data, not names."""
    path = folder / url
    return "://" not in url and path.suffix == ".csv" and path.is_file() and looks_headerless(path)
