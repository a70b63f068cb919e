"""What happened stands beside what was planned, and tells more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding
from assay.practices.leaks import considered
from assay.practices.rule import rule

SMALLEST_LEAD: Final = 0.1
"""Strength beyond the best other column."""


@rule(
    "leak-actual-beside-planned",
    severity="warning",
    remedy="Leave the actual value out (`data.leave_out`) unless it is known when the model is "
    "asked; keep the planned one.",
    practice="no leakage",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding]:
    """What happened stands beside what was planned, and tells more.

    ## Why
    A table with `sched_dep_time` and `dep_time` holds the plan and its outcome. The difference
    of the two is often the target, or what leads to it.

    ## Example
    `dep_time` tells the delay; `sched_dep_time` is what is known the day before.

    ## Silent when
    The actual value tells hardly more than the rest: then nothing is won by it.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579
    """
    for column in considered(leaks, columns):
        if column.twin is not None and column.strength - column.strength_of_rest >= SMALLEST_LEAD:
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' stands beside '{column.twin}' and tells the target "
                f"with strength {column.strength:.2f}, the best other column "
                f"{column.strength_of_rest:.2f}",
                measure=column.strength - column.strength_of_rest,
                threshold=SMALLEST_LEAD,
            )
