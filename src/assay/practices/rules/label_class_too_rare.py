"""A class has too few rows to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

FEWEST_ROWS: Final = 10
"""Training rows; ten events for one variable is the usual least."""


@rule(
    "label-class-too-rare",
    severity="warning",
    remedy="Collect more rows of the class, merge it with another, or leave it out and say so.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(split: SplitEvidence) -> Iterator[Finding]:
    """A class has too few rows to learn from.

    ## Why
    Whatever the model says of such a class, it says by chance, and no test can show otherwise.

    ## Example
    Five of 1,599 wines have quality 3 in the training part.

    ## References
    Peduzzi et al. (1996), A simulation study of the number of events per variable,
    doi:10.1016/S0895-4356(96)00236-3
    """
    train = split.part("train")
    for name, share in train.shares:
        rows = round(share * train.rows)
        if 0 < rows < FEWEST_ROWS:
            yield Finding.at(
                column=split.target,
                message=f"class '{name}' has {rows} of {train.rows:,} training rows",
                measure=rows,
                threshold=FEWEST_ROWS,
            )
