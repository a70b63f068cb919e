"""A date lies after the row's own time, and tells the outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding
from assay.practices.leaks import considered
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.05
"""Share of present dates that are later; a few are clocks that differ."""

SMALLEST_STRENGTH: Final = 0.2
"""Of the date alone, as a ROC-AUC of 0.6; a later date that says nothing harms little."""

WORDS_OF_PLANS: Final = frozenset(
    (
        "deadline",
        "due",
        "eta",
        "est",
        "estimated",
        "expected",
        "expires",
        "expiration",
        "expiry",
        "maturity",
        "next",
        "plan",
        "planned",
        "promised",
        "renewal",
        "sched",
        "schedule",
        "scheduled",
        "target",
        "until",
        "valid",
    )
)
"""Words in names of dates that are set beforehand and may lie in the future."""


@rule(
    "leak-later-timestamp",
    severity="error",
    remedy="Leave the column out (`data.leave_out`), or take its value from before the outcome.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding]:
    """A date lies after the row's own time, and tells the outcome.

    ## Why
    A row happens at its time. A date after that was written later, unless it was a plan; and if
    it tells the outcome, it was written because of it.

    ## Example
    `closed_at` of a complaint that is to be classified when it arrives.

    ## Silent when
    The name says that it is a plan (`due_date`, `scheduled_departure`, `valid_until`), or the
    date knows little of the outcome; or no column is declared as `data.time`.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579
    """
    for column in considered(leaks, columns):
        if (
            column.after_time is not None
            and column.after_time >= SMALLEST_SHARE
            and column.strength >= SMALLEST_STRENGTH
            and not WORDS_OF_PLANS.intersection(re.split(r"[^a-z]+", column.name.lower()))
        ):
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' is later than the row's time in {column.after_time:.0%} "
                f"of rows, and tells the target with strength {column.strength:.2f}",
                measure=column.after_time,
                threshold=SMALLEST_SHARE,
            )
