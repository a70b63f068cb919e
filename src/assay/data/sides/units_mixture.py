"""Whether a sample is another one, part of which was converted to another unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.data.sides.table import Floats
from assay.data.sides.units_conversions import Conversion
from assay.data.sides.units_distance import chance_distance, distance, on_steps, step_of

How = Literal["digits", "beyond", "clusters", "mixture"]

SMALLEST_SHARE = 0.02
"""Share of converted values; fewer are outliers."""

LARGEST_SHARE = 0.98

LEAST_SPREAD = 0.2
"""Range of the middle half of the values beyond that reach, in that of those they should be."""

FEWEST_APART = 5
"""Values beyond the reach of the first unit."""

LEAST_EXPLAINED = 0.35
"""Distance that a mixture may leave, as a part of the one before it."""

SMALL_FACTOR = 5.0
"""A conversion below it moves values to where an honest shift would too."""

GAP = 1.5
"""Factor between the least of the upper cluster and the greatest of the lower one."""

GAP_BEFORE_NEXT = 3.0
"""Times that the gap between the clusters is wider than any within, as logarithms."""

GAP_OF_FACTOR = 0.2
"""Part of the factor, as logarithms, that the gap between the clusters takes at least."""

FEWEST_CLUSTERED = 100
SMALLEST_CLUSTER = 0.05
"""Values in all, and share of them in the smaller cluster."""

LARGEST_LEFT = 0.25
"""Distance of the clusters after the conversion, however few they are."""

FEWEST_DISTINCT = 8
"""Distinct values of each part."""

BY_DRAW = 1e-6
"""Chance that the draw puts so many of the greatest values on one side."""

MOST_ERROR = 0.1
"""Standard error of the factor as a part of it, as logarithms."""

MOST_OFF = 1_000
"""Values off the steps that conversions are tried on."""

MOST_TOLERANCE = 0.05
"""Part of a step that rounding after the conversion may cost."""

SHORTENED = 2.5e-4
"""Relative error of a factor that was written short: 1.609 for 1.609344."""

MOST_LOST = 0.1
"""Part of the values off the steps that the conversion does not bring back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """What a mixture of a unit with its conversion explains.

    Attributes:
        how: What shows it.
        share: Part of the values that is converted.
        before: Distance without it.
        after: Distance with it.
        low: Least size that the first unit reaches.
        high: Greatest value that it reaches.
    """

    by: Conversion
    how: How
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
        limit = min(chance, LEAST_EXPLAINED * before)
        if after <= limit and (best is None or after < best.after):
            best = Mixture(
                by=one,
                how="mixture",
                share=share,
                before=before,
                after=after,
                low=float(np.abs(there).min()),
                high=float(there[-1]),
            )
    return best


def apart(here: Floats, there: Floats, by: Iterable[Conversion]) -> Mixture | None:
    """Return the conversion that explains the values of `here` beyond the reach of `there`.

    None if the draw could have put as many there.
    """
    if there[0] <= 0 or here[0] <= 0:
        return None
    low, high = float(there[0]), float(there[-1])
    drawn = len(here) / (len(here) + len(there))
    best: Mixture | None = None
    for one in by:
        if one.offset or 1 / SMALL_FACTOR < one.factor < SMALL_FACTOR:
            continue
        grown = one.factor > 1
        first, last = np.searchsorted(here, low), np.searchsorted(here, high, side="right")
        edge = np.searchsorted(there, (high if grown else low) / one.factor)
        strays = (here[last:] if grown else here[:first]) / one.factor
        expected = there[edge:] if grown else there[:edge]
        if len(strays) < max(FEWEST_APART, SMALLEST_SHARE * len(here)) or len(expected) < 20:
            continue
        share = len(strays) / len(here) / (len(expected) / len(there))
        if share > LARGEST_SHARE or drawn ** len(strays) > BY_DRAW:
            continue
        after = distance(strays, expected)
        if after > chance_distance(len(strays), len(expected)) or not _exact(strays, expected, one):
            continue
        if _quarters(strays) < LEAST_SPREAD * _quarters(expected):
            continue  # a sentinel or an overflow, with some noise
        if best is None or after < best.after:
            best = Mixture(
                by=one, how="beyond", share=share, before=1.0, after=after, low=low, high=high
            )
    return best


