"""Columns of which some rows are in another unit on both sides: one level, a stretch, or any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from scipy.special import stdtr

from assay.core.evidence.units import MixedUnits
from assay.data.ordinals import ordinals
from assay.data.sides.schema_written import Pair
from assay.data.sides.table import Floats, Places, Sides
from assay.data.sides.units_apart import unknown_factor
from assay.data.sides.units_conversions import CONVERSIONS, Conversion
from assay.data.sides.units_distance import counts_up, sides_apart
from assay.data.sides.units_expected import expected_unit
from assay.data.sides.units_modes import LARGE, Company, Part, at_random, converted_part

MOST_ROWS = 2_000
"""Rows of each side that are looked at, at even places."""

FEWEST_VALUES = 100
MOST_LEVELS = 30
MOST_CATEGORIES = 30
FEWEST_OF_LEVEL = 30
"""Rows of a level, and of the others together."""

NEAR = 0.3
"""Difference of a level's mean to the others', less the conversion, as logarithms, that is tried.
"""

CHANCE = 0.01
"""Chance, over all levels that are tried, that a level differs so from its fellows by nature."""

FEWEST_FELLOWS = 3
"""Other levels, from which they say how far levels differ."""

LARGEST_SPREAD = 0.15
"""Of the conversion, as logarithms, by which the other levels may differ among themselves."""

STEEPEST = 0.5
"""Rank correlation of a part with its places, from which it rises or falls along the table."""

LEAST_JUMP = 0.5
"""Part of the difference between two parts, as logarithms, that is made where they meet."""

WINDOW = 30
"""Values on each side of that place."""

FACTORS = tuple(one for one in CONVERSIONS if not one.offset)
MOVED = tuple((one, float(np.log(one.factor))) for one in FACTORS)
"""Conversions with what they add to a logarithm."""


def mixed_rows(sides: Sides, columns: Sequence[Pair]) -> Iterator[MixedUnits]:
    """Yield columns that are in another unit within a level, from a place on, or in any rows."""
    numbers = {pair.name: pair for pair in columns if pair.numbers is not None}
    numbers = {name: pair for name, pair in numbers.items() if not counts_up(_both(pair))}
    values = {name: _logarithms(pair) for name, pair in numbers.items()}
    usable = {name: one for name, one in values.items() if _varied(one)}
    told: set[str] = set()
    levels = _levels(sides, columns)
    plain = {name: _plain(pair) for name, pair in numbers.items()}
    company = Company.of(plain, levels)
    for name, one in usable.items():
        pair = numbers[name]
        whole = sides_apart(_both(pair))  # then two modes are the two sides
        found = None if whole else _by_level(name, one, levels, company)
        if found is None:
            found = _from_a_place(_train(one, pair))
        if found is None and not whole:
            part = at_random(name, one, company, FACTORS)
            found = None if part is None else (part, "")
        if found is not None:
            told.add(name)
            yield _said(pair, *found)
        elif not whole and (other := unknown_factor(name, one, company)) is not None:
            told.add(name)
            yield replace(_said(pair, other, ""), how="unknown")
    beside = {name: one for name, one in plain.items() if name != sides.target}
    for name, one in beside.items():
        if name in told or not _varied(one) or sides_apart(_both(numbers[name])):
            continue
        odd = expected_unit(name, beside, CONVERSIONS)
        if odd is not None:
            yield replace(_said(numbers[name], odd[0], ""), how="expected")


def _both(pair: Pair) -> tuple[Floats, Floats]:
    assert pair.numbers is not None
    return pair.numbers


def _thinned(values: Floats) -> Floats:
    taken: Floats = values[:: max(1, -(-len(values) // MOST_ROWS))]
    return taken


def _plain(pair: Pair) -> Floats:
    return np.concatenate([_thinned(one) for one in _both(pair)])


def _logarithms(pair: Pair) -> Floats:
    """Return logarithms of both sides' values, NaN where a value is missing or 0.

    All NaN where values are below 0, of which a unit says nothing by a ratio.
    """
    values = _plain(pair)
    known = np.isfinite(values)
    if (values[known] < 0).any():
        return np.full(len(values), np.nan)
    result = np.full(len(values), np.nan)
    positive = known & (values > 0)
    result[positive] = np.log(values[positive])
    return result


def _train(values: Floats, pair: Pair) -> Floats:
    """Return the logarithms of training alone, in its order."""
    return values[: len(_thinned(_both(pair)[0]))]


def _varied(values: Floats) -> bool:
    known = values[np.isfinite(values)]
    return len(known) >= FEWEST_VALUES and len(np.unique(known[:500])) >= 8


def _levels(sides: Sides, columns: Sequence[Pair]) -> dict[str, Places]:
    """Return the codes of each category of few levels; a missing one is a level too."""
    found: dict[str, Places] = {}
    for pair in columns:
        dtypes = {pair.train.column.dtype, pair.test.column.dtype}
        if len(dtypes) > 1 or pair.name == sides.target or len(found) == MOST_CATEGORIES:
            continue
        dtype = dtypes.pop()
        if not (dtype in (pl.String, pl.Boolean, pl.Categorical) or dtype.is_integer()):
            continue
        parts = [one.column[:: max(1, -(-len(one.column) // MOST_ROWS))] for one in pair.both]
        both = pl.concat([one.cast(pl.String) for one in parts])
        if 2 <= both.n_unique() <= MOST_LEVELS:
            found[pair.name] = np.unique(ordinals(both), return_inverse=True)[1]
    return found


def _by_level(
    own: str, values: Floats, levels: dict[str, Places], company: Company
) -> tuple[Part, str] | None:
    known = np.isfinite(values)
    total = float(values[known].sum())
    rows = int(known.sum())
    tried = sum(int(codes.max()) + 1 for name, codes in levels.items() if name != own)
    for name, codes in levels.items():
        if name == own:
            continue
        counts = np.bincount(codes[known])
        sums = np.bincount(codes[known], weights=values[known])
        means = sums / np.maximum(counts, 1)
        large = (counts >= FEWEST_OF_LEVEL) & (rows - counts >= FEWEST_OF_LEVEL)
        rest = (total - sums) / np.maximum(rows - counts, 1)
        for place in np.flatnonzero(large):
            near = _near(float(means[place] - rest[place]))
            if not near:
                continue
            fellows = np.delete(means, place)[np.delete(counts >= FEWEST_OF_LEVEL, place)]
            spread = float(np.ptp(fellows)) if len(fellows) > 1 else None
            if spread is not None:
                near = [one for one in near if spread <= LARGEST_SPREAD * abs(np.log(one.factor))]
            chosen = known & (codes == place)
            by_nature = tried * _chance_level(float(means[place]), fellows) > CHANCE
            lonely = by_nature and not company.tells_apart(
                chosen[known].astype(np.float64), known, own, name
            )
            if by_nature and not lonely and spread is not None:
                # only a conversion that is too large for kinds of things is none of their nature
                near = [one for one in near if abs(np.log(one.factor)) >= LARGE]
            rest_of = values[known & ~chosen]
            part = converted_part(values[chosen], rest_of, near, alike=spread, lonely=lonely)
            if part is not None:
                return part, name
    return None


def _chance_level(mean: float, fellows: Floats) -> float:
    """Return the chance that one more level lies so far from its fellows: Student's prediction.

    How far levels differ by nature is known from the fellows alone. Two of them are one difference,
    and may be of one kind: a line with extras and without, beside no line.
    """
    if len(fellows) < FEWEST_FELLOWS:
        return 1.0
    deviation = float(fellows.std(ddof=1)) * (1 + 1 / len(fellows)) ** 0.5
    away = abs(mean - float(fellows.mean())) / max(deviation, 1e-12)
    return float(2 * stdtr(len(fellows) - 1, -away))


def _near(difference: float) -> list[Conversion]:
    return [one for one, by in MOVED if abs(difference - by) <= max(NEAR, 0.1 * abs(by))]


def _from_a_place(values: Floats) -> tuple[Part, str] | None:
    """Return the part after the row where the level of the values changes most, or before it."""
    known = values[np.isfinite(values)]
    if len(known) < 2 * FEWEST_VALUES:
        return None
    cut = int(np.argmax(np.abs(np.cumsum(known - known.mean())[:-1]))) + 1
    if not FEWEST_OF_LEVEL <= cut <= len(known) - FEWEST_OF_LEVEL:
        return None
    before, after = known[:cut], known[cut:]
    if not _jumps(before, after):
        return None
    for one, other in ((after, before), (before, after)):
        if len(one) > len(other):
            continue
        near = _near(float(one.mean() - other.mean()))
        part = converted_part(one, other, near, alike=None) if near else None
        if part is not None:
            return part, "the place of a row"
    return None


def _jumps(before: Floats, after: Floats) -> bool:
    """Whether the level changes where the parts meet: in a sorted column it does so everywhere."""
    apart = float(after.mean() - before.mean())
    there = float(np.median(after[:WINDOW]) - np.median(before[-WINDOW:]))
    return there * np.sign(apart) >= LEAST_JUMP * abs(apart) and not any(
        abs(_slope(one)) >= STEEPEST for one in (before, after)
    )


def _slope(values: Floats) -> float:
    """Return the rank correlation of values with their places, 0 if they are all one."""
    if np.ptp(values) == 0:
        return 0.0
    ranks = pl.Series(values).rank("average").to_numpy()
    return float(np.corrcoef(ranks, np.arange(len(values)))[0, 1])


def _said(pair: Pair, part: Part, by: str) -> MixedUnits:
    return MixedUnits(
        column=pair.name,
        sides=("train", "test"),
        factor=part.by.factor,
        unit=part.by.unit,
        share=part.share,
        before=part.before,
        after=part.after,
        chance=part.chance,
        rows=(),
        how="level" if by else "modes",
        beside=pair.beside,
        by=by,
    )
