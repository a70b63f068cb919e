"""Propose columns that name whom rows belong to: patients, customers, machines."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.overlap import SharedKey
from assay.data.columns import exactly
from assay.data.ordinals import ordinals
from assay.data.sides.table import Sides

FEWEST_GROUPS, FEWEST_ROWS_IN_A_GROUP, MOST_ROWS_IN_A_GROUP = 10, 1.5, 100.0
MOST_COMPARED = 24
ALIKE = 0.8
"""Intra-class correlation from which a column hardly varies within a group."""

LEAST_RETURNED = 0.3
"""Test rows whose value is in training, of a column that hardly repeats there."""

FINE_DECIMALS, MOSTLY, LOOKED_AT = 4, 0.8, 1_000
"""Decimals of values that are not equal by chance, and in which part of them they are."""

FEWEST_MEASURED = 50
"""Such values; fewer are a list of prices."""

FEWEST_SETTLED = 2
"""Columns that a whole number must settle to be taken for a name, whatever its own name is."""

LEAST_TIE, LARGEST_OF_NEIGHBOURS = 0.3, 0.8
"""Correlation of the outcome within groups of any column of names or of whole numbers, and part of
it that groups of two neighbouring numbers may have: a quantity ties its neighbours too."""

LEAST_SHARED, FEWEST_SHARED = 0.5, 2
"""Median correlation of the other columns within them, and columns: a unit shares what it is."""

LEAST_OF_PLACES = 0.5
"""Part of the other columns that hardly vary within a place, which else is met again in service."""

LEAST_SETTLED, MOST_ROWS_IN_A_SETTLED = 0.9, 20.0
"""Correlation of the outcome from which small groups need not share anything else."""

SHUFFLES = 5
NAMES_OF_KEYS = re.compile(
    r"(^|[_ .-])(id|ids|no|nr|num|number|key|code|uid|uuid|ssn|mrn|vin|iban|account|patient"
    r"|customer|client|subject|user|person|individual|household|member|machine|device|sensor"
    r"|unit|engine|animal|firm|company|employee|driver|player|student|school|donor|case)s?$"
    r"|[a-z](Id|ID|No|Key)$",
    re.IGNORECASE,
)
PLACES = re.compile(
    r"zip|post|area|^lat(itude)?$|^lon(g|gitude)?$|region|state|county|country|district|city|year|month|date",
    re.I,
)
"""Codes of places and times, which are met again in service."""

CODE = (
    r"^[A-Za-z]{0,16}[-_ #:]?[A-Za-z]{0,3}\d{2,}[A-Za-z0-9-]*$|^[0-9a-fA-F-]{8,36}$"
    r"|^\+?\(?\d[\d ()/.-]{5,}\d$|^[^@\s]+@[^@\s]+\.[a-z]+$"
)
"""Text that names without saying anything: P0042, user-17, hexadecimal digits, a telephone number,
an address of mail."""

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


def keys(sides: Sides) -> tuple[SharedKey, ...]:
    """Return the columns that may name groups and are in both sides."""
    found = [key_of(sides, name, sides) for name in sides.features if _names_groups(sides, name)]
    again = [name for name in sides.features if sides.tested and _met_again(sides, name)]
    if again:
        both = _as_one(sides)
        found += [
            key_of(both, name, sides) for name in again if _names_groups(both, name, fewest=1)
        ]
    return tuple(key for key in found if key is not None)


def _met_again(sides: Sides, name: str) -> bool:
    """Whether values that hardly repeat in training return in the test: the last visit of each."""
    train, test = (side.rows[name] for side in (sides.train, sides.test))
    if train.dtype != test.dtype or not (train.dtype.is_integer() or train.dtype == pl.String):
        return False
    codes = sides.codes(name)
    present = int((codes > 0).sum())
    if not present or present >= FEWEST_ROWS_IN_A_GROUP * int(codes.max()):
        return False
    returned = test.is_in(train.drop_nulls().unique().implode()).sum()
    return int(returned) >= LEAST_RETURNED * len(test) > 0


def _as_one(sides: Sides) -> Sides:
    """Return the sides with the rows of both in training."""
    kept = [*sides.features, sides.target]
    types = sides.train.rows.schema
    same = [name for name in kept if types[name] == sides.test.rows.schema[name]]
    if sides.target not in same:
        return sides
    rows = pl.concat([side.rows.select(exactly(same)) for side in (sides.train, sides.test)])
    train = replace(sides.train, rows=rows, places=np.arange(rows.height), total=rows.height)
    test = replace(sides.test, rows=sides.test.rows.select(exactly(same)))
    return sides.of(train, test, sides.unlabelled)


def _names_groups(sides: Sides, name: str, *, fewest: float = FEWEST_ROWS_IN_A_GROUP) -> bool:
    train, test = (side.rows[name] for side in (sides.train, sides.test))
    dtype = train.dtype
    if dtype != test.dtype or not (dtype.is_integer() or dtype == pl.String or dtype.is_float()):
        return False
    present = train.drop_nulls()
    groups = sides.distinct(name) - (len(present) < len(train))
    if groups < FEWEST_GROUPS:
        return False
    size = len(present) / groups
    if not fewest <= size <= min(MOST_ROWS_IN_A_GROUP, len(present) / 10):
        return False
    if dtype.is_float():
        measured = groups >= FEWEST_MEASURED and not PLACES.search(name)
        return measured and _fine(present)
    if PLACES.search(name):
        return _tied(sides, name, size, place=True)
    named = NAMES_OF_KEYS.search(name) is not None
    if not named and dtype == pl.String:
        named = bool(present.head(200).str.contains(CODE).all())
    elif not named:
        named = groups >= FEWEST_MEASURED and _settles(sides, train)
    return named or _tied(sides, name, size, place=False)


def _tied(sides: Sides, name: str, size: float, *, place: bool) -> bool:
    """Whether rows with one value share their outcome and what else is known of them.

    A neighbourhood shares prices, and little else; a company's years share nearly all.
    """
    groups, kept = _several(sides, name)
    if len(groups) < 2 * FEWEST_GROUPS:
        return False
    smooth = sides.train.rows[name].dtype.is_numeric()
    outcomes = _outcomes(sides)[kept]
    tie = correlation(outcomes, groups)
    beside = correlation(outcomes, groups // 2) if smooth else 0.0
    if tie < LEAST_TIE or beside > LARGEST_OF_NEIGHBOURS * tie:
        return False
    if tie >= LEAST_SETTLED and size <= MOST_ROWS_IN_A_SETTLED and not place:
        return True
    others = [other for other in sides.features if other != name][:MOST_COMPARED]
    if len(others) < FEWEST_SHARED:
        return False
    ties = [_tie(_values(sides, other)[kept], groups, smooth=smooth) for other in others]
    if place:
        return float(np.mean(np.array(ties) >= ALIKE)) >= LEAST_OF_PLACES
    return float(np.median(ties)) >= LEAST_SHARED


def _several(sides: Sides, name: str) -> tuple[Codes, NDArray[np.bool_]]:
    """Return the groups of rows whose value several have, and which rows these are."""
    groups = sides.codes(name)
    kept = (groups > 0) & (np.bincount(groups)[groups] > 1)
    return groups[kept], kept


def _settles(sides: Sides, column: pl.Series) -> bool:
    """Whether a few groups of a column agree in several others, as of what settles them."""
    codes = sides.codes(column.name)
    values, first = np.unique(codes, return_index=True)
    few = values[np.argsort(first)][: LOOKED_AT // 10 + 1]
    some = np.isin(codes, few[few > 0][: LOOKED_AT // 10])
    groups = codes[some]
    others = [other for other in sides.features if other != column.name][:MOST_COMPARED]
    settled = 0
    for other in others:
        settled += int(_settled(sides.codes(other), some, groups))
        if settled >= FEWEST_SETTLED:
            return True
    return False


def _fine(present: pl.Series) -> bool:
    """Whether nearly every value has so many digits that equal ones are of one thing.

    An age of 58.7652 years in eight rows is that of one patient who came eight times.
    """
    some = present.gather_every(max(1, len(present) // LOOKED_AT))
    rounded = some.round(FINE_DECIMALS - 1)
    return bool(((some - rounded).abs() > 1e-9).mean() > MOSTLY)  # type: ignore[operator]


def key_of(sides: Sides, name: str, parted: Sides) -> SharedKey | None:
    """Return what rows with the same value share; how many test rows do is asked of `parted`."""
    train, test = (side.rows[name] for side in (parted.train, parted.test))
    shared = test.is_in(train.drop_nulls().unique().implode())
    groups = sides.codes(name)
    members = np.bincount(groups)
    kept = (groups > 0) & (members[groups] > 1)
    if kept.sum() < 2 * FEWEST_GROUPS:
        return None
    groups = groups[kept]
    smooth = train.dtype.is_numeric()
    others = [other for other in sides.features if other != name][:MOST_COMPARED]
    alike = tuple(
        other
        for other in others
        if _tie(_values(sides, other)[kept], groups, smooth=smooth) >= ALIKE
    )
    tie = _target_tie(sides, kept, groups, smooth=smooth)
    if tie < LEAST_TIE and train.dtype.is_integer() and not NAMES_OF_KEYS.search(name):
        settled = tuple(n for n in others if _settled(sides.codes(n), kept, groups))
        if len(settled) < FEWEST_SETTLED or not set(settled) & set(alike):
            return None
        alike, tie = settled, 0.0
    return SharedKey(
        column=name,
        groups=test.filter(shared.fill_null(False)).n_unique(),
        rows_in_group=float(members[members > 0].mean()),
        rows_shared=int(shared.sum()) / max(1, len(shared)),
        target_tie=tie,
        target_tie_by_chance=_by_chance(sides, kept, groups),
        alike=alike,
        compared=len(others),
    )


def _settled(codes: Codes, kept: NDArray[np.bool_], groups: Codes) -> bool:
    """Whether a column never changes within a group, though it does between them.

    A number that settles several others, of which its neighbours have other values, is no
    quantity: it names what has these properties.
    """
    codes = codes[kept]
    one_of = np.empty(int(groups.max(initial=-1)) + 1, dtype=codes.dtype)
    one_of[groups] = codes
    return bool((one_of[groups] == codes).all() and np.ptp(codes) > 0)


def _target_tie(sides: Sides, kept: NDArray[np.bool_], groups: Codes, *, smooth: bool) -> float:
    return _tie(_outcomes(sides)[kept], groups, smooth=smooth)


def _by_chance(sides: Sides, kept: NDArray[np.bool_], groups: Codes) -> float:
    generator = np.random.default_rng(sides.seed)
    outcomes = _outcomes(sides)[kept]
    return max(correlation(generator.permutation(outcomes), groups) for _ in range(SHUFFLES))


def _outcomes(sides: Sides) -> Floats:
    if not sides.classes:
        return sides.labels
    common = np.argmax(np.bincount(sides.labels.astype(np.int64)))
    held: Floats = (sides.labels == common).astype(np.float64)
    return held


def _values(sides: Sides, name: str) -> Floats:
    """Return numbers as they are; of other values, whether each is the commonest."""
    column = sides.train.rows[name]
    if column.dtype.is_numeric() or column.dtype.is_temporal():
        return column.to_physical().cast(pl.Float64).fill_null(float("nan")).to_numpy()
    text = column.dtype == pl.String
    codes = sides.codes(name) if text else ordinals(column.cast(pl.String))
    held: Floats = (codes == np.argmax(np.bincount(codes))).astype(np.float64)
    return held


def _tie(values: Floats, groups: Codes, *, smooth: bool) -> float:
    """Return the correlation within groups, less what neighbouring whole numbers share too.

    A quantity (age, year) ties its neighbours nearly as well as equal values; a name does not.
    """
    own = correlation(values, groups)
    if not smooth or own <= 0:
        return own
    return own if correlation(values, groups // 2) <= 0.8 * own else 0.0


def correlation(values: Floats, groups: Codes) -> float:
    """Return the intra-class correlation: the share of variance that lies between groups.

    Args:
        values: Shape (n,), NaN where missing.
        groups: Small whole numbers from 0, some of which may be of no row, shape (n,).

    References:
        Shrout & Fleiss (1979), Intraclass correlations, doi:10.1037/0033-2909.86.2.420

    Example:
        >>> round(correlation(np.array([1.0, 1.0, 5.0, 5.0]), np.array([0, 0, 1, 1])), 2)
        1.0
    """
    held = np.isfinite(values)
    values, groups = values[held], groups[held]
    every = np.bincount(groups)
    sizes = every[every > 0]
    rows, count = len(values), len(sizes)
    if count < 2 or rows <= count or values.std() == 0:
        return 0.0
    means = np.bincount(groups, weights=values) / np.maximum(every, 1)
    within = float(((values - means[groups]) ** 2).sum()) / (rows - count)
    between = float((sizes * (means[every > 0] - values.mean()) ** 2).sum()) / (count - 1)
    size = (rows - float((sizes**2).sum()) / rows) / (count - 1)
    return (between - within) / (between + (size - 1) * within)
