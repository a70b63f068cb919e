"""All tables of the held-out set, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.heldout.given import GIVEN
from benchmarks.planted.heldout.people import PEOPLE
from benchmarks.planted.heldout.things import THINGS
from benchmarks.planted.table import Table

TABLES: dict[str, Callable[[], Table]] = {
    load.__name__: load for load in (*PEOPLE, *THINGS, *GIVEN)
}


@cache
def table(name: str) -> Table:
    """Load a table by its name."""
    return TABLES[name]()
