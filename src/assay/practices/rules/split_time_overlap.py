"""Training rows are later than test rows, though the split is by time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.overlap import OverlapEvidence, TimeOrder
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

SMALLEST_DISTANCE: Final = 0.3
"""Between the distributions of the two sides' times: random rows do not differ so much."""

MOST_RUNS: Final = 0.5
"""Of the changes between the sides along time that rows drawn one by one would make: fewer mean
that whole weeks or months were tested."""

DEVIATIONS: Final = 6.0
"""Standard errors that their number lies below chance."""

LARGEST_SHARE: Final = 0.01
"""Of the test rows, not later than the last of training: a border day is shared by both."""


@rule(
    "split-time-overlap",
    severity="error",
    remedy="Use Assay's own split (`split.kind = 'time'`), or part the rows so that every test "
    "row is later than every training row.",
    practice="separate train, validation, test; stratified",
)
def check(split: SplitEvidence, overlap: OverlapEvidence | None) -> Iterator[Finding]:
    """Training rows are later than test rows, though the split is by time.

    ## Why
    The model knows the future of its own test: prices after the crash, the state of the same
    machine a day later.

    ## Example
    A test of June, with the corrections of July in training.

    ## Silent when
    The split is not by time; `split-random-on-ordered` asks whether it should be.

    ## References
    Hyndman & Athanasopoulos (2021), Forecasting: principles and practice, 5.10; Kapoor &
    Narayanan (2023), doi:10.1016/j.patter.2023.100804
    """
    if overlap is not None and overlap.times:
        yield from _mixed(overlap, grouped="group" in split.kind)
    elif "time" in split.kind and split.rows_before_border:
        test = split.part("test").rows
        yield Finding.at(
            column=split.time,
            message=f"{split.rows_before_border:,} of {test:,} test rows are not later than the "
            f"latest training row ({split.part('train').time_to})",
            measure=split.rows_before_border,
            threshold=0,
            key="split.kind",
        )


def _mixed(overlap: OverlapEvidence, *, grouped: bool) -> Iterator[Finding]:
    for time in overlap.times:
        ordered = time.distance >= max(SMALLEST_DISTANCE, time.distance_by_chance)
        if not ordered and not grouped and _in_stretches(time):
            yield Finding.at(
                column=time.column,
                message=f"the test is {(time.runs + 1) // 2:,} stretches of time with training "
                f"before and after them, up to {time.train_to}: rows drawn one by one would change "
                f"sides {time.runs_by_chance:,.0f} times, and these do {time.runs:,} times",
                measure=time.runs / time.runs_by_chance,
                threshold=MOST_RUNS,
                key="split.kind",
                severity=None if time.declared else "warning",
            )
            continue
        share = time.rows_before / time.rows_timed
        if time.declared and ordered and share > LARGEST_SHARE:
            yield Finding.at(
                column=time.column,
                message=f"{time.rows_before:,} of {time.rows_timed:,} test rows are not later than "
                f"the latest training row ({time.train_to}), though the sides differ in time",
                measure=share,
                threshold=LARGEST_SHARE,
                key="split.kind",
            )


def _in_stretches(time: TimeOrder) -> bool:
    error = (time.runs_by_chance - 1) / math.sqrt(max(1, 2 * time.rows_timed))
    return (
        0
        < time.runs
        <= min(MOST_RUNS * time.runs_by_chance, time.runs_by_chance - DEVIATIONS * error)
    )
