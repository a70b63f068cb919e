"""Find numbers that are summaries of the target over rows with one key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from assay.core.evidence.answers import AggregateLeak
from assay.data.sides.answers_summaries import (
    Groups,
    calibrated,
    of_others,
    summary_of,
    worth_fitting,
)
from assay.data.sides.table import Floats, Places, Sides

FEWEST_VALUES = 2
MOST_KEYS = 40
MOST_PAIRED = 6
MOST_OUTCOMES = 10
SCREENED_ROWS = 4_000
FEWEST_ROWS = 100


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The target as numbers of both sides; NaN in a test whose outcomes are not there."""

    train: Floats
    test: Floats
    known: bool

    @property
    def other(self) -> _Outcome:
        """Whether the row is *not* of the class."""
        return _Outcome(1 - self.train, 1 - self.test, self.known)

    @property
    def both(self) -> Floats:
        return np.concatenate([self.train, self.test])


def aggregates(sides: Sides) -> tuple[AggregateLeak, ...]:
    """Return the columns that summarise the target over rows with the same key.

    A mean is also recognised without its key: over the rows that it was computed on, the mean
    outcome at each of its values is that value. A sample tells nothing exact.
    """
    train, test = sides.train, sides.test
    if train.sampled or test.sampled or train.rows.height < FEWEST_ROWS:
        return ()
    numbers = {name: both for name in sides.shared if (both := sides.numbers(name)) is not None}
    numbers = {name: both for name, both in numbers.items() if _many_valued(both[0])}
    found: dict[str, AggregateLeak] = {}
    outcomes = list(_outcomes(sides))
    for name, (left, right) in numbers.items():
        for outcome in outcomes:
            for one in (outcome, outcome.other) if sides.classes else (outcome,):
                leak = calibrated(name, left, right, one.train, one.test if one.known else None)
                if leak is not None:
                    found.setdefault(name, leak)
    rows = train.rows.height
    for key, codes in _keys(sides):
        few = _some_groups(codes[:rows])
        some = Groups.of(np.unique(codes[few], return_inverse=True)[1].astype(np.int64))
        for name in numbers:
            if name in found or name in key:
                continue
            constant = some.constant(numbers[name][0][few])
            leak = (
                _summary(name, numbers[name], key, codes, outcomes, some, few)
                if constant
                else _of_others(name, numbers[name][0], key, codes[:rows], outcomes, some, few)
            )
            if leak is not None:
                found[name] = leak
    return tuple(found.values())


def _some_groups(codes: Places) -> Places:
    """Return the rows of a few whole groups; what does not hold in them does not hold."""
    sizes = np.bincount(codes)
    used = np.flatnonzero(sizes)
    drawn = np.random.default_rng(0).permutation(used)
    within = np.cumsum(sizes[drawn]) <= SCREENED_ROWS
    within[:FEWEST_VALUES] = True
    chosen = np.zeros(len(sizes), dtype=bool)
    chosen[drawn[within]] = True
    return np.flatnonzero(chosen[codes])


def _many_valued(values: Floats) -> bool:
    few = values[:: max(1, len(values) // SCREENED_ROWS)]
    return len(np.unique(few[np.isfinite(few)])) >= FEWEST_VALUES


def _outcomes(sides: Sides) -> Iterator[_Outcome]:
    """Yield the target as numbers: the values, or whether a row is of a class."""
    train, test = sides.labels, sides.test_labels
    known = test is not None and bool(np.isfinite(test).all())
    blank = np.full(sides.test.rows.height, np.nan)
    there = test if known and test is not None else blank
    if len(sides.classes) <= 2:
        yield _Outcome(train, there, known)
        return
    for place in range(min(len(sides.classes), MOST_OUTCOMES)):
        flags = (there == place).astype(np.float64) if known else blank
        yield _Outcome((train == place).astype(np.float64), flags, known)


def _keys(sides: Sides) -> Iterator[tuple[tuple[str, ...], Places]]:
    """Yield columns that may be a key, alone and in pairs, with codes over both sides.

    Those of many values come first: in small groups the row's own outcome weighs most.
    """
    single: list[tuple[str, Places]] = []
    rows = sides.train.rows.height
    for name in sides.shared:
        left, right = sides.train.rows[name], sides.test.rows[name]
        if left.dtype != right.dtype or left.dtype.is_float() or left.dtype.is_nested():
            continue
        if not 2 <= sides.distinct(name) <= rows / 1.3:
            continue
        single.append((name, sides.codes_of_both(name)))
    single.sort(key=lambda one: -int(one[1].max()))
    for name, codes in single[:MOST_KEYS]:
        yield (name,), codes
    for (name, codes), (other, others) in combinations(single[:MOST_PAIRED], 2):
        joint = codes * (int(others.max()) + 1) + others
        yield (name, other), np.unique(joint, return_inverse=True)[1].astype(np.int64)


def _summary(
    name: str,
    values: tuple[Floats, Floats],
    key: tuple[str, ...],
    codes: Places,
    outcomes: list[_Outcome],
    some: Groups,
    few: Places,
) -> AggregateLeak | None:
    told = [one for one in outcomes if worth_fitting(some, values[0][few], one.train[few])]
    if not told or not Groups.of(codes[: len(values[0])]).constant(values[0]):
        return None
    for outcome in told:
        leak = summary_of(name, key, values, codes, outcome.train, outcome.both, outcome.known)
        if leak is not None:
            return leak
    return None


def _of_others(
    name: str,
    values: Floats,
    key: tuple[str, ...],
    codes: Places,
    outcomes: list[_Outcome],
    some: Groups,
    few: Places,
) -> AggregateLeak | None:
    for outcome in outcomes:
        if of_others(name, key, values[few], some, outcome.train[few]) is not None:
            return of_others(name, key, values, Groups.of(codes), outcome.train)
    return None
