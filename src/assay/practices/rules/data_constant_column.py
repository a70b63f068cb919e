"""A column that the model reads has one value only."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.data import ColumnProfile, ColumnsEvidence, ProfileEvidence
from assay.core.finding import Finding
from assay.practices.columns import model_columns
from assay.practices.rule import rule


@rule(
    "data-constant-column",
    severity="warning",
    remedy="Leave the column out (`data.leave_out`), or find out why it never varies.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(profile: ProfileEvidence, columns: ColumnsEvidence | None) -> Iterator[Finding]:
    """A column that the model reads has one value only.

    ## Why
    It cannot help, and it often shows that something broke upstream: a filter too many, a join
    that filled a default, a sensor that sticks.

    ## Example
    `country` is 'DE' in every row, since the export was filtered.

    ## Silent when
    The one value stands beside missing ones: then missing or not is information.

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


def _value(column: ColumnProfile) -> str:
    if column.top:
        return f"'{column.top[0][0]}'"
    return f"{column.quantiles[0]:g}" if column.quantiles else "the same"
