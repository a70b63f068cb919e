"""All tables of this set, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.opened.second.health import HEALTH
from benchmarks.planted.opened.second.people import PEOPLE
from benchmarks.planted.opened.second.unmended import UNMENDED
from benchmarks.planted.opened.second.world import WORLD
from benchmarks.planted.table import Table

TABLES: dict[str, Callable[[], Table]] = {
    load.__name__: load for load in (*HEALTH, *PEOPLE, *WORLD, *UNMENDED)
}


@cache
def table(name: str) -> Table:
    """Load a table by its name."""
    return TABLES[name]()
