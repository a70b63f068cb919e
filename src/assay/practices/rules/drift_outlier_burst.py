"""Extreme values crowd on one side, or in a stretch of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.shift import OutlierBurst, ShiftEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_RATIO: Final = 5.0
"""Times the share of extreme values elsewhere."""

FEWEST_ROWS: Final = 5
"""Extreme values there; fewer stand together by chance."""

FEWEST_FAR: Final = 2
"""Extreme values, where chance would hardly bring them: two of ten times the greatest elsewhere."""

TIMES_FOR_EACH: Final = 10.0
"""Times less that the chance has to be for each value that lacks: a heavy tail has one or two by
nature."""

LEAST_IN_STRETCH: Final = 0.3
"""Share of the rows of a stretch: a natural season brings some extremes too."""

MOST_CHANCE: Final = 0.001
"""Chance of it, were extreme values at random places, over all places looked at."""

MOST_ROWS: Final = 0.3
"""Share of a side; a larger part that lies elsewhere is another population, and no burst."""


@rule(
    "drift-outlier-burst",
    severity="warning",
    remedy="Look at the rows: correct them from the source, or make them missing. State the range "
    "of the column in contract.toml, so that the next burst stops.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(shift: ShiftEvidence) -> Iterator[Finding | Unknown]:
    """Extreme values crowd on one side, or in a stretch of rows.

    ## Why
    A model has learnt nothing of values that far out, and a linear one multiplies them. A few
    such rows can decide a mean error.

    ## Example
    A meter jumped for an hour; one in thirty test rows holds ten times the greatest of training.

    ## Silent when
    Extremes lie on both sides in the proportion of the rows: then the column has a heavy tail.

    ## References
    Hampel (1974), The influence curve and its role in robust estimation,
    doi:10.1080/01621459.1974.10482962
    """
    if not shift.train_rows or not shift.test_rows:
        yield Unknown(reason="a side has no rows")
        return
    told: set[str] = set()
    for one in shift.outliers:
        burst = one.burst
        stretch = burst.order != ""
        lacking = 0 if stretch else max(0, FEWEST_ROWS - burst.rows)
        fewest = FEWEST_ROWS if stretch else FEWEST_FAR
        most_chance = MOST_CHANCE / TIMES_FOR_EACH**lacking
        if burst.column in told or burst.rows < fewest or burst.chance >= most_chance:
            continue
        if burst.share < LEAST_RATIO * burst.elsewhere:
            continue
        if (stretch and burst.share < LEAST_IN_STRETCH) or (
            not stretch and burst.share > MOST_ROWS
        ):
            continue
        told.add(burst.column)
        yield Finding.at(
            column=burst.column,
            rows=burst.places,
            message=_seen(one),
            measure=burst.share,
            threshold=LEAST_RATIO * burst.elsewhere,
        )


def _seen(one: OutlierBurst) -> str:
    burst = one.burst
    side = "training" if burst.side == "train" else "the test"
    where = f"of {side}"
    elsewhere = "of the other side"
    if burst.order != "":
        ordered = f", in the order of '{burst.order}'," if burst.order else ""
        where = f"of {side}{ordered} between rows {burst.first:,} and {burst.last:,}"
        elsewhere = "of its other rows"
    return (
        f"'{burst.column}' is {'below' if one.below else 'above'} {one.beyond:.4g} in "
        f"{burst.share:.1%} {where} ({burst.rows:,} rows, out to {one.farthest:.4g}), and in "
        f"{burst.elsewhere:.2%} {elsewhere}; usual is {one.usual:.4g}, with 90 in 100 values "
        f"within a range of {one.spread:.4g}"
    )