def _quarters(values: Floats) -> float:
    """Return the range of the middle half of ascending values, as logarithms."""
    return float(np.log(values[3 * len(values) // 4] / values[len(values) // 4]))


def clusters(values: Floats, by: Iterable[Conversion]) -> Mixture | None:
    """Return the conversion that makes the upper of two clusters the lower one.

    Args:
        values: Sorted, without 0.
        by: Conversions to try.
    """
    if len(values) < FEWEST_CLUSTERED or values[0] <= 0:
        return None
    gaps = np.diff(np.log(values))
    first, last = int(SMALLEST_CLUSTER * len(values)), int((1 - SMALLEST_CLUSTER) * len(values))
    cut = first + int(np.argmax(gaps[first:last])) + 1
    lower, upper = values[:cut], values[cut:]
    gap = float(gaps[cut - 1])
    others = np.sort(np.delete(gaps[first:last], cut - 1 - first))
    if gap < np.log(GAP) or gap < GAP_BEFORE_NEXT * float(others[-1]):
        return None
    if min(len(np.unique(lower)), len(np.unique(upper))) < FEWEST_DISTINCT:
        return None
    fits = [
        (distance(upper / one.factor, lower), one)
        for one in by
        if one.factor >= SMALL_FACTOR
        and gap >= GAP_OF_FACTOR * np.log(one.factor)
        and _exact(upper / one.factor, lower, one)
    ]
    if not fits:
        return None
    after, one = min(fits, key=lambda fit: fit[0])
    if after > min(LARGEST_LEFT, chance_distance(len(lower), len(upper))):
        return None
    share = len(upper) / len(values)
    low, high = float(lower[0]), float(lower[-1])
    return Mixture(by=one, how="clusters", share=share, before=1.0, after=after, low=low, high=high)


def written_apart(values: Floats, by: Iterable[Conversion]) -> Mixture | None:
    """Return the conversion that puts values between the steps of the others back on them.

    An age of 13.6078 among whole numbers is 30 times 0.45359.

    Args:
        values: Sorted.
        by: Conversions that do not give whole numbers of simple fractions as well.
    """
    for step in (1.0, 0.1):
        on = on_steps(values, step)
        on |= np.abs(values / step - np.round(values / step)) <= MOST_TOLERANCE
        off, share = values[~on], 1 - float(on.mean())
        off = off[:: max(1, len(off) // MOST_OFF)]
        if not SMALLEST_SHARE <= share <= LARGEST_SHARE or on.sum() < 30 or len(off) < 10:
            continue
        rest = values[on][:: max(1, int(on.sum()) // MOST_OFF)]
        grain, rest_grain = step_of(off), step_of(rest)
        before = distance(off, rest)
        for one in by:
            # where the whole column was converted, values on a step by chance come back as well
            if _not_returned(rest, one, step, rest_grain, fewest=1) is not None:
                continue
            back = (off - one.offset) / one.factor
            if distance(back, rest) >= before:
                continue  # inches that were made centimetres like the others: one unit
            if (lost := _not_returned(off, one, step, grain)) is not None:
                return Mixture(
                    by=one,
                    how="digits",
                    share=share,
                    before=share,
                    after=share * lost,
                    low=float(np.abs(values[on]).min()),
                    high=float(values[on].max()),
                )
    return None


def _not_returned(
    off: Floats, by: Conversion, step: float, grain: float, *, fewest: int = FEWEST_DISTINCT
) -> float | None:
    """Return which part the conversion leaves off the steps; None if too many, or all could be.

    Values are written in multiples of `grain`, 0 if of nothing.
    """
    tolerance = max(1e-6, grain / by.factor / 2 * 1.01) / step
    if tolerance > MOST_TOLERANCE:
        return None
    back = (off - by.offset) / by.factor / step
    short = SHORTENED * np.abs(back)
    allowed = np.where(short <= MOST_TOLERANCE, np.maximum(short, tolerance), tolerance)
    lost = 1 - float((np.abs(back - np.round(back)) <= allowed).mean())
    if lost > MOST_LOST or len(np.unique(np.round(back))) < fewest:
        return None
    return lost


def _exact(left: Floats, right: Floats, by: Conversion) -> bool:
    """Whether the middles agree, and are known well enough to tell this factor from others."""
    left, right = np.log(left), np.log(right)
    error = float(np.sqrt(left.var() / len(left) + right.var() / len(right))) * 1.25
    apart = abs(float(np.median(left) - np.median(right)))
    return error <= MOST_ERROR * abs(np.log(by.factor)) and apart <= 3 * error + 0.01


def _quantiles(values: Floats) -> Floats:
    return values[:: max(1, len(values) // 200)]


def _moved(values: Floats, by: Conversion) -> Floats:
    moved: Floats = _quantiles(values) * by.factor + by.offset
    return moved


def _below(values: Floats, at: Floats) -> Floats:
    return np.searchsorted(values, at, side="right") / len(values)
