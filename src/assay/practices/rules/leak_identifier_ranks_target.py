"""An identifier was given in the order of the target."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.answers import AnswersEvidence
from assay.core.evidence.data import ColumnsEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

SMALLEST_STRENGTH: Final = 0.8
"""Of the order alone: a ROC-AUC of 0.9, or R2 of ranks."""

SMALLEST_SORTED: Final = 0.5
"""The same where neighbours are far more alike than rows a little apart: sorted in parts."""

LIKELY_STRENGTH: Final = 0.4
"""From it on a warning: of honest tables it is 0.3 at most, but a trend may be behind it."""

DEVIATIONS: Final = 5.0
"""Standard errors, each about one over the root of the rows, that chance does not reach."""

MOST_CHANGES: Final = 0.3
"""Unlikeness of neighbours over that of rows a little apart; 1 where the target drifts."""

MOST_LIKE_TIME: Final = 0.9
"""Rank correlation with a date; above it the numbers follow time, and a trend is honest."""

FEWEST_ROWS: Final = 100
"""On fewer, a trend by chance looks like an order."""


@rule(
    "leak-identifier-ranks-target",
    severity="error",
    remedy="Leave the identifier out (`data.leave_out`), or give numbers that say nothing.",
    practice="no leakage",
    acts="leave-out",
)
def check(answers: AnswersEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding | Unknown]:
    """An identifier was given in the order of the target.

    ## Why
    Rows that were sorted by the outcome, or put together from one file for each class, and
    numbered afterwards carry the outcome in their number. A tree finds the border at once; new
    rows get numbers beyond all that it has seen.

    ## Example
    Patients with the disease are numbers 1 to 400, the healthy ones 401 to 1,000.

    ## Silent when
    The number follows a date of the table: the target may drift with time, and the number with
    it. Or the number tells little: a ROC-AUC between 0.7 and 0.9 is a warning only, since a trend
    that no date of the table shows may be behind it.

    ## References
    Perlich, Melville, Liu, Świrszcz, Lawrence & Rosset (2008), Breast cancer identification: KDD
    Cup winner's report, doi:10.1145/1540276.1540289; Kaufman, Rosset, Perlich & Stitelman (2012),
    Leakage in data mining, doi:10.1145/2382577.2382579
    """
    for order in answers.orders:
        if order.column is None or order.side != "train":
            continue
        if columns is not None and order.column not in columns.used:
            continue
        sorted_ = order.changes <= MOST_CHANGES and order.strength >= SMALLEST_SORTED
        sure = sorted_ or order.strength >= SMALLEST_STRENGTH
        least = SMALLEST_STRENGTH if sure else LIKELY_STRENGTH
        least = SMALLEST_SORTED if sorted_ else least
        if order.strength < max(least, DEVIATIONS / math.sqrt(order.rows)):
            continue
        seen = f"the order of '{order.column}' tells the target with strength {order.strength:.2f}"
        if order.follows_time >= MOST_LIKE_TIME:
            continue
        if order.rows < FEWEST_ROWS:
            yield Unknown(reason=f"{seen}, but on {order.rows} rows only")
        else:
            yield Finding.at(
                column=order.column,
                message=seen,
                measure=order.strength,
                threshold=least,
                severity=None if sure else "warning",
            )
