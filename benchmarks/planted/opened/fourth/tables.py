"""All tables of this set, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.planted.opened.fourth.given import GIVEN
from benchmarks.planted.opened.fourth.health import HEALTH
from benchmarks.planted.opened.fourth.nature import NATURE
from benchmarks.planted.opened.fourth.society import SOCIETY
from benchmarks.planted.opened.fourth.trade import TRADE
from benchmarks.planted.table import Table

TABLES: dict[str, Callable[[], Table]] = {
    load.__name__: load for load in (*HEALTH, *SOCIETY, *TRADE, *NATURE, *GIVEN)
}


@cache
def table(name: str) -> Table:
    """Load a table by its name."""
    return TABLES[name]()
