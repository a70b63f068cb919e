"""The tables by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.opened.fifth import (
    medicine,
    natural,
    nature,
    schools,
    society,
    sport,
    trade,
    world,
)
from benchmarks.planted.table import Table

TABLES: dict[str, Callable[[], Table]] = {
    made.__name__.replace("_", " "): made
    for room in (medicine, natural, nature, schools, society, sport, trade, world)
    for made in room.TABLES
}


@cache
def table(name: str) -> Table:
    """Return a table by its name.

    Raises:
        KeyError: If there is no such table.
    """
    return TABLES[name]()
