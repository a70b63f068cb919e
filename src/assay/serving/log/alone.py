"""One process at a time keeps a workspace's log: files it, and acts on what it holds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from assay.core import lock

NAME = "keeper.lock"


@contextlib.contextmanager
def held(log: Path) -> Iterator[bool]:
    """Hold the log if no server keeps it; the value says whether that is so."""
    log.mkdir(parents=True, exist_ok=True)
    with (log / NAME).open("w") as file:
        yield lock.take(file)
