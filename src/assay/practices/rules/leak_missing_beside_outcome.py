"""Rows without an outcome lack the column more often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding
from assay.practices.chance import wilson
from assay.practices.leaks import considered
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.1
"""Lower bound of the share of rows without an outcome that lack the column."""

TIMES_MORE: Final = 10.0
"""How much more often they lack it than rows with an outcome."""

CERTAIN_FROM: Final = 0.5
"""From here on `leak-known-after-outcome` decides."""


@rule(
    "leak-missing-beside-outcome",
    severity="warning",
    remedy="Find out when the column is written. Leave it out (`data.leave_out`) if that is with "
    "the outcome or after it.",
    practice="no leakage",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding]:
    """Rows without an outcome lack the column more often.

    ## Why
    Part of the column may be written together with the outcome. What it says of finished rows
    it cannot say of open ones.

    ## Example
    The tail number is missing in 27 % of cancelled flights, and in none that arrived: often the
    aircraft was assigned late.

    ## Silent when
    Most of such rows lack it: then it is `leak-known-after-outcome`.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579
    """
    for column in considered(leaks, columns):
        share, rows = column.missing_with_outcome, column.rows_without_outcome
        if share >= CERTAIN_FROM or column.missing_without > SMALLEST_SHARE / TIMES_MORE:
            continue
        low, _ = wilson(share * rows, rows)
        if low >= SMALLEST_SHARE:
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' is missing in {share:.0%} of the {rows:,} rows without "
                f"an outcome and in {column.missing_without:.1%} of those with one",
                measure=share,
                threshold=SMALLEST_SHARE,
            )
