"""Compare a column with the target: the same values in another code, or with noise upon them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.data.leak_exactness import rank_correlation, share_on_curve, worst_recall
from assay.data.leak_levels import Codes, Floats, Levels
from assay.data.leak_strength import Target

FEW_VALUES = 30
MOST_NOISE = 0.25
"""Deviation about the line over the target's own, from which a column is no noised copy."""

SMALLEST_PART = 0.02
"""Share of rows that a value needs before its interval of the target says anything."""

UNIT_SLOPE = 0.03

FEWEST_OF_CLASS = 15
SMALLEST_SHARED = 0.05
"""Rows of each class, and share of the rows that hold the second value, of a coarser target."""

MOST_RANKED, FEWEST_RANKED, WORTH_RANKING = 500, 30, 0.8
"""Rows that tell whether a column ranks as the target does, and squared correlation to look on."""

NEARLY, TIMES_CHANCE = 1e-9, 5.0
"""How near equal values are, and how many times chance is taken off."""

MOST_INTERVALS = 1_000
FEWEST_OF_INTERVAL = 4
"""Values that may part a target in intervals, and rows for each of them on average."""

GAPS_AROUND, TIMES_AROUND = 10, 1.5
"""Gaps on either side of a border, and how many times the widest of them it has to be."""


DEVIATIONS = 3.5
"""Standard errors that the worst of several classes is off by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How a column resembles the target; the fields are those of `ColumnLeak`."""

    mirrors: float = 0.0
    follows: float = 0.0
    coarsens: float = 0.0
    on_curve: float = 0.0
    noise: float | None = None
    even_noise: float = 0.0
    same_unit: bool = False
    in_ranks: float = 0.0
    equal: float = 0.0


def likeness(column: Levels, target: Target) -> Likeness:
    """Return how the column resembles the target."""
    if target.classes:
        used = np.flatnonzero(np.bincount(column.values))
        if len(used) > FEW_VALUES:
            numbers = column.numbers
            if numbers is None or not 2 < target.classes <= FEW_VALUES:
                return Likeness()
            return Likeness(follows=worst_recall(_nearest(numbers, target), target))
        mirrors = _mirrors(column.values, used, target) if len(used) == target.classes else 0.0
        coarsens = _coarsens(column.values, target) if 2 <= len(used) < target.classes else 0.0
        follows = worst_recall(column.values, target)
        return Likeness(mirrors=mirrors, follows=follows, coarsens=coarsens)
    if column.numbers is None:
        return Likeness(on_curve=_intervals(column.values, target.values))
    curve = max(
        share_on_curve(column.numbers, target.values), _intervals(column.values, target.values)
    )
    noise, even, unit = _noise(column.numbers, target.values)
    ranks = _in_ranks(column.numbers, target.values)
    return Likeness(
        on_curve=curve,
        noise=noise,
        even_noise=even,
        same_unit=unit,
        in_ranks=ranks,
        equal=_equal(column.numbers, target.values),
    )


def _equal(numbers: Floats, outcomes: Floats) -> float:
    """Return in how many rows a number is the outcome, beyond what other rows' outcomes give.

    Zeros and the commonest outcome tell nothing.
    """
    values, counts = np.unique(outcomes, return_counts=True)
    telling = (outcomes != 0) & (outcomes != values[np.argmax(counts)])
    near = NEARLY * np.abs(outcomes)
    equal = float((telling & (np.abs(numbers - outcomes) <= near)).mean())
    if equal < WORTH_RANKING / 4:
        return 0.0
    chance = float((counts.astype(np.float64) ** 2).sum()) / len(outcomes) ** 2
    return max(0.0, equal - TIMES_CHANCE * chance)


