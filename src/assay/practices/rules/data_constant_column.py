"""A column that the model reads has one value only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ColumnProfile, ColumnsEvidence, ProfileEvidence
from assay.core.evidence.shift import ShiftEvidence
from assay.core.finding import Finding
from assay.practices.columns import model_columns
from assay.practices.rule import rule

TIED: Final = 0.05
"""Chance from which on it says nothing of the outcome that the one value is missing."""


@rule(
    "data-constant-column",
    severity="warning",
    remedy="Leave the column out (`data.leave_out`), or find out why it never varies.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(
    profile: ProfileEvidence, columns: ColumnsEvidence | None, shift: ShiftEvidence | None
) -> Iterator[Finding]:
    """A column that the model reads has one value only.

    ## Why
    It cannot help, and it often shows that something broke upstream: a filter too many, a join
    that filled a default, a sensor that sticks.

    ## Example
    `country` is 'DE' in every row, since the export was filtered.

    ## Silent when
    The one value stands beside missing ones, and outcomes differ where it is missing: then
    missing or not is information.

    ## References
    Breck et al. (2019), Data validation for machine learning, MLSys
    """
    for column in model_columns(profile, columns):
        if column.distinct <= 1 and column.missing in (0, column.rows):
            value = "is missing" if column.missing else f"is {_value(column)}"
            yield Finding.at(
                column=column.name,
                message=f"'{column.name}' {value} in all {column.rows:,} rows",
                measure=column.distinct,
                threshold=1,
            )
    for one in shift.rare if shift is not None else ():
        if not one.others and not one.rounded and one.tie >= TIED:
            yield Finding.at(
                column=one.column,
                message=f"'{one.column}' is {one.value} in all {one.rows:,} rows that hold a "
                "value, and outcomes are alike where it is missing",
                measure=1,
                threshold=1,
            )


def _value(column: ColumnProfile) -> str:
    if column.top:
        return f"'{column.top[0][0]}'"
    return f"{column.quantiles[0]:g}" if column.quantiles else "the same"
