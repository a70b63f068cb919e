"""The target follows from one column, as from no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.leaks import considered
from assay.practices.rule import rule

SMALLEST_EXACTNESS: Final = 0.99
"""Share of rows whose target follows, of the class that follows worst; honest measurements err."""

SMALLEST_STRENGTH: Final = 0.98
"""Of the column alone, cross-validated; a ROC-AUC of 0.99."""

SMALLEST_LEAD: Final = 0.2
"""Strength beyond the best other column: in an easy task several columns are strong."""

FEWEST_ROWS: Final = 100
"""On fewer, a threshold that parts two classes is found by chance and luck."""


@rule(
    "leak-target-proxy",
    severity="error",
    remedy="Leave the column out (`data.leave_out`), or take its value from before the outcome.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """The target follows from one column, as from no other.

    ## Why
    A column from which nearly every row's target can be read off, in a table whose other
    columns know much less, is seldom a cause: it is the outcome, measured another way or a
    moment later.

    ## Example
    `arr_delay` in minutes beside the target 'arrived more than 15 minutes late'; `total_paid`
    beside 'loan repaid'.

    ## Silent when
    The column is strong and no more: an honest cause may have a ROC-AUC of 0.99. Or others are
    as strong, as in an easy task; or the rows are too few (unknown).

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579; Kapoor & Narayanan (2023), doi:10.1016/j.patter.2023.100804
    """
    for column in considered(leaks, columns):
        if (
            column.copies_target
            or column.strength < SMALLEST_STRENGTH
            or column.exactness < SMALLEST_EXACTNESS
            or column.strength - column.strength_of_rest < SMALLEST_LEAD
        ):
            continue
        seen = (
            f"'{column.name}' gives the target in {column.exactness:.2%} of {leaks.rows:,} rows "
            f"(strength {column.strength:.3f}, the best other column {column.strength_of_rest:.3f})"
        )
        if leaks.rows < FEWEST_ROWS:
            yield Unknown(reason=f"{seen}, but on fewer than {FEWEST_ROWS} rows")
        else:
            yield Finding.at(
                column=column.name,
                message=seen,
                measure=column.exactness,
                threshold=SMALLEST_EXACTNESS,
            )
