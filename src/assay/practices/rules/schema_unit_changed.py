"""A column of the test is in another unit than in training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.schema import SchemaEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LEAST_MOVED: Final = 0.3
"""Distance of the two distributions before the conversion; less is seen among honest shifts."""

MOST_LEFT: Final = 0.25
"""Part of it that a conversion may leave; the test may have shifted a little besides."""

LARGE: Final = 5.0
"""Factor from which a change of unit is not mistaken for growth or inflation."""

ON_GRID: Final = 0.5
"""Share of values that only the conversion puts on training's steps; growth puts none there."""


@rule(
    "schema-unit-changed",
    severity="error",
    remedy="Convert one side, and write the unit into the column's name and its range into "
    "contract.toml, so that the next change stops.",
    practice="validate data and schema before training",
)
def check(schema: SchemaEvidence) -> Iterator[Finding]:
    """A column of the test is in another unit than in training.

    ## Why
    Kilograms read as pounds are valid numbers: nothing fails, and every prediction is wrong. The
    score of such a test says nothing of the model.

    ## Example
    Income in thousands in training, in full in the test; temperatures in Celsius and Fahrenheit.

    ## Silent when
    The sides differ otherwise than by a known conversion: an honest shift moves a distribution by
    any factor and bends it. After a conversion below five the distributions must agree as two draws
    of one do, or values must return to the steps in which training is written.

    ## References
    Mars Climate Orbiter Mishap Investigation Board (1999), Phase I report, NASA;
    Breck et al. (2019), Data validation for machine learning, MLSys
    """
    for one in schema.units:
        chance_alone = one.after <= one.chance
        large = not 1 / LARGE < one.factor < LARGE
        written = (one.off_grid or 0.0) >= ON_GRID
        sure = one.before >= LEAST_MOVED and one.after <= MOST_LEFT * one.before
        if written or (sure and (large or chance_alone)):
            shift = f" plus {one.offset:.4g}" if one.offset else ""
            yield Finding.at(
                column=one.column,
                message=f"'{one.column}' of the test is {one.factor:.6g} times training's{shift} "
                f"({one.unit}): the distributions are {one.before:.2f} apart as they are and "
                f"{one.after:.2f} after the conversion",
                measure=one.before,
                threshold=LEAST_MOVED,
            )
