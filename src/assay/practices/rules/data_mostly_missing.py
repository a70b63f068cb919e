"""A column that the model reads is nearly always missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnsEvidence, ProfileEvidence
from assay.core.finding import Finding
from assay.practices.columns import model_columns
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.95
"""Share of rows; one in twenty present is the least that an indicator can be learnt from."""


@rule(
    "data-mostly-missing",
    severity="warning",
    remedy="Find out when the column is filled in. Keep it if that is known at prediction time, "
    "or leave it out (`data.leave_out`).",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(profile: ProfileEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding]:
    """A column that the model reads is nearly always missing.

    ## Why
    What little is there was seldom filled in at random, and the few rows decide what the model
    makes of it. It is the first column to change its meaning unseen.

    ## Example
    `pool_quality` is present in 7 of 1,460 houses.

    ## References
    Rubin (1976), Inference and missing data, doi:10.1093/biomet/63.3.581; Little & Rubin
    (2019), Statistical analysis with missing data
    """
    for column in model_columns(profile, columns):
        share = column.missing / column.rows if column.rows else 0.0
        if LARGEST_SHARE < share < 1:
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' is missing in {share:.1%} of {column.rows:,} rows "
                f"({column.rows - column.missing:,} are left)",
                measure=share,
                threshold=LARGEST_SHARE,
            )
