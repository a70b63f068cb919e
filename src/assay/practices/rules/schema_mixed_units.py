"""Part of a column's rows is in another unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.units import MixedUnits, UnitsEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

SMALLEST_SHARE: Final = 0.02
"""Share of rows in the other unit; fewer are outliers."""

MOST_BESIDE: Final = 0.1
"""Share of other columns that are shifted too, from which a shift is a shift."""

OWN: Final = ("digits", "clusters", "level", "modes", "expected", "unknown")
"""What shows the unit within a side, so that no shift between the sides explains it."""

SMALLEST_SURE: Final = 0.1
"""Share from which it is an error: a few values beyond the others may be slips of the pen too."""

LARGE: Final = 5.0
"""Factor below which modes and levels may be kinds of things after all."""

LEAST_PARTED: Final = 0.9
"""Distance of a level to the others: what overlaps may be larger things of the same unit."""

SHOWN_BY: Final = {
    "digits": "by decimals that only the conversion makes plain",
    "beyond": "by values beyond the other side's that come back by the conversion",
    "clusters": "by two clusters of one shape",
    "level": "in one level of '{by}' and nowhere else",
    "modes": "by two modes of one shape that no other column tells apart",
    "expected": "by rows far from what the other columns say, which come back by the conversion",
    "unknown": "by two modes of one shape far apart that no other column tells apart",
    "mixture": "by a distribution that such a mixture explains and chance does not",
}
"""How a message says what was seen."""


@rule(
    "schema-mixed-units",
    severity="error",
    remedy="Find the source or the period that those rows come from, and convert them; keep the "
    "unit in a column of its own until all agree.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(units: UnitsEvidence) -> Iterator[Finding | Unknown]:
    """Part of a column's rows is in another unit.

    ## Why
    One column then says two things. Means, scales and splits of trees are drawn between the units
    instead of between the cases, and nothing fails.

    ## Example
    Weights of one clinic in pounds among kilograms; amounts of one month in cents.

    ## Silent when
    Rows beyond the others agree with no known conversion of them, as outliers and sentinels do
    not; or a conversion below five leaves the two sides further apart than chance would. Two modes
    that another column tells apart are two kinds of things; values that are like the others as
    they stand were converted already. A level that other columns tell apart, and that lies no
    further from the other levels than these from each other or has less than three of them, is a
    kind of things too, unless the conversion is above twenty. What a mixture of distributions
    alone shows, a level that overlaps with the others, a factor of no known conversion (another
    currency), or less than a tenth of the rows, is a warning.

    ## References
    Rahm & Do (2000), Data cleaning: problems and current approaches, IEEE Data Engineering
    Bulletin 23(4)
    """
    whole = {one.column for one in units.changed}  # another rule tells of these
    for one in units.mixed:
        if one.share < SMALLEST_SHARE or one.column in whole:
            continue
        where = " and ".join("training" if side == "train" else "the test" for side in one.sides)
        seen = (
            f"about {one.share:.0%} of '{one.column}' in {where} is {one.factor:.6g} times the "
            f"rest ({one.unit}), {SHOWN_BY[one.how].format(by=one.by)}"
        )
        beside = one.beside if one.beside is not None else float(one.how == "mixture")
        if one.how in OWN or beside <= MOST_BESIDE:
            yield Finding.at(
                column=one.column,
                rows=one.rows,
                message=seen,
                measure=one.share,
                threshold=SMALLEST_SHARE,
                severity=None if _sure(one) else "warning",
            )
        else:
            yield Unknown(reason=f"{seen}, but {_beside(one.beside)}")


def _sure(one: MixedUnits) -> bool:
    """Whether a share of that size is shown by the values themselves, not by how they spread."""
    if one.how in ("mixture", "unknown") or (
        one.how in ("modes", "level", "expected") and 1 / LARGE < one.factor < LARGE
    ):
        return False
    if one.how == "level" and one.before < LEAST_PARTED:
        return False
    return min(one.share, 1 - one.share) >= SMALLEST_SURE


def _beside(share: float | None) -> str:
    if share is None:
        return "no other columns tell whether the whole test is shifted"
    return f"{share:.0%} of the other columns are shifted too"
