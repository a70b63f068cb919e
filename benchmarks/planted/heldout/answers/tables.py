"""Every table of this part by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.heldout.answers import people, states, things
from benchmarks.planted.table import Table

BUILDERS: dict[str, Callable[[], Table]] = {
    build.__name__: build for room in (people, states, things) for build in room.TABLES
}


@cache
def load(name: str) -> Table:
    """Return a table; it is read once."""
    return BUILDERS[name]()
