"""The same group stands in training and in test."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.overlap import OverlapEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "split-group-overlap",
    severity="error",
    remedy="Set `split.kind = 'group'` (or 'group-time'), so that a group stays in one part.",
    practice="separate train, validation, test; stratified",
)
def check(split: SplitEvidence, overlap: OverlapEvidence | None) -> Iterator[Finding]:
    """The same group stands in training and in test.

    ## Why
    A model recognises customers, patients or machines that it has seen, and so scores better on a
    test that holds them than it will on strangers.

    ## Example
    Visits of patient 17 on both sides of a row-wise split.

    ## Silent when
    No column is declared as `data.group`, or the split is by time: then the same customer coming
    back later is what the model will meet.

    ## References
    Kapoor & Narayanan (2023), Leakage and the reproducibility crisis,
    doi:10.1016/j.patter.2023.100804
    """
    column, shared, tested = split.group, split.groups_shared, split.groups_test
    if overlap is not None and overlap.group is not None:
        column, shared, tested = overlap.group, overlap.groups_shared, overlap.groups_test
    if split.kind != "time" and shared:
        yield Finding.at(
            column=column,
            message=f"{shared:,} of {tested:,} test groups are also in training",
            measure=shared,
            threshold=0,
            key="split.kind",
        )
