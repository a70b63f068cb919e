"""The test has levels that training does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.shift import ShiftEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_SHARE: Final = 0.005
"""Share of the test's rows; fewer change no score."""

MOST_CHANCE: Final = 0.001
"""Chance that random parts would leave so many rows of new levels to the test alone."""


@rule(
    "drift-unseen-category",
    severity="warning",
    remedy="Give training rows of the new levels, or decide what the model does with a level that "
    "it does not know; judge those rows apart from the others.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(shift: ShiftEvidence) -> Iterator[Finding | Unknown]:
    """The test has levels that training does not know.

    ## Why
    An encoder turns an unknown level into nothing, or fails. For those rows the model guesses by
    what is left, and no score on known levels tells how well.

    ## Example
    A product that was launched after training's export; a branch that opened later.

    ## Silent when
    The column has a long tail of rare levels, names or free text: some of them fall to the test
    alone by chance, and training's own levels of one row tell how many.

    ## References
    Good (1953), The population frequencies of species, doi:10.1093/biomet/40.3-4.237; Breck et
    al. (2019), Data validation for machine learning, MLSys
    """
    if not shift.train_rows or not shift.test_rows:
        yield Unknown(reason="a side has no rows")
        return
    for one in shift.unseen:
        if one.share >= LEAST_SHARE and one.chance < MOST_CHANCE:
            examples = ", ".join(map(repr, one.examples))
            more = f" and {one.levels - len(one.examples)} more" if one.levels > 3 else ""
            yield Finding.at(
                column=one.column,
                rows=one.places,
                message=f"{one.rows:,} test rows ({one.share:.1%}) hold levels of '{one.column}' "
                f"that training has not: {examples}{more}; {one.expected:.1%} would be expected",
                measure=one.share,
                threshold=LEAST_SHARE,
            )
