"""Most rows have no target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.5
"""Share of rows: from here on the rows without a target are the rule, not the exception."""


@rule(
    "label-mostly-missing",
    severity="warning",
    remedy="Find out which rows get a target, and whether the model will be asked about others. "
    "Wait for the outcomes, or say so in `card.caveats`.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(split: SplitEvidence) -> Iterator[Finding]:
    """Most rows have no target.

    ## Why
    Outcomes are seldom known at random: loans that were granted, patients who came back, parts
    that were inspected. A model learns from those, and is asked about all.

    ## Example
    Repayment is known for the third of applicants who got the loan.

    ## References
    Heckman (1979), Sample selection bias as a specification error, doi:10.2307/1912352
    """
    labelled = sum(part.rows for part in split.parts) + split.rows_dropped
    rows = labelled + split.rows_without_target
    share = split.rows_without_target / rows if rows else 0.0
    if share > LARGEST_SHARE:
        yield Finding.at(
            column=split.target,
            message=f"'{split.target}' is missing in {split.rows_without_target:,} of {rows:,} "
            f"rows ({share:.0%})",
            measure=share,
            threshold=LARGEST_SHARE,
        )
