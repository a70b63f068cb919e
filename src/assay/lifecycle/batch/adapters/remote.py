"""Predictions as one file in an object store, or wherever else fsspec writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import polars as pl

from assay.core.address import public
from assay.data.adapters import remote
from assay.lifecycle.batch import files
from assay.lifecycle.batch.sink import Mode, demand_flat, exists_already


class RemoteFile:
    """A file at a URL; object stores show it when all of it is there.

    Args:
        url: Its address, which says its form.
        mode: What is done if it is there already.
        work: Folder for what is not finished.

    Raises:
        InputError: If the form is not known.
    """

    def __init__(self, url: str, mode: Mode, work: Path) -> None:
        self.place: Path | None = None
        self.shown = public(url)
        self.work = work
        self._url, self._mode = url, mode
        self._name = PurePosixPath(url.partition("?")[0]).name
        files.demand_known(self._name)

    def demand_free(self) -> None:
        """Raise InputError if a file is there that may not be replaced."""
        if self._mode == "new" and remote.exists(self._url):
            raise exists_already(self.shown)

    def demand_form(self, schema: pl.Schema) -> None:
        """Raise InputError if columns do not fit the form."""
        if self._name.endswith(".csv"):
            demand_flat(schema, what="CSV", shown=self.shown)

    def publish(self, parts: Sequence[Path], batch: str, *, again: bool) -> None:
        """Write a file here, and copy it there."""
        whole = self.work / f"whole{PurePosixPath(self._name).suffix}"
        whole.unlink(missing_ok=True)
        files.write(parts, whole)
        remote.put(whole, self._url)
