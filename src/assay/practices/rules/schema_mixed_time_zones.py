"""Times of a column stand in more than one time zone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.schema import SchemaEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_MOVED: Final = 0.12
"""Distance of the hours of the day between the sides, where no offset is written."""


@rule(
    "schema-mixed-time-zones",
    severity="error",
    remedy="Turn all times to UTC where the data is loaded, and keep the local offset in a "
    "column of its own if the hour of the day matters.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(schema: SchemaEvidence) -> Iterator[Finding | Unknown]:
    """Times of a column stand in more than one time zone.

    ## Why
    Hours of the day then mean different things, and rows are put in a wrong order: what came after
    seems to come before, which a split by time relies on.

    ## Example
    `2024-01-31T12:00:00Z` beside `2024-01-31T12:00:00+02:00`; a server that was moved to UTC, so
    that the evening's peak is at 18 in training and at 16 in the test.

    ## Silent when
    Two offsets part by season, as summer time does. Where no offset is written, hours of the day
    are compared; without 200 rows on each side and a rhythm of the day it is unknown.

    ## References
    RFC 3339 (2002), Date and time on the internet: timestamps
    """
    for one in schema.zones:
        if one.kind == "offsets":
            train, test = (
                ", ".join(f"{name} {share:.0%}" for name, share in side)
                for side in (one.train, one.test)
            )
            yield Finding.at(
                column=one.column,
                message=f"'{one.column}' has the offsets from UTC {train} in training and {test} "
                "in the test",
            )
        elif one.before >= LEAST_MOVED:
            yield Finding.at(
                column=one.column,
                message=f"{one.share:.0%} of '{one.column}' in the test is {one.hours:+d} hours "
                f"from training: hours of the day are {one.before:.2f} apart as they are and "
                f"{one.after:.2f} after that shift",
                measure=one.before,
                threshold=LEAST_MOVED,
            )
    for left in schema.undecided:
        if left.rule == "schema-mixed-time-zones":
            yield Unknown(reason=f"'{left.column}': {left.reason}")
