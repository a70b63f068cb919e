"""A column of which part of the rows is in another unit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assay.core.evidence.schema import SideName
from assay.core.evidence.units import MixedUnits
from assay.data.sides.schema_written import Pair, Written
from assay.data.sides.table import Floats
from assay.data.sides.units_conversions import CONVERSIONS, Conversion
from assay.data.sides.units_distance import (
    chance_distance,
    counts_up,
    distance,
    finite_sample,
    sides_apart,
)
from assay.data.sides.units_mixture import Mixture, apart, clusters, mixture, written_apart

FEWEST_VALUES = 50
"""Known values of each side that are not 0."""

FEWEST_DISTINCT = 8
"""Distinct values of each side; a few levels agree with others under some factor too easily."""

UNLIKE = 1.2
UNLIKE_BESIDE = 1.8
"""Times that the distance of the sides passes chance, from which a mixture is looked for: where
other columns do not differ, and where some do or none can be asked."""

UNEVEN = tuple(one for one in CONVERSIONS if not one.plain)
"""Conversions that put a value between the steps of others."""


def mixed_units(pair: Pair) -> Iterator[MixedUnits]:
    """Yield the column if part of one side, or of both, is in another unit."""
    if pair.numbers is None or counts_up(pair.numbers):
        return
    values = [_not_zero(one) for one in pair.numbers]
    if any(len(one) < FEWEST_VALUES or len(np.unique(one)) < FEWEST_DISTINCT for one in values):
        return
    chance = chance_distance(*map(len, values))
    before = distance(*values)
    unlike = UNLIKE if pair.beside == 0 else UNLIKE_BESIDE
    found: list[tuple[Mixture, tuple[SideName, ...]]] = []
    for here, there, side in ((values[1], values[0], "test"), (values[0], values[1], "train")):
        one = apart(here, there, CONVERSIONS)
        if one is None and before > unlike * chance:
            one = mixture(here, there, CONVERSIONS)
        if one is not None:
            found.append((one, (side,)))  # type: ignore[arg-type]
    own = _within(values)
    if own is not None or found:
        best, sides = own or min(found, key=lambda one: one[0].after)
        yield _said(pair, best, sides, chance)


def _not_zero(values: Floats) -> Floats:
    sample = finite_sample(values)
    known: Floats = sample[sample != 0]
    return known


def _within(values: list[Floats]) -> tuple[Mixture, tuple[SideName, ...]] | None:
    """Return what digits show within a side, or digits or clusters within both."""
    pooled = np.sort(np.concatenate(values))
    parts: tuple[tuple[tuple[SideName, ...], Floats], ...] = (
        (("train", "test"), pooled),
        (("test",), values[1]),
        (("train",), values[0]),
    )
    for sides, one in parts:
        if (found := written_apart(one, UNEVEN)) is not None:
            return found, sides
    if sides_apart((values[0], values[1])):
        return None  # the two clusters are the two sides
    both = clusters(pooled, CONVERSIONS)
    return None if both is None else (both, ("train", "test"))


def _said(pair: Pair, found: Mixture, sides: tuple[SideName, ...], chance: float) -> MixedUnits:
    side = pair.test if sides[0] == "test" else pair.train
    return MixedUnits(
        column=pair.name,
        sides=sides,
        factor=found.by.factor,
        unit=found.by.unit,
        share=found.share,
        before=found.before,
        after=found.after,
        chance=chance,
        rows=_rows(side, pair, found.by, found.low, found.high),
        how=found.how,
        beside=pair.beside,
    )


def _rows(side: Written, pair: Pair, by: Conversion, low: float, high: float) -> tuple[int, ...]:
    """Return positions of some values beyond what the first unit reaches."""
    if pair.numbers is None or by.factor == 1:
        return ()
    values = pair.numbers[0 if side is pair.train else 1]
    beyond = (values > high) if by.factor > 1 else (np.abs(values) < low) & (values != 0)
    return tuple(int(place) for place in side.places[np.flatnonzero(beyond)[:5]])
