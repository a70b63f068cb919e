"""A column has one value in nearly every row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.shift import ShiftEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

MOST_OTHERS: Final = 0.005
"""Share of training rows with another value; rare diseases and honest indicators lie above."""

HANDFUL: Final = 30
"""Rows from which nothing is learnt, though they be up to twice that share."""

FEWEST_ROWS: Final = 200
"""Training rows; of fewer, one row is already more than the share above."""

TIED: Final = 1e-3
"""Chance from which on the few rows say something of the outcome: then they are kept."""


@rule(
    "data-quasi-constant-column",
    severity="warning",
    remedy="Leave the column out, or join its rare values with others that mean the same.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(shift: ShiftEvidence) -> Iterator[Finding | Unknown]:
    """A column has one value in nearly every row.

    ## Why
    From a handful of rows a model learns noise, or nothing; folds without such a row see another
    table than folds with it. Often a filter or a default upstream has emptied the column.

    ## Example
    'channel' is 'online' in 99.95 % of the rows, since the export was filtered by it; a ratio is 1
    but for the rounding of its division.

    ## Silent when
    The rare rows differ in their outcome from the others beyond chance: a rare flag that tells
    something is worth its column. More than a hundredth of ones is a rare indicator.

    ## References
    Kuhn & Johnson (2013), Applied predictive modeling, section 3.5, doi:10.1007/978-1-4614-6849-3
    """
    for one in shift.rare:
        if one.rounded:
            yield Finding.at(
                column=one.column,
                message=f"'{one.column}' is {one.value} in all {one.rows:,} rows of training "
                "that hold a value, but for the rounding of its last bits",
                measure=0,
                threshold=MOST_OTHERS,
            )
    if shift.train_rows < FEWEST_ROWS:
        yield Unknown(
            reason=f"training has {shift.train_rows} rows; {FEWEST_ROWS} show what is rare"
        )
        return
    for one in shift.rare:
        share = one.others / one.rows if one.rows else 1.0
        most = 2 * MOST_OTHERS if one.others <= HANDFUL else MOST_OTHERS
        if one.rows >= FEWEST_ROWS and 0 < share <= most and one.tie >= TIED:
            yield Finding.at(
                column=one.column,
                message=f"'{one.column}' is {one.value} in {1 - share:.2%} of {one.rows:,} "
                f"training rows; {one.others:,} rows hold anything else",
                measure=share,
                threshold=most,
            )
