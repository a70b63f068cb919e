"""Messages between a worker and a process beside it: a number, a length, and that many bytes."""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO

HEAD = struct.Struct("<QI")
"""Number of the message, and bytes of its content."""

NICENESS = 5
"""How far the process steps back behind those that answer."""


def serve(answer: Callable[[bytes], bytes]) -> None:
    """Answer each message of standard input, in turn, until it ends: the worker is gone then.

    What is printed meanwhile goes to standard error, so that no library writes between messages.
    """
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's; it ends what it started
    while head := _exactly(asked, HEAD.size):
        number, size = HEAD.unpack(head)
        content = answer(_exactly(asked, size))
        told.write(HEAD.pack(number, len(content)) + content)
        told.flush()


def _exactly(source: BinaryIO, size: int) -> bytes:
    """Return that many bytes; nothing if the source ends before."""
    content = source.read(size)
    return content if len(content) == size else b""
