"""Copies of the versions that a server has loaded, so that a new worker can load them again.

A file that is changed or lost in its run's folder must not leave a server without a worker that
can start. A copy is believed no more than what it was made of: whoever loads it compares its hashes
with the ledger's, and proves its scores again.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from assay.serving.routes import Registered


class Copies:
    """The copies of one workspace, shared by its workers.

    Args:
        folder: Where they stand.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, registered: Registered) -> Path:
        """Return the folder of a version's copy, whether or not it stands."""
        return self._folder / f"{registered.version}-{registered.scorer[:16]}"

    def keep(self, registered: Registered, original: Path) -> None:
        """Copy a version that was loaded and proven, where no copy stands.

        A disk that is full leaves none, and nothing of one.
        """
        copy = self.of(registered)
        if copy.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{copy.name}.{secrets.token_hex(4)}"
        try:
            shutil.copytree(original, part)
            part.rename(copy)
        except OSError:  # no space; or another worker was quicker
            shutil.rmtree(part, ignore_errors=True)

    def forget(self, wanted: Iterable[Registered]) -> None:
        """Remove the copies of all other versions, and what a killed worker left of one."""
        names = {self.of(each).name for each in wanted}
        with contextlib.suppress(FileNotFoundError):
            for copy in self._folder.iterdir():
                if copy.name not in names:
                    shutil.rmtree(copy, ignore_errors=True)
