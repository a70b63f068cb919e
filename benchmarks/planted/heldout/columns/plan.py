"""The whole part: every planting, and how it becomes cases."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.planted import plan
from benchmarks.planted.case import Case
from benchmarks.planted.heldout.columns import plan_clean, plan_schema, plan_shift, plan_written
from benchmarks.planted.heldout.columns.tables import load

SEED = 20_261_129

PLAN = (*plan_shift.PLAN, *plan_schema.PLAN, *plan_written.PLAN, *plan_clean.PLAN)


def cases(only: str = "") -> Iterator[Case]:
    """Plant each in turn, the same at every call.

    Args:
        only: Text that the name has to hold.
    """
    return plan.cases(PLAN, load, seed=SEED, only=only)
