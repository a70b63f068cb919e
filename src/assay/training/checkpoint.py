"""Finished work on disk, so that a killed fit goes on where it stopped."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from assay.core.evidence import codec
from assay.core.workspace import write_atomic

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Records with arrays, each in one file that is written whole or not at all.

    A record's name on disk is the hash of what it was made from (data, folds, parameters), so that
    a record is found again only by the same work.

    Attributes:
        folder: Where they stand; None keeps nothing.
        key: Hash of data, folds and everything else that all records depend on.
    """

    folder: Path | None
    key: str

    def read(self, kind: str, made_from: object) -> tuple[Any, Arrays] | None:
        """Return a record and its arrays, or None if it was not finished."""
        path = self._path(kind, made_from)
        if path is None or not path.is_file():
            return None
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        record = msgspec.json.decode(arrays.pop("record").tobytes())
        return record, arrays

    def write(self, kind: str, made_from: object, record: object, arrays: Arrays) -> None:
        """Keep a record.

        Raises:
            OSError: If the folder cannot be written.
        """
        path = self._path(kind, made_from)
        if path is None:
            return
        content = io.BytesIO()
        everything = {**arrays, "record": np.frombuffer(codec.encode(record), dtype=np.uint8)}
        np.savez(content, allow_pickle=False, **everything)
        write_atomic(path, content.getvalue())

    def spent(self) -> float:
        """Return the seconds that earlier calls reported."""
        found = self.read("spent", None)
        return float(found[0]) if found else 0.0

    def spend(self, seconds: float) -> None:
        """Report the seconds that are spent by now."""
        self.write("spent", None, seconds, {})

    def _path(self, kind: str, made_from: object) -> Path | None:
        if self.folder is None:
            return None
        return self.folder / f"{kind}-{codec.digest([self.key, kind, made_from])[:24]}.npz"
