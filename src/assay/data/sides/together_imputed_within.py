"""Are repeated values the means, or medians, of both sides within the levels of a category?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.together import FilledColumn
from assay.data.ordinals import ordinals
from assay.data.sides.table import Places, Sides
from assay.data.sides.together_imputed import LEAST_SPIKE, fill, fill_mean, holds_median
from assay.data.sides.together_pool import Pooled, decimals

Floats = NDArray[np.float64]

FEWEST_REPEATED = 3
"""Rows that hold a filling value."""

LOOK = 5_000
"""Values of a side among which repeated ones are looked for."""

FEWEST_VALUES, FEWEST_OF_MEAN = 20, 5
"""Values of a level on each side, and where they fit a mean, which few do by chance."""

MOST_LEVELS = 30
FEWEST_LEVELS = 2
"""Levels whose value follows from both sides and not from training: one may be luck."""


def filled_within(sides: Sides) -> Iterator[FilledColumn]:
    """Yield columns that were filled with the mean or median of both sides within each level.

    Only columns are looked at in which values of more digits than the others are repeated, as
    means are, or a few values far more often than all others. The outcome's classes are levels too.
    """
    suspected = [name for name in sides.features if _repeats(sides, name)]
    if not suspected:
        return
    levels = {name: codes for name in sides.shared if (codes := _levels(sides, name)) is not None}
    if sides.classes and sides.test_labels is not None:
        outcomes = np.concatenate([sides.labels, sides.test_labels])
        levels[sides.target] = np.nan_to_num(outcomes, nan=len(sides.classes)).astype(np.int64)
    for name in suspected:
        found = (
            one for of, codes in levels.items() if of != name for one in _by(sides, name, of, codes)
        )
        if (one := next(found, None)) is not None:
            yield one


def _repeats(sides: Sides, name: str) -> bool:
    numbers = sides.numbers(name)
    if numbers is None or not sides.train.rows[name].dtype.is_float():
        return False
    both = np.concatenate([one[:: max(1, len(one) // LOOK)] for one in numbers])
    both = both[np.isfinite(both)]
    values, counts = np.unique(both, return_counts=True)
    if _spikes(counts):
        return True
    repeated = values[counts >= FEWEST_REPEATED]
    if len(repeated) < FEWEST_LEVELS or len(values) == len(repeated):
        return False
    of_rows = [_digits(one) for one in both[:: max(1, len(both) // 200)]]
    of_values = [_digits(one) for one in values[:: max(1, len(values) // 100)]]
    usual = min(np.median(of_rows), np.quantile(of_values, 0.8))  # many rows, or values, are fills
    longest = max(_digits(one) for one in repeated[:: max(1, len(repeated) // 500)])
    return longest > float(usual)


def _spikes(counts: Places) -> bool:
    """Whether a few values are repeated far more often than any other one."""
    ordered = np.sort(counts)[::-1]
    for place in range(FEWEST_LEVELS, min(MOST_LEVELS, len(ordered) - 1) + 1):
        few, next_most = ordered[place - 1], ordered[place]
        if few >= FEWEST_REPEATED and few >= LEAST_SPIKE * next_most:
            return True
    return False


def _digits(value: float) -> int:
    found = decimals(np.array([value]))
    return 7 if found is None else found


def _levels(sides: Sides, name: str) -> Places | None:
    left, right = sides.train.rows[name], sides.test.rows[name]
    if left.dtype != right.dtype or left.dtype.is_float() or left.dtype.is_nested():
        return None
    both = pl.concat([left, right])
    if not FEWEST_LEVELS <= both.n_unique() <= MOST_LEVELS:
        return None
    return ordinals(both.cast(pl.String, strict=False))


def _by(sides: Sides, name: str, of: str, codes: Places) -> Iterator[FilledColumn]:
    numbers = sides.numbers(name)
    assert numbers is not None
    border = len(numbers[0])
    found: list[FilledColumn] = []
    medians = 0
    for place in np.unique(codes):
        parts = [
            one[chosen & np.isfinite(one)]
            for one, chosen in zip(
                numbers, (codes[:border] == place, codes[border:] == place), strict=True
            )
        ]
        fewest = min(map(len, parts))
        if fewest < FEWEST_OF_MEAN:
            continue
        column = Pooled(
            name=name,
            train=parts[0],
            test=parts[1],
            both=np.concatenate(parts),
            single=sides.train.rows[name].dtype == pl.Float32,
            decimals=None,
        )
        many = fewest >= FEWEST_VALUES
        medians += many and holds_median(column)
        if (one := fill(column) if many else fill_mean(column)) is not None:
            found.append(one)
    # medians of both sides in several levels are no luck if training's own differs in one of them
    off = any(one.kind == "median" for one in found) and medians >= FEWEST_LEVELS
    if len(found) >= FEWEST_LEVELS or off:
        most = max(found, key=lambda one: one.rows)
        yield replace(most, within=of)
