"""Dates of a column are written in more than one format."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.schema import SchemaEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "schema-mixed-date-formats",
    severity="error",
    remedy="Write all dates as 2024-12-31 where the data is loaded; find the source of the other "
    "form, since 03/04 is two days.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(schema: SchemaEvidence) -> Iterator[Finding]:
    """Dates of a column are written in more than one format.

    ## Why
    Read by one format, dates of the other become missing, or another day: 03/04 is in March or in
    April. Order, ages and splits by time are then wrong without an error.

    ## Example
    `2024-01-31` until the export changed, `31/01/2024` since.

    ## Silent when
    Values are no dates, or no value above 12 tells day from month on one of the sides.

    ## References
    ISO 8601-1:2019, Date and time: representations for information interchange
    """
    for one in schema.dates:
        train, test = (
            ", ".join(f"{name} {share:.0%}" for name, share in side) or "no dates"
            for side in (one.train, one.test)
        )
        yield Finding.at(
            column=one.column,
            message=f"dates of '{one.column}' are {train} in training and {test} in the test, such "
            f"as {', '.join(repr(value) for value in dict.fromkeys(one.examples))}",
        )
