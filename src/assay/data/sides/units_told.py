"""What the other columns say of a conversion: whether a column follows them before it, or after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assay.core.evidence.units import UnitChange
from assay.data.sides.schema_written import Pair
from assay.data.sides.table import Floats

MOST_COLUMNS = 30
MOST_ROWS = 2_000
"""Other columns, and rows of each side at even places, that are looked at."""

FEWEST_TRAINED, FEWEST_TESTED = 100, 30
"""Rows of training that a fit takes, at least ten a column, and of the test that it is held to."""

LEAST_EXPLAINED = 0.6
"""Share of training's variance that the other columns explain: else they tell nothing."""

LEAST_KNOWN = 0.9


def told(change: UnitChange, columns: Sequence[Pair]) -> UnitChange:
    """Return the change with how far the test is from what the other columns make of it.

    A test that shifted as a whole is where its other columns say; a converted column is so once it
    is converted back, however far the whole has shifted.
    """
    numbers = {pair.name: pair.numbers for pair in columns if pair.numbers is not None}
    if change.scale != "linear" or change.column not in numbers:
        return change
    own = [_thinned(one) for one in numbers.pop(change.column)]
    others = [
        [_thinned(one) for one in both]
        for both in numbers.values()
        if all(np.isfinite(_thinned(one)).mean() >= LEAST_KNOWN for one in both)
    ][:MOST_COLUMNS]
    if not others or len(own[0]) < 10 * len(others):
        return change
    designs = [_design([both[at] for both in others]) for at in (0, 1)]
    known = [
        np.isfinite(values) & np.isfinite(design).all(axis=1)
        for values, design in zip(own, designs, strict=True)
    ]
    if known[0].sum() < FEWEST_TRAINED or known[1].sum() < FEWEST_TESTED:
        return change
    trained, tested = (design[rows] for design, rows in zip(designs, known, strict=True))
    train, test = (values[rows] for values, rows in zip(own, known, strict=True))
    weights = np.linalg.lstsq(trained, train, rcond=1e-8)[0]
    rest = train - trained @ weights
    if rest.var() > (1 - LEAST_EXPLAINED) * train.var():
        return change
    usual = float(np.median(np.abs(rest)))
    if not usual:
        return change
    expected = tested @ weights
    back = (test - change.offset) / change.factor
    plain, converted = (float(np.median(np.abs(one - expected))) / usual for one in (test, back))
    return replace(change, expected_before=plain, expected_after=converted)


def _thinned(values: Floats) -> Floats:
    taken: Floats = values[:: max(1, -(-len(values) // MOST_ROWS))]
    return taken


def _design(columns: list[Floats]) -> Floats:
    return np.column_stack([np.ones(len(columns[0])), *columns])
