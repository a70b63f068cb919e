"""A folder of work in progress, that one process holds at a time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from assay.core import lock
from assay.core.errors import InputError


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a work folder for one process; the system frees it when the process dies.

    Raises:
        InputError: If another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            alone = lock.take(descriptor) and os.fstat(descriptor).st_ino == folder.stat().st_ino
        except FileNotFoundError:  # the other has just finished
            alone = False
        if not alone:
            raise InputError(
                "another call is writing this output",
                where=str(folder),
                remedy="wait until it ends, or write elsewhere",
            )
        yield
    finally:
        with contextlib.suppress(OSError):  # it goes if nothing is left in it
            folder.rmdir()
        os.close(descriptor)
