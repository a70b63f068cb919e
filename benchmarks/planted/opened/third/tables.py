"""All tables of the third set that was opened, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.opened.third.given import GIVEN
from benchmarks.planted.opened.third.people import PEOPLE
from benchmarks.planted.opened.third.things import THINGS
from benchmarks.planted.table import Table

TABLES: dict[str, Callable[[], Table]] = {
    load.__name__: load for load in (*PEOPLE, *THINGS, *GIVEN)
}


@cache
def table(name: str) -> Table:
    """Load a table by its name."""
    return TABLES[name]()
