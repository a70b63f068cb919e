"""Part of a column's rows is in another unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.schema import SchemaEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.02
"""Share of rows in the other unit; fewer are outliers."""


@rule(
    "schema-mixed-units",
    severity="error",
    remedy="Find the source or the period that those rows come from, and convert them; keep the "
    "unit in a column of its own until all agree.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(schema: SchemaEvidence) -> Iterator[Finding]:
    """Part of a column's rows is in another unit.

    ## Why
    One column then says two things. Means, scales and splits of trees are drawn between the units
    instead of between the cases, and nothing fails.

    ## Example
    Weights of one clinic in pounds among kilograms; amounts of one month in cents.

    ## Silent when
    Rows beyond the others agree with no known conversion of them, as outliers and sentinels do
    not; or a conversion below five leaves the two sides further apart than chance would.

    ## References
    Rahm & Do (2000), Data cleaning: problems and current approaches, IEEE Data Engineering
    Bulletin 23(4)
    """
    for one in schema.mixed_units:
        if one.share >= SMALLEST_SHARE:
            where = " and ".join(
                "training" if side == "train" else "the test" for side in one.sides
            )
            yield Finding.at(
                column=one.column,
                rows=one.rows,
                message=f"about {one.share:.0%} of '{one.column}' in {where} is {one.factor:.6g} "
                f"times the rest ({one.unit}): converted, it leaves a distance of {one.after:.2f} "
                f"where chance leaves {one.chance:.2f}",
                measure=one.share,
                threshold=SMALLEST_SHARE,
            )
