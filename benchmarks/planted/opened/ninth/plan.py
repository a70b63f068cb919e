"""The whole set: every planting, and how it becomes cases."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.planted import plan
from benchmarks.planted.case import Case
from benchmarks.planted.opened.ninth import (
    plan_answers,
    plan_clean,
    plan_columns,
    plan_fitted,
    plan_models,
    plan_split,
)
from benchmarks.planted.opened.ninth.tables import load

SEED = 20_261_129

PLAN = (
    *plan_split.PLAN,
    *plan_answers.PLAN,
    *plan_fitted.PLAN,
    *plan_columns.PLAN,
    *plan_models.PLAN,
    *plan_clean.PLAN,
)


def cases(only: str = "") -> Iterator[Case]:
    """Plant each in turn, the same at every call.

    Args:
        only: Text that the name has to hold.
    """
    return plan.cases(PLAN, load, seed=SEED, only=only)
