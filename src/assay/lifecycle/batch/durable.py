"""Put a finished file in its place so that neither a kill nor a power cut leaves half of it."""

from __future__ import annotations

import os
from pathlib import Path


def replace_durably(part: Path, path: Path) -> None:
    """Move a file or folder to its name, after its content has reached the disk.

    Raises:
        OSError: If the disk is full, or the place cannot be written.
    """
    for each in (part, *part.iterdir()) if part.is_dir() else (part,):
        sync(each)
    part.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
