"""All tables of the held-out set, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.opened.first.economy import ECONOMY
from benchmarks.planted.opened.first.studies import STUDIES
from benchmarks.planted.opened.first.unmended import UNMENDED
from benchmarks.planted.table import Table

TABLES: dict[str, Callable[[], Table]] = {
    load.__name__: load for load in (*ECONOMY, *STUDIES, *UNMENDED)
}


@cache
def table(name: str) -> Table:
    """Load a table by its name."""
    return TABLES[name]()
