"""One process at a time keeps a workspace's log: files it, and acts on what it holds."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO

NAME = "keeper.lock"


def take(lock: IO[str]) -> bool:
    """Take a lock that nobody holds; False if somebody does."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def held(log: Path) -> Iterator[bool]:
    """Hold the log if no server keeps it; the value says whether that is so."""
    log.mkdir(parents=True, exist_ok=True)
    with (log / NAME).open("w") as lock:
        yield take(lock)
