"""A column whose test is in another unit than its training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assay.core.evidence.units import UnitChange
from assay.data.sides.schema_written import Pair
from assay.data.sides.table import Floats
from assay.data.sides.units_conversions import CONVERSIONS, Conversion
from assay.data.sides.units_distance import (
    WHOLLY_APART,
    chance_distance,
    counts_up,
    distance,
    finite_sample,
    off_grid,
    step_of,
)
from assay.data.sides.units_logged import logged

FEWEST_VALUES = 30
"""Known values of each side."""

FEWEST_FAR = 20
"""The same where the sides lie apart but for a tenth, by a factor that no growth explains."""

FAR = 20.0
"""Such a factor."""

FEWEST_DISTINCT = 3
"""Distinct values of each side; two levels agree with two others under some factor too easily."""

NEAR = 0.35
"""Difference of a conversion's factor to the ratio of the medians, as a logarithm."""

ERRORS = 2.0
"""The same in standard errors, of a factor that no growth explains."""

LEAST_UNUSUAL = 5.0
"""Ratio from which a conversion that is not among the usual ones is tried as well."""

MOST_LEFT = 0.5
"""Part of their distance that a conversion may leave, unless it makes digits plain."""

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
    values = _Values(train=train, test=test)
    without_0 = _Values(train=train[train != 0], test=test[test != 0])
    tried = [one for one in CONVERSIONS if one.offset or without_0.near(one.factor)]
    changes = _converted(pair, values, without_0, tried)
    if not changes and (other := _unusual(train, test)) is not None:
        changes = _converted(pair, values, without_0, [other])
    if not changes and (one := logged(pair, train, test)) is not None:
        changes = [one]
    if changes:
        yield min(changes, key=lambda change: change.after)


@dataclass(frozen=True, kw_only=True)
class _Values:
    """Sorted values of both sides, with what every conversion of them asks."""

    train: Floats
    test: Floats

    @cached_property
    def enough(self) -> bool:
        return min(len(self.train), len(self.test)) >= _fewest(self.train, self.test)

    @cached_property
    def apart(self) -> float:
        return distance(self.train, self.test)

    @cached_property
    def step(self) -> float:
        return step_of(self.test)

    @cached_property
    def ratio(self) -> float | None:
        """Ratio of the middles as a logarithm; None where one is 0."""
        left, right = (float(np.median(np.abs(one))) for one in (self.train, self.test))
        return float(np.log(right / left)) if left > 0 and right > 0 else None

    def near(self, factor: float) -> bool:
        """Whether the middles differ by about the factor, so that it need be tried."""
        if not self.enough or self.ratio is None:
            return False
        off = abs(self.ratio - float(np.log(factor)))
        if off < NEAR:
            return True
        return not 1 / FAR < factor < FAR and off < ERRORS * self.error

    @cached_property
    def error(self) -> float:
        """Standard error of the ratio's logarithm, as of medians of normal logarithms."""
        sizes = [np.abs(one[one != 0]) for one in (self.train, self.test)]
        parts = [float(np.log(one).var()) / len(one) for one in sizes if len(one)]
        return float(np.sqrt(np.pi / 2 * sum(parts)))


def _fewest(train: Floats, test: Floats) -> int:
    """Return how many values of each side it takes: fewer where they lie far apart."""
    train, test = train[train != 0], test[test != 0]
    if not len(train) or not len(test) or min(train[0], test[0]) <= 0:
        return FEWEST_VALUES
    ratio = abs(float(np.log(np.median(test) / np.median(train))))
    far = ratio >= np.log(FAR) and distance(train, test) >= WHOLLY_APART
    return FEWEST_FAR if far else FEWEST_VALUES


def _converted(
    pair: Pair, values: _Values, without_0: _Values, by: Iterable[Conversion]
) -> list[UnitChange]:
    """Return the conversions that bring the test back to training; a factor leaves 0 as it is."""
    found = []
    for one in by:
        known = values if one.offset else without_0
        if known.enough and known.apart >= MOVED and (change := _change(pair, known, one)):
            found.append(change)
    return found


def _change(pair: Pair, known: _Values, by: Conversion) -> UnitChange | None:
    train, test = known.train, known.test
    back = (test - by.offset) / by.factor
    tolerance = known.step / abs(by.factor) / 2
    after = distance(train, back, tolerance=tolerance)
    chance = chance_distance(len(train), len(test))
    if after > max(chance, 0.25 * known.apart):
        return None
    returned = off_grid(train, test, back, tolerance=tolerance)
    if after > MOST_LEFT * known.apart and not returned:
        return None
    return UnitChange(
        column=pair.name,
        factor=by.factor,
        offset=by.offset,
        unit=by.unit,
        before=known.apart,
        after=after,
        chance=chance,
        off_grid=returned,
        beside=pair.beside,
    )


def _unusual(train: Floats, test: Floats) -> Conversion | None:
    """Return the ratio of the middles, where it is too large for growth: a unit of its own."""
    left, right = (float(np.median(np.abs(one[one != 0]))) for one in (train, test))
    if not left > 0 or not right > 0 or abs(np.log(right / left)) < np.log(LEAST_UNUSUAL):
        return None
    return Conversion(right / left, 0.0, "no usual conversion")
