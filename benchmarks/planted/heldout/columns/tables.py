"""Every table of the set by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.heldout.columns import goods, persons
from benchmarks.planted.table import Table

BUILDERS: dict[str, Callable[[], Table]] = {
    build.__name__: build for room in (goods, persons) for build in room.TABLES
}


@cache
def load(name: str) -> Table:
    """Return a table; it is read once."""
    return BUILDERS[name]()
