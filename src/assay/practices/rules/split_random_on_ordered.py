"""Rows that drift in time are split at random."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.overlap import OverlapEvidence, TimeOrder
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LARGEST_DRIFT: Final = 0.1
"""Strength in [0, 1], as of a ROC-AUC of 0.55 from the time alone."""

CHANCE_DEVIATIONS: Final = 3.0
"""Standard errors of a strength without drift, each about one over the root of the rows."""

SMALLEST_PERSISTENCE: Final = 0.3
"""Correlation of the outcomes of rows that follow each other: then neighbours give it away."""

LARGEST_DISTANCE: Final = 0.15
"""Between the distributions of the sides' times, of a split that mixes them."""


@rule(
    "split-random-on-ordered",
    severity="warning",
    remedy="Set `split.kind = 'time'` (or 'group-time'), so that the test lies after training as "
    "service will.",
    practice="separate train, validation, test; stratified",
)
def check(split: SplitEvidence, overlap: OverlapEvidence | None) -> Iterator[Finding | Unknown]:
    """Rows that drift in time are split at random.

    ## Why
    In service the model sees only what comes later. A random test mixes the future into
    training, and so hides how fast the model ages.

    ## Example
    Rentals grow from year to year; a random split lets the model fill in gaps between known
    days.

    ## Silent when
    There is no column of dates, or the target does not drift along it, nor persist from row to
    row.

    ## References
    Bergmeir & Benítez (2012), On the use of cross-validation for time series predictor
    evaluation, doi:10.1016/j.ins.2011.12.028
    """
    if overlap is not None and overlap.times:
        for time in overlap.times:
            yield from _mixed(time, split.target)
        return
    if "time" in split.kind or split.time is None or split.time_drift is None:
        return
    rows = sum(part.rows for part in split.parts)
    by_chance = CHANCE_DEVIATIONS / math.sqrt(max(1, rows))
    if split.time_drift < LARGEST_DRIFT:
        return
    seen = f"'{split.target}' drifts along '{split.time}' with strength {split.time_drift:.2f}"
    if split.time_drift > by_chance:
        yield Finding.at(
            column=split.time,
            message=f"{seen}, and the split is {split.kind}",
            measure=split.time_drift,
            threshold=LARGEST_DRIFT,
            key="split.kind",
        )
    else:
        yield Unknown(reason=f"{seen}; {rows:,} rows show up to {by_chance:.2f} by chance")


def _mixed(time: TimeOrder, target: str) -> Iterator[Finding | Unknown]:
    if time.distance > max(LARGEST_DISTANCE, time.distance_by_chance):
        return
    by_chance = CHANCE_DEVIATIONS / math.sqrt(max(1, time.rows_labelled))
    strongest = max(time.drift, time.persistence if _persists(time) else 0.0)
    if strongest < LARGEST_DRIFT:
        return
    seen = (
        f"'{target}' drifts along '{time.column}' (strength {time.drift:.2f}, correlation from row "
        f"to row {time.persistence:.2f}, {time.train_from} to {time.train_to})"
    )
    if strongest <= by_chance:
        yield Unknown(
            reason=f"{seen}; {time.rows_labelled:,} rows show up to {by_chance:.2f} by chance"
        )
        return
    yield Finding.at(
        column=time.column,
        message=f"{seen}, and {time.rows_before:,} of {time.rows_timed:,} test rows lie among the "
        "training rows",
        measure=strongest,
        threshold=LARGEST_DRIFT,
        key="split.kind",
    )


def _persists(time: TimeOrder) -> bool:
    return time.persistence >= SMALLEST_PERSISTENCE
