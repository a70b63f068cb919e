"""Hold every case of a fault in the held-out set against what was meant to be planted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import polars as pl
from benchmarks.planted.case import Case
from benchmarks.planted.opened.fifth.plan import PLAN, cases
from benchmarks.planted.opened.fifth.tables import table
from benchmarks.planted.pair import score, with_frame


@cache
def of(fault: str) -> tuple[Case, ...]:
    """Return the cases of a fault, planted once for all tests."""
    found = tuple(case for case in cases(f": {fault}") if case.fault == fault)
    assert len(found) == sum(one.fault == fault for one in PLAN)
    return found


def each(fault: str, check: Callable[[Case], None]) -> None:
    """Fail, with the name of the case, where a case lacks its fault."""
    for case in of(fault):
        try:
            check(case)
        except AssertionError as failure:
            raise AssertionError(case.name) from failure


def whole(case: Case) -> pl.DataFrame:
    """Return the rows of both sides, training's first."""
    return pl.concat([case.train, case.test], how="vertical_relaxed")


def before(case: Case) -> pl.DataFrame:
    """Return the table that the case was planted into."""
    return table(case.name.split(":")[0]).frame


def answers(case: Case, frame: pl.DataFrame) -> np.ndarray:
    """Return the answer as numbers: the value, or 1 for the table's rarest class."""
    return score(with_frame(table(case.name.split(":")[0]), frame))


def equal_share(case: Case, *without: str) -> float:
    """Return the share of test that training holds in all columns but some."""
    columns = [name for name in case.test.columns if name not in without]
    train = case.train.select(columns)
    equal = case.test.join(train, on=columns, how="semi", nulls_equal=True)
    return equal.height / case.test.height


def share_of_class(frame: pl.DataFrame, target: str, label: object) -> float:
    """Return the share of rows with a label."""
    return float(np.mean((frame[target] == label).to_numpy()))
