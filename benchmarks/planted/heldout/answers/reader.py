"""Reads packed tables that lie in packages."""

from __future__ import annotations

import bz2
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polars as pl


@cache
def packed(package: str, file: str) -> pl.DataFrame:
    """Read a packed file of comma-separated values without importing its package.

    Raises:
        ModuleNotFoundError: If the package is not installed.
    """
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the table {file} needs {package}")
    path = Path(found.origin).parent / file
    return pl.read_csv(_content(path), infer_schema_length=None, null_values=["", "NA"])


def _content(path: Path) -> bytes:
    if path.suffix == ".bz2":
        return bz2.decompress(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0])
