"""Whether part of a column's values, as logarithms, is the rest moved by a conversion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from assay.data.sides.table import Floats, Places
from assay.data.sides.units_conversions import Conversion
from assay.data.sides.units_distance import chance_distance, distance

Flags = NDArray[np.bool_]

LEAST_APART = 0.3
"""Distance of the part to the rest before the conversion."""

LEAST_OF_TWO = 0.9
"""The same where there are two levels: sizes of large and small things overlap by nature."""

LEAST_EXPLAINED = 0.35
"""Distance that the conversion may leave, as a part of the one before it."""

MOST_ERROR = 0.08
"""Standard error of the factor as a part of it, as logarithms."""

SMALL = 1.7
"""Logarithm of a factor, 5.5, below which levels of two kinds differ by nature."""

LARGE = 3.0
"""Logarithm of a factor, 20, from which levels may differ a little besides."""

VERY_LARGE = 3.9
"""The same, of a factor of 50, where there are no further levels to compare."""

LARGEST_BESIDES = 0.1
"""Part of such a conversion, as logarithms, by which a level may differ besides."""

FEWEST_VALUES = 100
SMALLEST_SHARE = 0.03
"""Of the values in the smaller mode."""

FEWEST_OF_MODE = 20
FEWEST_DISTINCT = 12
MOST_OF_ONE = 0.25
"""Share of a mode on one value: modes of packs and round numbers lie anywhere."""

DEEPEST_VALLEY = 0.35
"""Values in the middle of the modes, as a part of those at the top of the smaller one."""

LARGEST_TIE = 0.1
"""Correlation of the modes with another column, from which they are two kinds by nature."""

DEVIATIONS = 4.0
"""Standard errors of such a correlation."""

MOST_DIMENSIONS = 60
LEAST_KNOWN = 0.8
RIDGE = 1e-3
FEWEST_OF_LEVEL = 5
CHANCE = 1e-4
"""Chance that a category seems to have to do with the modes."""

EXPLAINED = 0.2
"""Share of the variance that other columns must explain, so that it is worth to take it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the values that is the rest in another unit."""

    by: Conversion
    share: float
    before: float
    after: float
    chance: float


def converted_part(
    part: Floats,
    rest: Floats,
    by: Iterable[Conversion],
    *,
    alike: float | None,
    lonely: bool = False,
) -> Part | None:
    """Return the conversion that makes a part like the rest, as two draws of one are.

    Args:
        part: Logarithms of the part.
        rest: Logarithms of the others.
        by: Conversions to try.
        alike: How far further parts lie from each other; None if there are none, so that only a
            large conversion is told from two kinds of things.
        lonely: Whether no other column differs between the part and the rest, as it would between
            two kinds of things.
    """
    part, rest = np.sort(part), np.sort(rest)
    before = distance(part, rest)
    chance = chance_distance(len(part), len(rest))
    if before < (LEAST_OF_TWO if alike is None else LEAST_APART):
        return None
    error, between = _error(part, rest), float(np.median(part) - np.median(rest))
    best: Part | None = None
    for one in by:
        moved = float(np.log(one.factor))
        if alike is None and abs(moved) < SMALL and not lonely:
            continue
        apart = abs(between - moved)
        allowed, most = 3 * error + 0.02, min(chance, LEAST_EXPLAINED * before)
        if abs(moved) >= (VERY_LARGE if alike is None else LARGE):
            # no two kinds of things are so far apart: they may be a little apart besides
            allowed += max(2 * (alike or 0.0), LARGEST_BESIDES * abs(moved))
            most = LEAST_EXPLAINED * before
        if error > MOST_ERROR * abs(moved) or apart > allowed:
            continue
        after = distance(part - moved, rest)
        if after <= most and (best is None or after < best.after):
            share = len(part) / (len(part) + len(rest))
            best = Part(by=one, share=share, before=before, after=after, chance=chance)
    return best


@dataclass(frozen=True, kw_only=True)
class Company:
    """The columns beside one, in deviations, and what they have in common.

    Attributes:
        design: Ranks of numbers, and levels, shape (n, k).
        owners: Which column each of the k is of.
        products: Correlations of the k, shape (k, k).
        levels: Codes of the categories, by column.
    """

    design: Floats
    owners: tuple[str, ...]
    products: Floats
    levels: dict[str, Places]

    @classmethod
    def of(cls, numbers: dict[str, Floats], levels: dict[str, Places]) -> Company:
        """Put columns of numbers and of categories into deviations."""
        columns: list[tuple[str, Floats]] = []
        for name, one in numbers.items():
            known = np.isfinite(one)
            filled = np.where(known, one, np.median(one[known]) if known.any() else 0.0)
            ranks = np.argsort(np.argsort(filled, kind="stable"), kind="stable")
            if np.ptp(filled) > 0:
                columns.append((name, ranks.astype(np.float64)))
        for name, codes in levels.items():
            for place in range(1, int(codes.max()) + 1):
                columns.append((name, (codes == place).astype(np.float64)))
        kept = [(name, one) for name, one in columns[:MOST_DIMENSIONS] if one.any()]
        rows = len(next(iter(numbers.values()), np.empty(0)))
        design = np.empty((rows, 0))
        if kept:
            design = np.stack([one for _, one in kept], axis=1)
            design = (design - design.mean(axis=0)) / np.maximum(design.std(axis=0), 1e-12)
        return cls(
            design=design,
            owners=tuple(name for name, _ in kept),
            products=design.T @ design / max(1, rows),
            levels=levels,
        )

    def columns_beside(self, own: str) -> int:
        """Return how many columns there are besides one."""
        return len({*self.owners, *self.levels} - {own})

    def without(self, values: Floats, known: Flags, own: str) -> Floats | None:
        """Return what a linear model of the others leaves; None if they explain too little."""
        kept = np.array([name != own for name in self.owners], dtype=bool)
        rows = int(known.sum())
        if not kept.any() or rows < max(10 * kept.sum(), LEAST_KNOWN * len(known)):
            return None
        centred = values[known] - values[known].mean()
        beside = self.design[known][:, kept]
        products = self.products[kept][:, kept] + RIDGE * np.eye(int(kept.sum()))
        left: Floats = centred - beside @ np.linalg.solve(products, beside.T @ centred / rows)
        return left if left.var() <= (1 - EXPLAINED) * centred.var() else None

    def tells_apart(self, member: Floats, known: Flags, *own: str) -> bool:
        """Whether a column besides its own has to do with which rows are members."""
        kept = np.array([name not in own for name in self.owners], dtype=bool)
        rows = len(member)
        centred = (member - member.mean()) / member.std()
        if kept.any():
            ties = np.abs(self.design[known][:, kept].T @ centred) / rows
            if float(ties.max()) > max(LARGEST_TIE, DEVIATIONS / np.sqrt(rows)):
                return True
        return any(
            _depends(member, codes[known]) for name, codes in self.levels.items() if name not in own
        )


def _depends(member: Floats, codes: Places) -> bool:
    counts = np.bincount(codes)
    inside = np.bincount(codes, weights=member, minlength=len(counts))
    kept = counts >= FEWEST_OF_LEVEL
    expected = counts[kept] * member.mean()
    spread = expected * (1 - member.mean())
    statistic = float(((inside[kept] - expected) ** 2 / spread).sum())
    degrees = max(1, int(kept.sum()) - 1)
    return statistic > max(float(chdtri(degrees, CHANCE)), LARGEST_TIE**2 * len(member))


def at_random(name: str, values: Floats, company: Company, by: Sequence[Conversion]) -> Part | None:
    """Return the conversion between two modes that nothing else in the table tells apart.

    Kinds of things (men and women, two species) are told apart by other columns as well. Rows that
    somebody wrote in another unit are any rows.

    Args:
        name: The column.
        values: Its logarithms, NaN where missing.
        company: It and all columns beside it.
        by: Conversions to try.
    """
    known = np.isfinite(values)
    if known.sum() < FEWEST_VALUES:
        return None
    for one in (values[known], company.without(values, known, name)):
        if one is None:
            continue
        found = _modes(one, by)
        if found is not None and not company.tells_apart(found[1], known, name):
            return found[0]
    return None


def _modes(values: Floats, by: Sequence[Conversion]) -> tuple[Part, Floats] | None:
    """Return the conversion between the two modes, and to which of them each value belongs."""
    ascending = np.sort(values)
    cut = best_cut(ascending)
    if cut is None:
        return None
    lower, upper = ascending[:cut], ascending[cut:]
    if not (fine(lower) and fine(upper)):
        return None
    low, high = float(np.median(lower)), float(np.median(upper))
    apart = high - low
    error = _error(lower, upper)
    near = [
        one
        for one in by
        if abs(apart - np.log(one.factor)) <= 3 * error + 0.02
        and error <= MOST_ERROR * abs(np.log(one.factor))
    ]
    if not near or not valley(ascending, low, high, min(len(lower), len(upper))):
        return None
    chance = chance_distance(len(lower), len(upper))
    after, one = min(
        ((distance(upper - np.log(one.factor), lower), one) for one in near), key=lambda f: f[0]
    )
    if after > min(chance, LEAST_EXPLAINED):
        return None
    member = (values >= ascending[cut]).astype(np.float64)
    few = len(upper) <= len(lower)
    by_less = one if few else Conversion(1 / one.factor, 0.0, one.unit)
    share = min(len(lower), len(upper)) / len(values)
    return Part(by=by_less, share=share, before=1.0, after=after, chance=chance), member


def fine(ascending: Floats) -> bool:
    """Whether values are many, and no few of them hold most."""
    _, counts = np.unique(ascending.round(9), return_counts=True)
    return len(counts) >= FEWEST_DISTINCT and int(counts.max()) <= MOST_OF_ONE * len(ascending)


def best_cut(ascending: Floats) -> int | None:
    """Return where two means fit best, which is where the variance between them is largest."""
    rows = len(ascending)
    fewest = max(FEWEST_OF_MODE, int(SMALLEST_SHARE * rows))
    if rows < 2 * fewest:
        return None
    count = np.arange(1, rows)
    below = np.cumsum(ascending)[:-1]
    gain = (below - count * ascending.mean()) ** 2 / (count * (rows - count))
    return int(np.argmax(gain[fewest - 1 : rows - fewest])) + fewest


def valley(
    ascending: Floats, low: float, high: float, fewer: int, *, deepest: float = DEEPEST_VALLEY
) -> bool:
    """Whether hardly a value lies in the middle between the modes."""
    reach, middle = (high - low) / 8, (low + high) / 2

    def held(centre: float) -> int:
        first, last = np.searchsorted(ascending, [centre - reach, centre + reach])
        return int(last - first)

    top = min(held(low), held(high))
    return top >= fewer / 4 and held(middle) <= deepest * top


def _error(left: Floats, right: Floats) -> float:
    """Return the standard error of the difference of two medians."""
    return float(np.sqrt(left.var() / len(left) + right.var() / len(right))) * 1.25
