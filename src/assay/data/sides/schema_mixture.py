"""Whether a sample is another one, part of which was converted to another unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assay.data.sides.schema_conversions import Conversion
from assay.data.sides.schema_distance import chance_distance, distance, on_steps, step_of
from assay.data.sides.table import Floats

SMALLEST_SHARE = 0.02
"""Share of converted values; fewer are outliers."""

LARGEST_SHARE = 0.98

FEWEST_APART = 5
"""Values beyond the reach of the first unit."""

LEAST_EXPLAINED = 0.35
"""Distance that a mixture may leave, as a part of the one before it."""

SMALL_FACTOR = 5.0
"""A conversion below it moves values to where an honest shift would too."""

GAP = 1.5
"""Factor between the least of the upper cluster and the greatest of the lower one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """What a mixture of a unit with its conversion explains.

    Attributes:
        share: Part of the values that is converted.
        before: Distance without it.
        after: Distance with it.
        low: Least size that the first unit reaches.
        high: Greatest value that it reaches.
    """

    by: Conversion
    share: float
    before: float
    after: float
    low: float
    high: float


def mixture(here: Floats, there: Floats, by: Iterable[Conversion]) -> Mixture | None:
    """Return the conversion of part of `there` that gives `here`, None if none does.

    Args:
        here: Values that may be mixed, sorted, without 0.
        there: Values of one unit, sorted, without 0.
        by: Conversions to try.
    """
    chance = chance_distance(len(here), len(there))
    before = distance(here, there)
    best: Mixture | None = None
    for one in by:
        at = np.unique(np.concatenate([_quantiles(here), _quantiles(there), _moved(there, one)]))
        plain, seen = _below(there, at), _below(here, at)
        other = _below(there, (at - one.offset) / one.factor)
        apart_by = other - plain
        if not (power := float(apart_by @ apart_by)):
            continue
        share = float(apart_by @ (seen - plain)) / power
        if not SMALLEST_SHARE <= share <= LARGEST_SHARE:
            continue
        after = float(np.abs(seen - plain - share * apart_by).max())
        if after <= min(chance, LEAST_EXPLAINED * before) and (best is None or after < best.after):
            best = Mixture(
                by=one,
                share=share,
                before=before,
                after=after,
                low=float(np.abs(there).min()),
                high=float(there[-1]),
            )
    return best


def apart(here: Floats, there: Floats, by: Iterable[Conversion]) -> Mixture | None:
    """Return the conversion that explains the values of `here` beyond the reach of `there`."""
    low, high = float(np.abs(there).min()), float(there[-1])
    best: Mixture | None = None
    for one in by:
        if one.offset or 1 / SMALL_FACTOR < one.factor < SMALL_FACTOR:
            continue
        beyond = here > high if one.factor > 1 else np.abs(here) < low
        could = there * one.factor > high if one.factor > 1 else np.abs(there * one.factor) < low
        strays, expected = here[beyond] / one.factor, there[could]
        if len(strays) < max(FEWEST_APART, SMALLEST_SHARE * len(here)) or not len(expected):
            continue
        after = distance(strays, expected)
        share = len(strays) / len(here) / (len(expected) / len(there))
        if share > LARGEST_SHARE or after > chance_distance(len(strays), len(expected)):
            continue
        if best is None or after < best.after:
            best = Mixture(by=one, share=share, before=1.0, after=after, low=low, high=high)
    return best


def clusters(values: Floats, by: Iterable[Conversion]) -> Mixture | None:
    """Return the conversion that makes the upper of two clusters the lower one.

    Args:
        values: Sorted, without 0.
        by: Conversions to try.
    """
    positive = values[values > 0]
    if len(positive) < 100 or len(positive) < 0.95 * len(values):
        return None
    ratios = positive[1:] / positive[:-1]
    first, last = int(SMALLEST_SHARE * len(positive)), int(LARGEST_SHARE * len(positive))
    if first >= last:
        return None
    cut = first + int(np.argmax(ratios[first:last])) + 1
    if ratios[cut - 1] < GAP:
        return None
    lower, upper = positive[:cut], positive[cut:]
    if min(len(np.unique(lower)), len(np.unique(upper))) < 8:
        return None
    chance = chance_distance(len(lower), len(upper))
    fits = [(distance(upper / one.factor, lower), one) for one in by if one.factor >= SMALL_FACTOR]
    after, one = min(fits, key=lambda fit: fit[0])
    if after > chance:
        return None
    share = len(upper) / len(positive)
    return Mixture(
        by=one,
        share=share,
        before=1.0,
        after=after,
        low=float(lower[0]),
        high=float(lower[-1]),
    )


def written_apart(values: Floats, by: Iterable[Conversion]) -> Mixture | None:
    """Return the conversion that puts values between the steps of the others back on them.

    An age of 13.6078 among whole numbers is 30 times 0.45359.
    """
    for step in (1.0, 0.1, 0.01):
        on = on_steps(values, step)
        share = 1 - float(on.mean())
        if not SMALLEST_SHARE <= share <= LARGEST_SHARE or on.sum() < 30:
            continue
        off = values[~on]
        if len(off) < 10:
            continue
        rounding = step_of(off)
        for one in by:
            if one.plain:
                continue
            back = (off - one.offset) / one.factor
            tolerance = max(1e-6, rounding / one.factor / 2 * 1.01)
            if tolerance > 0.05 * step:
                continue
            returned = np.abs(back / step - np.round(back / step)) <= tolerance / step
            if returned.mean() >= 0.9:
                return Mixture(
                    by=one,
                    share=share,
                    before=share,
                    after=share * (1 - float(returned.mean())),
                    low=float(np.abs(values[on]).min()),
                    high=float(values[on].max()),
                )
    return None


def _quantiles(values: Floats) -> Floats:
    return values[:: max(1, len(values) // 200)]


def _moved(values: Floats, by: Conversion) -> Floats:
    moved: Floats = _quantiles(values) * by.factor + by.offset
    return moved


def _below(values: Floats, at: Floats) -> Floats:
    return np.searchsorted(values, at, side="right") / len(values)
