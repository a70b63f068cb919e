"""The plan of the set: faults as practice makes them, and clean controls."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.planted.case import Case
from benchmarks.planted.plan import cases as planted
from benchmarks.planted.unseen import natural
from benchmarks.planted.unseen.plan_answers import AFTERWARDS, LEFT_OVER, TOGETHER
from benchmarks.planted.unseen.plan_clean import clean
from benchmarks.planted.unseen.plan_columns import SHIFTED, WRITTEN
from benchmarks.planted.unseen.plan_models import MODELS
from benchmarks.planted.unseen.plan_rows import LABELS, SPLIT
from benchmarks.planted.unseen.tables import TABLES, table

SEED = 20261128
FAULTY = {made.__name__.replace("_", " ") for made in natural.TABLES}
CLEAN = clean([name for name in TABLES if name not in FAULTY])
PLAN = [*SPLIT, *LABELS, *LEFT_OVER, *AFTERWARDS, *TOGETHER, *SHIFTED, *WRITTEN, *MODELS, *CLEAN]


def cases(only: str = "") -> Iterator[Case]:
    """Plant the cases whose name holds a text, the same at every call."""
    return planted(PLAN, table, seed=SEED, only=only)
