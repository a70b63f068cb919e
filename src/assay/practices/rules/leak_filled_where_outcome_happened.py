"""Whether the column is filled in tells the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.leaks import considered
from assay.practices.rule import rule

SMALLEST_STRENGTH: Final = 0.8
"""A ROC-AUC of 0.9 from missing or not alone; honest gaps in records stay below 0.5."""

FEWEST_ROWS: Final = 100
"""Rows with an outcome; on fewer the strength itself is uncertain by a tenth or more."""


@rule(
    "leak-filled-where-outcome-happened",
    severity="error",
    remedy="Leave the column out (`data.leave_out`), or take its value from before the outcome.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """Whether the column is filled in tells the outcome.

    ## Why
    If the mere presence of a value nearly decides the outcome, the value was entered because of
    the outcome: a reason for leaving, a date of repayment, the number of the lifeboat.

    ## Example
    `boat` is known for 477 of 500 survivors of the Titanic and for 9 of 809 others.

    ## Silent when
    Missing values are more frequent in one class, as they often are: cabins of the poor were
    not written down.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579
    """
    for column in considered(leaks, columns):
        if column.missing_strength < SMALLEST_STRENGTH:
            continue
        seen = (
            f"whether '{column.name}' is missing tells the target with strength "
            f"{column.missing_strength:.2f}"
        )
        if leaks.rows < FEWEST_ROWS:
            yield Unknown(reason=f"{seen}, but on {leaks.rows} rows only")
        else:
            yield Finding.at(
                column=column.name,
                message=seen,
                measure=column.missing_strength,
                threshold=SMALLEST_STRENGTH,
            )
