"""A column whose test is in another unit than its training."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assay.core.evidence.units import UnitChange
from assay.data.sides.schema_written import Pair
from assay.data.sides.table import Floats
from assay.data.sides.units_conversions import CONVERSIONS, Conversion
from assay.data.sides.units_distance import (
    chance_distance,
    counts_up,
    distance,
    finite_sample,
    off_grid,
    step_of,
)

FEWEST_VALUES = 30
"""Known values of each side."""

FEWEST_FAR = 20
"""The same where the sides lie wholly apart, by a factor that no growth explains."""

FAR = 20.0
"""Such a factor."""

FEWEST_DISTINCT = 3
"""Distinct values of each side; two levels agree with two others under some factor too easily."""

NEAR = 0.35
"""Difference of a conversion's factor to the ratio of the medians, as a logarithm."""

LEAST_UNUSUAL = 5.0
"""Ratio from which a conversion that is not among the usual ones is tried as well."""

MOVED = 0.15
"""Distance of the distributions below which they are taken for one unit."""


def unit_changes(pair: Pair) -> Iterator[UnitChange]:
    """Yield the conversion that makes the test's values training's, if there is one."""
    if pair.numbers is None or counts_up(pair.numbers):
        return
    train, test = (finite_sample(one) for one in pair.numbers)
    if min(len(train), len(test)) < _fewest(train, test):
        return
    if min(len(np.unique(train)), len(np.unique(test))) < FEWEST_DISTINCT:
        return
    if distance(train, test) < MOVED * 0.3:
        return
    changes = [
        change
        for conversion in CONVERSIONS
        if (change := _converted(pair, train, test, conversion)) is not None
    ]
    if not changes and (other := _unusual(train, test)) is not None:
        changes += [change for change in [_converted(pair, train, test, other)] if change]
    if changes:
        yield min(changes, key=lambda change: change.after)


def _fewest(train: Floats, test: Floats) -> int:
    """Return how many values of each side it takes: fewer where they lie far apart."""
    if not len(train) or not len(test) or min(train[0], test[0]) <= 0:
        return FEWEST_VALUES
    gap = max(test[0] / train[-1], train[0] / test[-1])
    ratio = abs(float(np.log(np.median(test) / np.median(train))))
    return FEWEST_FAR if gap > 1 and ratio >= np.log(FAR) else FEWEST_VALUES


def _converted(pair: Pair, train: Floats, test: Floats, by: Conversion) -> UnitChange | None:
    if not by.offset:
        train, test = train[train != 0], test[test != 0]
        if min(len(train), len(test)) < _fewest(train, test) or not _near(train, test, by.factor):
            return None
    before = distance(train, test)
    back = (test - by.offset) / by.factor
    step = step_of(test)
    after = distance(train, back, tolerance=step / abs(by.factor) / 2)
    chance = chance_distance(len(train), len(test))
    if before < MOVED or after > max(chance, 0.25 * before):
        return None
    return UnitChange(
        column=pair.name,
        factor=by.factor,
        offset=by.offset,
        unit=by.unit,
        before=before,
        after=after,
        chance=chance,
        off_grid=off_grid(train, test, back, tolerance=step / abs(by.factor) / 2),
        beside=pair.beside,
    )


def _unusual(train: Floats, test: Floats) -> Conversion | None:
    """Return the ratio of the middles, where it is too large for growth: a unit of its own."""
    left, right = (float(np.median(np.abs(one[one != 0]))) for one in (train, test))
    if not left > 0 or not right > 0 or abs(np.log(right / left)) < np.log(LEAST_UNUSUAL):
        return None
    return Conversion(right / left, 0.0, "no usual conversion")


def _near(train: Floats, test: Floats, factor: float) -> bool:
    """Whether the middles of both sides differ by about the factor, so that it need be tried."""
    left, right = float(np.median(np.abs(train))), float(np.median(np.abs(test)))
    return left > 0 and right > 0 and abs(np.log(right / left / factor)) < NEAR
