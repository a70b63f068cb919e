"""Hold every case of the fourth opened set of a fault against what was meant to be planted."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.planted.case import Case
from benchmarks.planted.opened.fourth.plan import PLAN, cases


def each_holds(fault: str, check: Callable[[Case], None]) -> None:
    """Fail, with the name of the case, where a case lacks its fault or the plan names more."""
    found = [case for case in cases(f": {fault}") if case.fault == fault]
    assert len(found) == sum(one.fault == fault for one in PLAN)
    for case in found:
        try:
            check(case)
        except AssertionError as failure:
            raise AssertionError(case.name) from failure
