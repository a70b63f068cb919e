"""Delta tables, here or in an object store."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from assay.core.address import in_text, public
from assay.core.errors import BackendError, InputError

PREFIXES = ("delta://", "delta+")


def is_delta(path: Path) -> bool:
    """Say whether a folder is a Delta table."""
    return (path / "_delta_log").is_dir()


def scan_delta(url: str, *, root: Path) -> pl.LazyFrame:
    """Open the newest version of a Delta table.

    Args:
        url: A folder, `delta://folder`, or `delta+s3://bucket/table`.
        root: Where relative folders start.

    Raises:
        InputError: If there is no table.
        BackendError: If the store cannot be reached.
    """
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    place = url.removeprefix("delta://") if url.startswith("delta://") else url
    place = place.removeprefix("delta+")
    if "://" not in place:
        place = str((root / place).resolve())
        if not is_delta(Path(place)):
            raise InputError(
                "there is no Delta table",
                where=place,
                remedy="name the folder that holds '_delta_log'",
            )
    try:
        return pl.scan_delta(DeltaTable(place))
    except TableNotFoundError as cause:
        raise InputError(
            "there is no Delta table",
            where=public(place),
            remedy="name the folder that holds '_delta_log'",
        ) from cause
    except (DeltaError, OSError) as cause:
        raise BackendError(
            f"the Delta table cannot be opened: {in_text(str(cause).splitlines()[0], of=place)}",
            where=public(place),
            remedy="check the credentials and the network, then try again",
        ) from cause
