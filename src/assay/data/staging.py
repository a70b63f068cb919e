"""A temporary folder for tables that must be copied before they can be read several times."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import zipfile
import zlib
from functools import cache
from pathlib import Path

import polars as pl

from assay.core.errors import InputError

COMPRESSED = (".gz", ".zst", ".zip")
"""Suffixes of a single compressed file."""


@cache
def _root() -> Path:
    """One folder a process, removed when it ends."""
    folder = Path(tempfile.mkdtemp(prefix="assay-staging-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def folder() -> Path:
    """Return a new, empty folder that lives as long as the process.

    Example:
        >>> folder().is_dir()
        True
    """
    return Path(tempfile.mkdtemp(dir=_root()))


def unpack(path: Path) -> Path:
    """Unpack a compressed file beside nobody: into a temporary folder, in bounded memory.

    Profile, contract and snapshot each read the table, so unpacking once is quicker too.

    Args:
        path: A file that ends in `.gz`, `.zst` or `.zip` (with one member).

    Raises:
        InputError: If it is damaged, or a zip archive holds several files.
    """
    target = folder() / path.with_suffix("").name
    try:
        match path.suffix.lower():
            case ".gz" | ".zst":
                _copy_lines(path, target)
            case ".zip":
                target = _unzip(path, target.parent)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as cause:
        raise InputError(
            f"the file cannot be unpacked: {cause}",
            where=str(path),
            remedy="write it again, or give the unpacked file",
        ) from cause
    return target


def _copy_lines(path: Path, target: Path) -> None:
    if path.suffix.lower() == ".gz":
        import gzip

        with gzip.open(path) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 22)
        return
    try:  # Polars reads Zstandard; Python does so from 3.14 on
        pl.scan_lines(path).sink_csv(target, include_header=False, quote_style="never")
    except pl.exceptions.PolarsError as cause:
        raise InputError(
            f"the file cannot be unpacked: {cause}",
            where=str(path),
            remedy="write it again as UTF-8 text, or give the unpacked file",
        ) from cause


def _unzip(path: Path, into: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir() and not member.filename.startswith("__MACOSX/")
        ]
        if len(members) != 1:
            names = ", ".join(member.filename for member in members[:5]) or "none"
            raise InputError(
                f"the archive holds {len(members)} files, expected one",
                where=f"{path}: {names}",
                remedy="unpack it and name the file, or a glob of the files",
            )
        target = into / Path(members[0].filename).name
        with archive.open(members[0]) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 22)
    return target
