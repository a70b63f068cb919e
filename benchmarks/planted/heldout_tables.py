"""All tables of the held-out set, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.heldout_economy import ECONOMY
from benchmarks.planted.heldout_studies import STUDIES
from benchmarks.planted.heldout_unmended import UNMENDED
from benchmarks.planted.tables import Table

TABLES: dict[str, Callable[[], Table]] = {
    load.__name__: load for load in (*ECONOMY, *STUDIES, *UNMENDED)
}


@cache
def table(name: str) -> Table:
    """Load a table by its name."""
    return TABLES[name]()
