"""A column of the test is in another unit than in training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.units import UnitChange, UnitsEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_MOVED: Final = 0.3
"""Distance of the two distributions before the conversion; less is seen among honest shifts."""

MOST_LEFT: Final = 0.25
"""Part of it that a conversion may leave; the test may have shifted a little besides."""

LARGE: Final = 5.0
"""Factor from which a change of unit is not mistaken for growth or inflation."""

LEAST_FAR, MOST_LEFT_OF_FAR = 0.5, 0.12
"""Distance before a small conversion, and part of it left, for a warning where more than chance is
left: the test may have shifted a little besides, or have grown by just that factor."""

ON_GRID: Final = 0.5
"""Share of values that only the conversion puts on training's steps; growth puts none there."""

FAR: Final = 90.0
"""Factor from which a change of unit is told from a shift that other columns have as well."""

MOST_BESIDE: Final = 0.1
"""Share of other columns that are shifted too, from which a shift is a shift."""


LEAST_ASTRAY: Final = 4.0
"""Distance of the test to what its other columns say, in training's, before a conversion."""

MOST_ASTRAY: Final = 1.5
"""The same after it: a test that shifted as a whole is where its other columns say."""

LEAST_LIKELY: Final = 0.8
"""Distance before a large conversion from which a shift of other columns leaves a warning."""

MOST_BESIDE_LIKELY: Final = 0.5
"""Share of other columns that may be shifted then."""


@rule(
    "schema-unit-changed",
    severity="error",
    remedy="Convert one side, and write the unit into the column's name and its range into "
    "contract.toml, so that the next change stops.",
    practice="validate data and schema before training",
)
def check(units: UnitsEvidence) -> Iterator[Finding | Unknown]:
    """A column of the test is in another unit than in training.

    ## Why
    Kilograms read as pounds are valid numbers: nothing fails, and every prediction is wrong. The
    score of such a test says nothing of the model.

    ## Example
    Income in thousands in training, in full in the test; temperatures in Celsius and Fahrenheit;
    salaries as they are and as their logarithms.

    ## Silent when
    The sides differ otherwise than by a known conversion: an honest shift moves a distribution by
    any factor and bends it. After a conversion below five the distributions must agree as two draws
    of one do, or values must return to the steps in which training is written; where sides that
    lie far apart agree but for a little more than that, it is a warning. Where the other columns
    explain training's values, and the test follows them after the conversion and not before, the
    test as a whole may have shifted too.

    ## References
    Mars Climate Orbiter Mishap Investigation Board (1999), Phase I report, NASA;
    Breck et al. (2019), Data validation for machine learning, MLSys
    """
    for one in units.changed:
        if not _shown(one):
            continue
        seen = (
            f"'{one.column}' of the test is {_what(one)}: the distributions are "
            f"{one.before:.2f} apart as they are and {one.after:.2f} after the conversion"
        )
        if _followed(one):
            seen += (
                f"; it is {one.expected_before:.1f} times as far as training from what the other "
                f"columns make of it, and {one.expected_after:.1f} times after the conversion"
            )
        if _alone(one):
            yield Finding.at(
                column=one.column,
                message=seen,
                measure=one.before,
                threshold=LEAST_MOVED,
                severity=None if _sure(one) else "warning",
            )
        elif _likely(one):
            yield Finding.at(
                column=one.column,
                message=f"{seen}; {one.beside:.0%} of the other columns are shifted too",
                measure=one.before,
                threshold=LEAST_LIKELY,
                severity="warning",
            )
        else:
            yield Unknown(
                reason=f"{seen}, but {one.beside:.0%} of the other columns are shifted too"
            )


def _shown(one: UnitChange) -> bool:
    sure = one.before >= LEAST_MOVED and one.after <= MOST_LEFT * one.before
    back = _large(one) or one.after <= one.chance or _nearly(one) or _followed(one)
    return _written(one) or (sure and back)


def _sure(one: UnitChange) -> bool:
    """Whether nothing but another unit explains it, not even growth by just that factor."""
    if _large(one) or _written(one) or (_followed(one) and one.offset):
        return True
    return one.after <= one.chance and (one.beside or 0.0) <= MOST_BESIDE


def _large(one: UnitChange) -> bool:
    return one.scale != "linear" or not 1 / LARGE < one.factor < LARGE


def _followed(one: UnitChange) -> bool:
    """Whether the test is where its other columns say after the conversion, and was not before."""
    if one.expected_before is None or one.expected_after is None:
        return False
    return one.expected_before >= LEAST_ASTRAY and one.expected_after <= MOST_ASTRAY


def _nearly(one: UnitChange) -> bool:
    """Whether a small conversion leaves hardly anything of a large distance, and yet something."""
    most = MOST_LEFT_OF_FAR * one.before
    return one.before >= LEAST_FAR and one.chance < one.after <= most


def _alone(one: UnitChange) -> bool:
    """Whether the conversion explains it better than the shift that the whole test has."""
    far = one.scale != "linear" or not 1 / FAR < one.factor < FAR
    alone = (one.beside or 0.0) <= MOST_BESIDE or _followed(one)
    return _written(one) or alone or (far and one.after <= one.chance)


def _likely(one: UnitChange) -> bool:
    """Whether hardly a value is where it was, though few other columns are shifted."""
    return _large(one) and one.before >= LEAST_LIKELY and (one.beside or 0.0) <= MOST_BESIDE_LIKELY


def _written(one: UnitChange) -> bool:
    return (one.off_grid or 0.0) >= ON_GRID


def _what(one: UnitChange) -> str:
    if one.scale == "linear":
        return f"{one.factor:.6g} times training's{_offset(one)} ({one.unit})"
    return (
        f"what training holds the {one.scale} of" if one.inverse else f"{one.scale} of training's"
    )


def _offset(one: UnitChange) -> str:
    return f" plus {one.offset:.4g}" if one.offset else ""
