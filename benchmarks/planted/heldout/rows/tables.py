"""Every table of this part by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.heldout.rows import dated, lived, measured
from benchmarks.planted.table import Table

BUILDERS: dict[str, Callable[[], Table]] = {
    build.__name__: build for room in (measured, lived, dated) for build in room.TABLES
}


@cache
def load(name: str) -> Table:
    """Return a table; it is read once."""
    return BUILDERS[name]()
