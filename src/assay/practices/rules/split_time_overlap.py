"""Training rows are later than test rows, though the split is by time."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "split-time-overlap",
    severity="error",
    remedy="Use Assay's own split (`split.kind = 'time'`), or part the rows so that every test "
    "row is later than every training row.",
    practice="separate train, validation, test; stratified",
)
def check(split: SplitEvidence) -> Iterator[Finding]:
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
    if "time" in split.kind and split.rows_before_border:
        test = split.part("test").rows
        yield Finding.at(
            column=split.time,
            message=f"{split.rows_before_border:,} of {test:,} test rows are not later than the "
            f"latest training row ({split.part('train').time_to})",
            measure=split.rows_before_border,
            threshold=0,
            key="split.kind",
        )
