"""All tables of the third set that was opened, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.table import Table
from benchmarks.planted.third_retired.given import GIVEN
from benchmarks.planted.third_retired.people import PEOPLE
from benchmarks.planted.third_retired.things import THINGS

TABLES: dict[str, Callable[[], Table]] = {
    load.__name__: load for load in (*PEOPLE, *THINGS, *GIVEN)
}


@cache
def table(name: str) -> Table:
    """Load a table by its name."""
    return TABLES[name]()
