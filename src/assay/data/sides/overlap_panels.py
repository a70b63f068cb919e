"""Find whom rows belong to where nobody says so: rows that never meet at one time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.overlap import SharedKey
from assay.data.columns import exactly, named
from assay.data.ordinals import agreeing_pairs, combined, ordinals
from assay.data.sides.overlap_equal import spread
from assay.data.sides.overlap_keys import correlation
from assay.data.sides.table import Floats, Sides

MOST_ROWS, FEWEST_ROWS = 4_000, 100
MOST_COLUMNS, MOST_TIMES, MOST_TOGETHER = 24, 5, 5

FEWEST_TIMES, MOST_AT_TIMES = 3, 400
"""Distinct values of a column that may count a unit's rows."""

ROWS_AT_A_TIME = 4.0

FEWEST_EXPECTED = 30.0
"""Pairs of rows of one unit at one time that there were if units had nothing to do with times."""

MOST_MET = 0.1
"""Part of them that there are: two visits in one week, or twins whom no column tells apart."""

LEAST_GAINED = 0.85
"""Part of the meetings that are left once a further column tells units apart."""

LATER = 0.9
"""Test rows after the last of training, of a split by time."""

FEWEST_GROUPS, FEWEST_ROWS_IN_A_GROUP, MOST_ROWS_IN_A_GROUP = 10, 1.5, 100.0

