"""A column is the target under another name."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.data import ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding
from assay.practices.leaks import LEAST_SAID, considered, copied
from assay.practices.rule import rule


@rule(
    "leak-target-copy",
    severity="error",
    remedy="Leave the column out (`data.leave_out`); it will not be known when it is needed.",
    practice="no leakage",
    acts="leave-out",
)
def check(leaks: LeakEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding]:
    """A column is the target under another name.

    ## Why
    Each value of the column stands for one value of the target and the other way round, or says
    its very name in other letters, or the rounded number, so the
    model need only read it. In service, where the target is not yet known, it is empty or wrong.

    ## Example
    `alive` (yes, no) beside `survived` (1, 0) in a table of the Titanic's passengers.

    ## References
    Kaufman, Rosset, Perlich & Stitelman (2012), Leakage in data mining,
    doi:10.1145/2382577.2382579
    """
    for column in considered(leaks, columns):
        if copied(column) and not column.copies_target:
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' says '{leaks.target}' in {column.says_target:.1%} of the "
                f"rows{'' if leaks.task == 'regression' else ' of the class where it is least'}",
                measure=column.says_target,
                threshold=LEAST_SAID,
            )
        elif column.copies_target:
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' maps one to one onto the target '{leaks.target}'",
                measure=column.exactness,
                threshold=1.0,
            )
