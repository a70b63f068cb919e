"""Every table of the set by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.opened.ninth import clinic, nations, people, signals, things
from benchmarks.planted.table import Table

BUILDERS: dict[str, Callable[[], Table]] = {
    build.__name__: build
    for room in (clinic, people, nations, signals, things)
    for build in room.TABLES
}


@cache
def load(name: str) -> Table:
    """Return a table; it is read once."""
    return BUILDERS[name]()
