"""The plan of the set: faults as practice makes them, and clean controls."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.planted.case import Case
from benchmarks.planted.opened.fifth import natural
from benchmarks.planted.opened.fifth.plan_answers import AFTERWARDS, LEFT_OVER, TOGETHER
from benchmarks.planted.opened.fifth.plan_clean import clean
from benchmarks.planted.opened.fifth.plan_columns import SHIFTED, WRITTEN
from benchmarks.planted.opened.fifth.plan_models import MODELS
from benchmarks.planted.opened.fifth.plan_rows import LABELS, SPLIT
from benchmarks.planted.opened.fifth.tables import TABLES, table
from benchmarks.planted.plan import cases as planted

SEED = 20261128
FAULTY = {made.__name__.replace("_", " ") for made in natural.TABLES}
CLEAN = clean([name for name in TABLES if name not in FAULTY])
PLAN = [*SPLIT, *LABELS, *LEFT_OVER, *AFTERWARDS, *TOGETHER, *SHIFTED, *WRITTEN, *MODELS, *CLEAN]


def cases(only: str = "") -> Iterator[Case]:
    """Plant the cases whose name holds a text, the same at every call."""
    return planted(PLAN, table, seed=SEED, only=only)
