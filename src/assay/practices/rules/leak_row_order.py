"""The table is sorted by the target."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.answers import AnswersEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

SMALLEST_STRENGTH: Final = 0.4
"""Of the position alone: a ROC-AUC of 0.7, or R2 of ranks; of honest tables it is 0.3 at most."""

DEVIATIONS: Final = 5.0
"""Standard errors, each about one over the root of the rows, that chance does not reach."""

SMALLEST_SORTED: Final = 0.3
"""The same where neighbours are far more alike than rows a little apart: sorted in parts."""

MOST_CHANGES: Final = 0.3
"""Unlikeness of neighbours over that of rows a little apart; 1 where the target drifts."""

MOST_LIKE_TIME: Final = 0.9
"""Rank correlation with a date; above it the table follows time, and a trend is honest."""

FEWEST_ROWS: Final = 100
"""On fewer, a trend by chance looks like an order."""


@rule(
    "leak-row-order",
    severity="warning",
    remedy="Shuffle the rows before they are split and before they are numbered; use shuffled "
    "folds, and let no index become a feature.",
    practice="no leakage",
)
def check(answers: AnswersEvidence) -> Iterator[Finding | Unknown]:
    """The table is sorted by the target.

    ## Why
    The position of a row gives its outcome. Any index that is written along, and any feature
    computed from neighbouring rows (a running mean, a gap to the row before), carries it into the
    model; and folds of rows that follow each other miss whole classes.

    ## Example
    A file of all that churned, with all that stayed appended to it.

    ## Silent when
    The table follows a date, as records do: then the target may drift with time. Or the position
    tells little.

    ## References
    Perlich, Melville, Liu, Świrszcz, Lawrence & Rosset (2008), Breast cancer identification: KDD
    Cup winner's report, doi:10.1145/1540276.1540289
    """
    for order in answers.orders:
        if order.column is not None or order.follows_time >= MOST_LIKE_TIME:
            continue
        sorted_ = order.changes <= MOST_CHANGES and order.strength >= SMALLEST_SORTED
        least = SMALLEST_SORTED if sorted_ else SMALLEST_STRENGTH
        if order.strength < max(least, DEVIATIONS / math.sqrt(order.rows)):
            continue
        side = {"train": "training", "test": "the test"}[order.side]
        seen = (
            f"the position of a row in {side} tells the target with strength {order.strength:.2f}"
        )
        if order.rows < FEWEST_ROWS:
            yield Unknown(reason=f"{seen}, but on {order.rows} rows only")
        else:
            yield Finding.at(
                message=seen,
                measure=order.strength,
                threshold=least,
            )