def _in_ranks(numbers: Floats, outcomes: Floats) -> float:
    """Return the squared rank correlation, less for missing numbers; a few rows refute most."""
    kept = np.isfinite(numbers)
    x, y = numbers[kept], outcomes[kept]
    few = slice(None, None, max(1, len(x) // MOST_RANKED))
    if len(x) < FEWEST_RANKED or rank_correlation(x[few], y[few]) ** 2 < WORTH_RANKING:
        return 0.0
    return rank_correlation(x, y) ** 2 * len(x) / len(numbers)


def _mirrors(values: Codes, used: Codes, target: Target) -> float:
    """Return the worst class's recall where each value names the class it is most telling of.

    It is the mean recall where the worst class is no worse than chance makes one of so many.
    """
    place = np.zeros(int(used.max()) + 1, dtype=np.int64)
    place[used] = np.arange(len(used))
    outcomes = target.values.astype(np.int64)
    table = np.bincount(
        place[values] * target.classes + outcomes, minlength=len(used) * target.classes
    ).reshape(len(used), target.classes)
    recall = table / np.maximum(table.sum(axis=0), 1)
    named = np.argmax(recall, axis=1)
    if len(np.unique(named)) < target.classes:
        return 0.0
    own = recall[np.arange(len(used)), named]
    mean, rows = float(own.mean()), table.sum(axis=0)[named]
    chance = DEVIATIONS * np.sqrt(mean * (1 - mean) / np.maximum(rows, 1))
    return mean if (own >= mean - chance).all() and target.classes > 2 else float(own.min())


def _coarsens(values: Codes, target: Target) -> float:
    """Return the worst class's share of its commonest value, if that is not everybody's value."""
    outcomes = target.values.astype(np.int64)
    count = int(values.max()) + 1
    table = np.bincount(values * target.classes + outcomes, minlength=count * target.classes)
    table = table.reshape(count, target.classes)
    totals, rows = table.sum(axis=0), len(values)
    if (totals[totals > 0] < FEWEST_OF_CLASS).any():
        return 0.0
    if np.sort(table.sum(axis=1))[-2] < SMALLEST_SHARED * rows:
        return 0.0
    if len(np.unique(table.argmax(axis=0)[totals > 0])) < 2:
        return 0.0
    return float((table.max(axis=0) / np.maximum(totals, 1))[totals > 0].min())


def _nearest(numbers: Floats, target: Target) -> Codes:
    """Return the class whose median is nearest to each number, 1-based; 0 where there is none."""
    kept = np.isfinite(numbers)
    medians = np.full(target.classes, np.inf)
    for place in range(target.classes):
        own = numbers[kept & (target.values == place)]
        medians[place] = np.median(own) if len(own) else np.inf
    borders = np.sort(medians[np.isfinite(medians)])
    codes = 1 + np.searchsorted((borders[1:] + borders[:-1]) / 2, numbers)
    codes[~kept] = 0
    return codes


def _intervals(values: Codes, outcomes: Floats) -> float:
    """Return the share of rows that lie where they would if values parted the target in intervals.

    Values are put in the order of their mean outcome; of the sorted outcomes as many as there are
    rows of the first belong to it, and so on.
    """
    counts = np.bincount(values)
    used = np.flatnonzero(counts)
    fewest = min(SMALLEST_PART * len(values), len(values) / (4 * len(used)))
    if not 2 <= len(used) <= MOST_INTERVALS or np.sort(counts)[-2] < fewest:
        return 0.0
    if len(used) * FEWEST_OF_INTERVAL > len(values):
        return 0.0
    means = np.bincount(values, weights=outcomes)[used] / counts[used]
    place = np.zeros(len(counts), dtype=np.int64)
    place[used[np.argsort(means, kind="stable")]] = np.arange(len(used))
    placed = place[values]
    order = np.lexsort((placed, outcomes))
    borders = np.cumsum(counts[used][np.argsort(means, kind="stable")])[:-1]
    if _in_gaps(outcomes[order], borders):
        return 0.0
    return float((placed[order] == np.sort(placed)).mean())


def _in_gaps(ascending: Floats, borders: Codes) -> bool:
    """Return whether outcomes fall apart at these borders by themselves.

    So do the times of two races: who ran which is told by none of them. Where an outcome was cut,
    those on either side of the cut are as near each other as elsewhere.
    """
    values = np.unique(ascending)  # counts are alike in many rows
    gaps = np.diff(values)
    for border in borders:
        if ascending[border - 1] == ascending[border]:
            return False
        place = int(np.searchsorted(values, ascending[border])) - 1
        own = gaps[place]
        around = np.delete(
            gaps[max(0, place - GAPS_AROUND) : place + 1 + GAPS_AROUND], min(place, GAPS_AROUND)
        )
        if own <= TIMES_AROUND * around.max(initial=0.0):
            return False
    return True


def _noise(numbers: Floats, outcomes: Floats) -> tuple[float | None, float, bool]:
    """Return the deviation about the line, how even it is, and whether the line is x = y."""
    kept = np.isfinite(numbers)
    x, y = numbers[kept], outcomes[kept]
    if len(x) < 50 or len(x) < 0.5 * len(numbers) or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None, 0.0, False
    slope = float(((x - x.mean()) * (y - y.mean())).mean()) / float(y.var())
    if slope == 0:
        return None, 0.0, False
    residual = x - x.mean() - slope * (y - y.mean())
    noise = float(residual.std() / (abs(slope) * y.std()))
    if noise > MOST_NOISE:
        return None, 0.0, False
    shift = abs(float(x.mean() - y.mean())) / float(y.std())
    unit = abs(slope - 1) <= UNIT_SLOPE and shift <= UNIT_SLOPE
    return noise, _evenness(residual, y), unit


def _evenness(residual: Floats, y: Floats) -> float:
    """Return the smallest over the largest typical residual of the target's five fifths."""
    fifths = np.array_split(np.abs(residual)[np.argsort(y, kind="stable")], 5)
    typical = [float(np.sqrt((part**2).mean())) for part in fifths]
    return min(typical) / max(typical) if max(typical) > 0 else 1.0
