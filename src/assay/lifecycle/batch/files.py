"""Predictions as files of this machine: one file, or a folder of Parquet files."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from assay.core.errors import InputError
from assay.lifecycle.batch.durable import replace_durably
from assay.lifecycle.batch.sink import Mode, demand_flat, exists_already

_WRITERS: dict[str, Callable[[pl.LazyFrame, Path], Any]] = {
    ".parquet": pl.LazyFrame.sink_parquet,
    ".csv": pl.LazyFrame.sink_csv,
    ".jsonl": pl.LazyFrame.sink_ndjson,
    ".ndjson": pl.LazyFrame.sink_ndjson,
    ".arrow": pl.LazyFrame.sink_ipc,
}


def demand_known(path: str) -> None:
    """Refuse the name of a file whose form cannot be written."""
    suffix = Path(path).suffix
    if suffix not in _WRITERS:
        raise InputError(
            f"'{suffix}' is not a form that can be written",
            where=path,
            remedy=f"end the name in {', '.join(_WRITERS)}, or in nothing for a folder",
        )


def write(parts: Sequence[Path], path: Path) -> None:
    """Write parts to one file, in the form that its name ends in."""
    if path.suffix == ".parquet" and len(parts) == 1:
        with contextlib.suppress(OSError):  # a disk without links gets a copy
            os.link(parts[0], path)
            return
    _WRITERS[path.suffix](pl.scan_parquet(list(parts), glob=False), path)


class File:
    """One file.

    Args:
        path: Its name, which says its form.
        mode: What is done if it is there already.

    Raises:
        InputError: If the form is not known.
    """

    def __init__(self, path: Path, mode: Mode) -> None:
        demand_known(str(path))
        self.place: Path | None = path
        self.shown = str(path)
        self.work = path.with_name(f".{path.name}.assay")
        self._path, self._mode = path, mode

    def demand_free(self) -> None:
        """Raise InputError if a file is there that may not be replaced."""
        if self._path.is_dir() or (self._path.exists() and self._mode == "new"):
            raise exists_already(self.shown)

    def demand_form(self, schema: pl.Schema) -> None:
        """Raise InputError if columns do not fit the form."""
        if self._path.suffix == ".csv":
            demand_flat(schema, what="CSV", shown=self.shown)

    def publish(self, parts: Sequence[Path], batch: str, *, again: bool) -> None:
        """Write a file beside, and move it to its name."""
        part = self.work / f"whole{self._path.suffix}"
        part.unlink(missing_ok=True)
        write(parts, part)
        replace_durably(part, self._path)


class Folder:
    """A folder of Parquet files, which are the parts.

    Args:
        path: The folder.
        mode: What is done if it is there already.
    """

    def __init__(self, path: Path, mode: Mode) -> None:
        self.place: Path | None = path
        self.shown = str(path)
        self.work = path.with_name(f".{path.name}.assay")
        self._path, self._mode = path, mode

    def demand_free(self) -> None:
        """Raise InputError if something is there that may not be replaced."""
        if self._path.is_file():
            raise exists_already(self.shown)
        names = [path.name for path in self._path.iterdir()] if self._path.is_dir() else []
        if names and self._mode == "new":
            raise exists_already(self.shown)
        foreign = [name for name in sorted(names) if not name.endswith(".parquet")]
        if foreign:
            raise InputError(
                f"the folder holds what is no prediction: {', '.join(foreign[:3])}",
                where=self.shown,
                remedy="write to a folder of its own, or to a file (.parquet, .csv, .jsonl)",
            )

    def demand_form(self, schema: pl.Schema) -> None:
        """Hold any columns: Parquet does."""

    def publish(self, parts: Sequence[Path], batch: str, *, again: bool) -> None:
        """Move the folder of parts to its name; one that was there goes when it has its place."""
        if not parts:  # moved already, before a kill
            return
        old = self.work / "replaced"
        if self._path.exists():
            shutil.rmtree(old, ignore_errors=True)
            self._path.replace(old)
        replace_durably(parts[0].parent, self._path)
