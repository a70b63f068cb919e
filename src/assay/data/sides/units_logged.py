"""A column whose one side holds the logarithm of what the other side holds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from assay.core.evidence.units import Scale, UnitChange
from assay.data.sides.schema_written import Pair
from assay.data.sides.table import Floats
from assay.data.sides.units_distance import chance_distance, distance, step_of

LEAST_MOVED = 0.5
"""Distance of the sides as they are."""

MOST_LEFT = 0.25
"""Part of it that the logarithm may leave."""

LEAST_SPREAD = 8
"""Distinct values of each side; a few levels agree with others too easily."""

LOGARITHMS: tuple[tuple[Scale, Callable[[Floats], Floats]], ...] = (
    ("log10", np.log10),
    ("log", np.log),
    ("log2", np.log2),
    ("log1p", np.log1p),
)


def logged(pair: Pair, train: Floats, test: Floats) -> UnitChange | None:
    """Return the change by which one side is the logarithm of the other, None if there is none.

    A conversion has no choice of its own here: the distributions must agree as two draws of one
    do, by a formula without a parameter.

    Args:
        pair: The column.
        train: Its known values in training, sorted.
        test: The same of the test, sorted.
    """
    before = distance(train, test)
    chance = chance_distance(len(train), len(test))
    if before < LEAST_MOVED:
        return None
    for scale, logarithm in LOGARITHMS:
        for there, here, inverse in ((train, test, False), (test, train, True)):
            after = _left(there, here, logarithm, least=-1.0 if scale == "log1p" else 0.0)
            if after is not None and after <= min(chance, MOST_LEFT * before):
                return _change(pair, scale, before, after, chance, inverse=inverse)
    return None


def _change(
    pair: Pair, scale: Scale, before: float, after: float, chance: float, *, inverse: bool
) -> UnitChange:
    return UnitChange(
        column=pair.name,
        factor=1.0,
        offset=0.0,
        unit="the plain number and its logarithm",
        before=before,
        after=after,
        chance=chance,
        off_grid=None,
        beside=pair.beside,
        scale=scale,
        inverse=inverse,
    )


def _left(
    plain: Floats, logarithms: Floats, logarithm: Callable[[Floats], Floats], *, least: float
) -> float | None:
    """Return the distance of logarithms to those of plain values; None if it is plainly large."""
    if plain[0] <= least:
        return None
    low, high = logarithm(plain[[len(plain) // 4, 3 * len(plain) // 4]])
    if not low <= logarithms[len(logarithms) // 2] <= high:
        return None
    if min(len(np.unique(one)) for one in (plain, logarithms)) < LEAST_SPREAD:
        return None
    return distance(logarithm(plain), logarithms, tolerance=step_of(logarithms) / 2)
