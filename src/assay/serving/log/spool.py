"""Write what was answered, at once and bounded: a killed worker loses nothing that it said.

A record is in the system's page cache before its answer is sent, so it outlives the process (not
the machine's power). A segment stands as `.open`, locked by its worker, until it is full or old;
then it is `.closed`, and the filer takes it.
"""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

from assay.core import lock
from assay.serving.log.record import Record, frame

NEW, OPEN, CLOSED = ".new", ".open", ".closed"

SEGMENT_BYTES = 16_000_000
SEGMENT_SECONDS = 1.0
"""Age after which a segment is closed, so that answers are filed soon."""


class Spool:
    """One worker's end of the log.

    Args:
        folder: Where segments stand; shared by all workers.
        most_bytes: Bytes of all segments above which records are dropped.

    Attributes:
        written: Records written.
        dropped: Records dropped, since the disk or the spool was full.
    """

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._most = most_bytes
        self._file = -1
        self._path: Path | None = None
        self._size = 0
        self._began = 0.0
        self._number = 0
        self._others = self._waiting()
        self.written = 0
        self.dropped = 0

    def write(self, record: Record) -> bool:
        """Write a record; False if it was dropped."""
        content = frame(record)
        if self._others + self._size + len(content) > self._most or not self._put(content):
            self.dropped += 1
            return False
        self.written += 1
        if self._size >= SEGMENT_BYTES:
            self.close()
        return True

    def tick(self) -> None:
        """Close a segment that is old, and look how full the spool is; called every second."""
        if self._path is not None and time.monotonic() - self._began >= SEGMENT_SECONDS:
            self.close()
        self._others = self._waiting() - self._size

    def close(self) -> None:
        """Close the present segment."""
        if self._path is None:
            return
        self._path.rename(self._path.with_suffix(CLOSED))
        os.close(self._file)
        self._path, self._file, self._size = None, -1, 0

    def _put(self, content: bytes) -> bool:
        try:
            if self._path is None:
                self._begin()
            written = os.write(self._file, content)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
                raise
            written = 0
        if written == len(content):
            self._size += written
            return True
        if written and self._file >= 0:
            os.ftruncate(self._file, self._size)  # no half of a record between whole ones
        return False

    def _begin(self) -> None:
        self._number += 1
        name = f"{time.time_ns() // 1000:016d}-{os.getpid()}-{self._number}"
        begun, path = self._folder / f"{name}{NEW}", self._folder / f"{name}{OPEN}"
        self._file = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        if not lock.take(self._file):
            raise BlockingIOError(errno.EWOULDBLOCK, "a new segment is held by another process")
        begun.rename(path)  # never seen unlocked, or the filer would take it for an orphan
        self._path, self._size, self._began = path, 0, time.monotonic()

    def _waiting(self) -> int:
        """Return the bytes of all segments that stand."""
        total = 0
        with os.scandir(self._folder) as entries:
            for entry in entries:
                try:
                    total += entry.stat().st_size
                except FileNotFoundError:
                    continue  # filed meanwhile
        return total


def segments(folder: Path) -> list[Path]:
    """Return segments that nobody writes to any more, oldest first.

    An open one whose lock is free was left by a worker that died; it is closed here.
    """
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix == CLOSED:
            found.append(path)
        elif path.suffix == OPEN and (orphan := _orphaned(path)) is not None:
            found.append(orphan)
    return found


def _orphaned(path: Path) -> Path | None:
    closed = path.with_suffix(CLOSED)
    try:
        with path.open("rb") as file:
            if not lock.take(file):
                return None
            if path.exists():  # its worker may have closed it just now
                path.rename(closed)
    except FileNotFoundError:
        return None
    return closed if closed.exists() else None
