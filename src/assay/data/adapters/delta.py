"""Delta tables, here or in an object store."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from assay.core.address import in_text, public
from assay.core.errors import BackendError, InputError

if TYPE_CHECKING:
    from deltalake import DeltaTable

PREFIXES = ("delta://", "delta+")


def is_delta(path: Path) -> bool:
    """Say whether a folder is a Delta table."""
    return (path / "_delta_log").is_dir()


def place_of(url: str, *, root: Path) -> str | None:
    """Return the folder or address of a Delta table; None if the URL names something else.

    Args:
        url: A folder, `delta://folder`, or `delta+s3://bucket/table`.
        root: Where relative folders start.
    """
    if url.startswith(PREFIXES):
        place = url.removeprefix("delta://").removeprefix("delta+")
        return place if "://" in place else str((root / place).resolve())
    folder = root / Path(url).expanduser()
    return str(folder.resolve()) if "://" not in url and is_delta(folder) else None


def scan_delta(url: str, *, root: Path) -> pl.LazyFrame:
    """Open the newest version of a Delta table.

    Args:
        url: A folder, `delta://folder`, or `delta+s3://bucket/table`.
        root: Where relative folders start.

    Raises:
        InputError: If there is no table.
        BackendError: If the store cannot be reached.
    """
    return pl.scan_delta(_table(place_of(url, root=root) or str((root / url).resolve())))


def version_of(place: str) -> str:
    """Return what names the newest version of a table, the table, and its files in their order.

    Raises:
        InputError: If there is no table.
        BackendError: If the store cannot be reached.
    """
    table = _table(place)
    files = hashlib.sha256("\n".join(table.file_uris()).encode()).hexdigest()
    return f"{table.metadata().id} version {table.version()} files {files}"


def _table(place: str) -> DeltaTable:
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    absent = InputError(
        "there is no Delta table",
        where=public(place),
        remedy="name the folder that holds '_delta_log'",
    )
    if "://" not in place and not is_delta(Path(place)):
        raise absent
    try:
        return DeltaTable(place)
    except TableNotFoundError as cause:
        raise absent from cause
    except (DeltaError, OSError) as cause:
        raise BackendError(
            f"the Delta table cannot be opened: {in_text(str(cause).splitlines()[0], of=place)}",
            where=public(place),
            remedy="check the credentials and the network, then try again",
        ) from cause
