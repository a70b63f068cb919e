"""Take a file or folder for one process; the system frees it when the process dies."""

from __future__ import annotations

import fcntl
from typing import IO


def take(file: IO[str] | IO[bytes] | int) -> bool:
    """Take what a descriptor names, if no other process has it; False if one does."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
