"""How often a client may ask: one bucket a client, shared by all workers of a server.

Buckets stand in a file that every worker has in memory. Of each only the moment is kept at which
it would be full again, so a request reads and writes sixteen bytes, and nothing is ever swept: a
full bucket may become anybody's (the generic cell rate algorithm). Two workers that write one
bucket at the same instant may count one request for two.
"""

from __future__ import annotations

import math
import mmap
import re
import struct
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from assay.core.errors import InputError
from assay.core.workspace import write_atomic
from assay.serving.plan import ServePlan

SLOTS = 65_536
"""Buckets that are kept, a power of two; a client looks for its own in `TRIES` of them."""

TRIES = 8

_BUCKET = struct.Struct("<Qd")
"""Name of the client, and when its bucket is full again: seconds of the system's steady clock."""

_UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0}


def per_second(rate: str) -> float:
    """Read a rate such as `100/s`.

    Raises:
        InputError: If it is none.

    Example:
        >>> per_second("90/min")
        1.5
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)/(s|min|h)", rate)
    if found is None or float(found[1]) <= 0:
        raise InputError(
            f"'{rate}' is no rate", where="[serve] rate", remedy="write `100/s`, `90/min` or `5/h`"
        )
    return float(found[1]) / _UNITS[found[2]]


def prepare(path: Path) -> None:
    """Make the file of a server that starts: all buckets are full."""
    write_atomic(path, bytes(SLOTS * _BUCKET.size))


def of(plan: ServePlan) -> Limit | None:
    """Return the limit that a server was told to keep, or None.

    Raises:
        InputError: If the plan's rate is none.
    """
    if plan.rate is None:
        return None
    rate = per_second(plan.rate)
    burst = max(1, math.ceil(rate)) if plan.burst is None else plan.burst
    return Limit(plan.limits, rate=rate, burst=burst)


class Limit:
    """The buckets, as one worker sees them.

    Args:
        path: The file that `prepare` made.
        rate: Requests a second that a client may make in the long run.
        burst: Requests that it may make at once.
        clock: The system's steady clock.
    """

    def __init__(
        self, path: Path, *, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        with path.open("r+b") as file:
            self._buckets = mmap.mmap(file.fileno(), SLOTS * _BUCKET.size)
        self._interval = 1.0 / rate
        self._depth = burst / rate
        self._clock = clock

    def take(self, client: bytes) -> float:
        """Count a request; return 0 if it is allowed, else the seconds until one would be."""
        now = self._clock()
        name = int.from_bytes(blake2b(client, digest_size=8).digest(), "little") or 1
        place, full = self._found(name, now)
        after = max(full, now) + self._interval
        wait = after - now - self._depth
        if wait > 1e-9:  # less is the rounding of sums
            return wait
        _BUCKET.pack_into(self._buckets, place, name, after)
        return 0.0

    def _found(self, name: int, now: float) -> tuple[int, float]:
        """Return where a client's bucket stands, and when it is full again."""
        free, soonest = -1, float("inf")
        for step in range(TRIES):
            place = ((name + step) % SLOTS) * _BUCKET.size
            owner, full = _BUCKET.unpack_from(self._buckets, place)
            if owner == name:
                return place, full
            if full < soonest:
                free, soonest = place, full
        return free, now  # where none is free, the one that is soonest full gives way