NAMES_OF_TIMES = re.compile(
    r"year|yr|month|week|day|date|time|period|wave|visit|round|trial|session|occasion|quarter"
    r"|season|phase|month|measure|repeat|obs|seq|age|grade|step|lap|cycle|semester|term",
    re.IGNORECASE,
)

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Columns that name a unit, and the one of which a unit has each value once.

    Attributes:
        met: Pairs of rows of one unit at one time.
        expected: Pairs that there were by chance.
    """

    names: tuple[str, ...]
    time: str
    met: int
    expected: float


def panel(sides: Sides) -> Panel | None:
    """Return the columns that together name units which never have two rows at one time.

    Rows of two strangers who agree in some columns fall on the same week as often as any two rows.
    Rows of one patient do not: nobody is measured twice in a week. So the columns that tell
    patients apart are those whose equal rows never meet, however many columns that takes.
    """
    names, codes, whole = _coded(sides)
    rows = len(whole)
    if rows < FEWEST_ROWS or sides.group is not None:
        return None
    best: Panel | None = None
    for time in _times(names, codes, rows, sides):
        found = _told_apart(time, codes, whole, [name for name in names if name != time])
        if found is not None and (best is None or _order(found) < _order(best)):
            best = found
    return best


def panel_key(sides: Sides, found: Panel | None) -> tuple[SharedKey, ...]:
    """Return what the units of a panel share, if they are on both sides."""
    if found is None or _forecast(sides, found.time):
        return ()
    names = list(found.names)
    key = exactly(names)
    train, test = sides.train.rows, sides.test.rows
    sizes = train.group_by(key).len()
    rows_in_group = train.height / max(1, sizes.height)
    kept = FEWEST_ROWS_IN_A_GROUP <= rows_in_group <= MOST_ROWS_IN_A_GROUP
    if not kept or sizes.height < FEWEST_GROUPS or not test.height:
        return ()
    shared = test.join(sizes, on=key, how="semi", nulls_equal=True)
    others = [name for name in sides.features if name not in (*names, found.time)]
    settled = (
        train.group_by(key).agg([named(n).n_unique() == 1 for n in others]) if others else sizes
    )
    alike = [n for n in others if settled[n].to_numpy().mean() >= 0.95 and train[n].n_unique() > 1]
    groups = combined([sides.codes(name) for name in names])
    tie, by_chance = _ties(sides, groups, sides.codes(found.time))
    return (
        SharedKey(
            column=names[0],
            beside=tuple(names[1:]),
            groups=shared.select(key).n_unique(),
            rows_in_group=rows_in_group,
            rows_shared=shared.height / test.height,
            target_tie=tie,
            target_tie_by_chance=by_chance,
            alike=tuple(alike),
            compared=len(others),
            apart=found.time,
        ),
    )


def _forecast(sides: Sides, time: str) -> bool:
    """Whether the test is later than training along a declared time: units are met again then."""
    both = sides.numbers(time) if time == sides.time else None
    if both is None:
        return False
    learnt, tested = (one[np.isfinite(one)] for one in both)
    return bool(len(learnt) and len(tested) and (tested > learnt.max()).mean() >= LATER)


def series(found: Panel | None, rows: pl.DataFrame) -> list[Codes]:
    """Return which unit each row belongs to, if there is a panel."""
    return [] if found is None else [combined([ordinals(rows[name]) for name in found.names])]


def _coded(sides: Sides) -> tuple[list[str], dict[str, Codes], Codes]:
    """Return columns as codes over rows of both sides, and of each row all that there is."""
    left, right = sides.train.rows, sides.test.rows
    same = [name for name in sides.features if left[name].dtype == right[name].dtype]
    if sides.time in sides.shared and sides.time is not None:
        same += [sides.time] if left[sides.time].dtype == right[sides.time].dtype else []
    same = [name for name in same if not left[name].dtype.is_nested()]
    outcome = [sides.target] if sides.tested else []
    outcome = [name for name in outcome if left[name].dtype == right[name].dtype]
    parts = [side.select(exactly((*same, *outcome))) for side in (left, right)]
    both = pl.concat(parts)
    both = both[spread(np.arange(both.height), MOST_ROWS)]
    codes = {name: ordinals(both[name]) for name in both.columns}
    names = [n for n in same if 2 <= int(codes[n].max(initial=0)) + 1 <= 0.9 * both.height]
    whole = combined(list(codes.values())) if codes else np.empty(0, np.int64)
    return names[:MOST_COLUMNS], codes, whole


def _times(names: Sequence[str], codes: dict[str, Codes], rows: int, sides: Sides) -> Iterator[str]:
    """Yield the columns that may count the rows of a unit, the likeliest first."""
    schema = sides.train.rows.schema

    def rank(name: str) -> int:
        if name == sides.time or schema[name].is_temporal():
            return 0
        if NAMES_OF_TIMES.search(name):
            return 1
        return 2 if schema[name].is_numeric() else 3

    may = [
        name
        for name in names
        if FEWEST_TIMES <= int(codes[name].max()) + 1 <= min(MOST_AT_TIMES, rows / ROWS_AT_A_TIME)
    ]
    yield from sorted(may, key=rank)[:MOST_TIMES]


def _told_apart(
    time: str, codes: dict[str, Codes], whole: Codes, others: Sequence[str]
) -> Panel | None:
    """Add columns that keep rows from meeting, until next to none of one unit do."""
    rows = len(whole)
    at = codes[time]
    share = float(((np.bincount(at) / rows) ** 2).sum())
    joint, left = np.zeros(rows, np.int64), 1.0
    chosen: tuple[str, ...] = ()
    for _ in range(MOST_TOGETHER):
        best: tuple[float, str, Codes, int, float] | None = None
        for name in others:
            if name in chosen:
                continue
            units = combined([joint, codes[name]])
            pairs = agreeing_pairs(units)
            if (expected := pairs * share) < FEWEST_EXPECTED:
                continue
            met = agreeing_pairs(combined([units, at]))
            if best is None or met / expected < best[0]:
                best = met / expected, name, units, met, expected
        if best is None or best[0] > LEAST_GAINED * left:
            return None
        left, name, joint, met, expected = best
        chosen = (*chosen, name)
        if left <= MOST_MET:
            expected *= 1 - _equal_else(joint, at, codes, (*chosen, time))
            if expected < FEWEST_EXPECTED or met > MOST_MET * expected:
                return None
            return Panel(names=chosen, time=time, met=met, expected=expected)
    return None


def _equal_else(units: Codes, at: Codes, codes: dict[str, Codes], known: tuple[str, ...]) -> float:
    """Return the share of pairs of one unit that agree in all other columns.

    Where equal rows were kept once, rows that agree in the rest cannot agree in the time as well.
    """
    rest = [one for name, one in codes.items() if name not in known]
    pairs = agreeing_pairs(units)
    return agreeing_pairs(combined([units, *rest])) / pairs if pairs else 1.0


def _order(one: Panel) -> tuple[int, float]:
    return len(one.names), one.met / one.expected


def _ties(sides: Sides, groups: Codes, at: Codes) -> tuple[float, float]:
    """Return how much of the outcome, less what is usual at each time, lies between units."""
    outcomes: Floats = sides.labels
    if sides.classes:
        common = np.argmax(np.bincount(sides.labels.astype(np.int64)))
        outcomes = (sides.labels == common).astype(np.float64)
    means = np.bincount(at, weights=outcomes) / np.maximum(np.bincount(at), 1)
    left = outcomes - means[at]
    shuffled = np.random.default_rng(sides.seed).permutation(left)
    return correlation(left, groups), max(0.0, correlation(shuffled, groups))
