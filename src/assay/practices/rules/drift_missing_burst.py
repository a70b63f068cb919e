"""Values are missing on one side, or in a stretch of rows, as nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.shift import Burst, ShiftEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_DIFFERENCE: Final = 0.02
"""Difference of the shares of missing values; smaller ones move few rows."""

LEAST_IN_ORDER: Final = 0.1
"""The same where rows were parted by time or group."""

LEAST_IN_STRETCH: Final = 0.4
"""The same for a stretch of rows of one side, since rows are seldom in no order at all."""

LEAST_RATIO: Final = 5.0
"""Times the share elsewhere, for a stretch."""

MOST_CHANCE: Final = 0.003
"""Chance of such a burst, if values were missing at random, over all places looked at."""


@rule(
    "drift-missing-burst",
    severity="warning",
    remedy="Find out what failed when these rows were written, and fill them again from the "
    "source; until then leave the rows out, or mark them.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(shift: ShiftEvidence, split: SplitEvidence | None) -> Iterator[Finding | Unknown]:
    """Values are missing on one side, or in a stretch of rows, as nowhere else.

    ## Why
    A source that fails leaves gaps. A model that learnt to read a gap as something about the row
    reads the failure of the source as that.

    ## Example
    The income is missing in a third of the test, since its supplier changed a name; a sensor was
    off from row 4,000 to 4,600.

    ## Silent when
    Both sides miss values alike, however many; or a table is ordered, and gaps are only somewhat
    more frequent in one part of it.

    ## References
    Rubin (1976), Inference and missing data, doi:10.1093/biomet/63.3.581; Breck et al. (2019),
    Data validation for machine learning, MLSys
    """
    if not shift.train_rows or not shift.test_rows:
        yield Unknown(reason="a side has no rows")
        return
    random = split is None or split.kind == "random"
    beside = LEAST_DIFFERENCE if random else LEAST_IN_ORDER
    told: set[str] = set()
    for burst in shift.missing:
        stretch = burst.order != ""
        least = LEAST_IN_STRETCH if stretch else beside
        if burst.chance >= MOST_CHANCE or burst.share - burst.elsewhere < least:
            continue
        if stretch and (burst.share < LEAST_RATIO * burst.elsewhere or burst.column in told):
            continue
        told.add(burst.column)
        yield Finding.at(
            column=burst.column,
            rows=burst.places,
            message=_seen(burst),
            measure=burst.share - burst.elsewhere,
            threshold=least,
        )


def _seen(burst: Burst) -> str:
    side = "training" if burst.side == "train" else "the test"
    if burst.order == "":
        return (
            f"'{burst.column}' is missing in {burst.share:.1%} of {side} ({burst.rows:,} rows), "
            f"and in {burst.elsewhere:.1%} of the other side"
        )
    ordered = f", in the order of '{burst.order}'," if burst.order else ""
    return (
        f"'{burst.column}' is missing in {burst.share:.1%} of a stretch of {side}{ordered} "
        f"between rows {burst.first:,} and {burst.last:,} ({burst.rows:,} rows), and in "
        f"{burst.elsewhere:.1%} of its other rows"
    )
