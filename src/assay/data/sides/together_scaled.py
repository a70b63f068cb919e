"""Is a column's scale exact over training and test, and not over training?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.together import ScaledColumn, ScaleKind
from assay.data.sides.together_pool import Pooled

Floats = NDArray[np.float64]

EXACT = 1e-6
"""Deviations; what summation and single precision leave of an exact 0 or 1."""

BEYOND_CHANCE = 0.05
"""Share of the standard error that rounding may take, or a match says nothing."""

CLEARLY_OFF = 5.0
"""Times the tolerance that training alone has to miss the mark by."""

FINE_DECIMALS = 3
"""Fewer are a grid, where natural ends and quartiles fall on 0 and 1."""

FEWEST_DISTINCT = 10
"""Different values of a column that is measured, not coded."""

MOST_ON_THE_MEDIAN = 0.25
"""Share of values that are 0 where the median was taken off; more are zeros by nature."""

SIGMAS = (1.4826, 1.482602218505602, 1 / 0.6745)
"""Factors by which the median deviation is that of a normal distribution, as they are written."""

NORMAL_END = 5.199337582605575
"""Where a transformation of quantiles to a normal distribution ends, at a share of 1e-7."""


def scale(column: Pooled) -> ScaledColumn | None:
    """Return how the column's scale is exact over both sides, None if it is not."""
    return (
        _moments(column)
        or _round_moments(column)
        or _range(column)
        or _ranks(column)
        or _quartiles(column)
        or _spread_of_quantiles(column)
    )


def _moments(column: Pooled) -> ScaledColumn | None:
    pooled, train, test = map(_centre, (column.both, column.train, column.test))
    deviation = pooled[1]
    if not deviation > 0:
        return None
    slack = _slack(column, EXACT) if abs(pooled[0]) <= 0.1 * deviation else 0.0
    if not 0 < slack <= BEYOND_CHANCE * column.standard_error * deviation:
        return None
    if _unit(pooled, slack, len(column.both)):
        exact = _unit(train, CLEARLY_OFF * slack, len(column.train))
        if exact and _unit(test, CLEARLY_OFF * slack, len(column.test)):
            return _scaled(column, "each alone", pooled, train, exact=False)
        return _scaled(column, "standardised", pooled, train, exact=exact)
    slack = _slack(column, EXACT * min(1.0, deviation))
    if abs(pooled[0]) <= slack and _fine(column):
        exact = abs(train[0]) <= CLEARLY_OFF * slack
        return _scaled(column, "centred", pooled, train, exact=exact)
    return None


def _round_moments(column: Pooled) -> ScaledColumn | None:
    """Find points of a test, 50 and 10 or 100 and 15, and what was divided by mean or deviation."""
    if not _fine(column):
        return None
    pooled, train = _centre(column.both), _centre(column.train)
    mean, deviation = pooled
    slack = _slack(column, EXACT * max(1.0, abs(mean)))
    if not 0 < slack <= BEYOND_CHANCE * column.standard_error * deviation:
        return None
    kinds: tuple[tuple[ScaleKind, tuple[float, float]], ...] = (
        ("points", (round(mean / 5) * 5.0, float(round(deviation)))),
        ("divided by the mean", (1.0, deviation)),
        ("divided by the deviation", (mean, 1.0)),
    )
    for kind, marks in kinds:
        if 0.0 in marks or not _at(pooled, marks, slack, len(column.both)):
            continue
        left = [train[at] if marks[at] == pooled[at] else marks[at] for at in (0, 1)]
        exact = _at(train, (left[0], left[1]), CLEARLY_OFF * slack, len(column.train))
        return _scaled(column, kind, pooled, train, exact=exact)
    return None


def _at(moments: tuple[float, float], marks: tuple[float, float], slack: float, rows: int) -> bool:
    mean, deviation = moments
    sample = deviation * (rows / (rows - 1)) ** 0.5
    off = min(abs(deviation - marks[1]), abs(sample - marks[1]))
    return abs(mean - marks[0]) <= slack and off <= slack


def _centre(values: Floats) -> tuple[float, float]:
    return float(values.mean()), float(values.std())


def _unit(moments: tuple[float, float], slack: float, rows: int) -> bool:
    mean, deviation = moments
    sample = deviation * (rows / (rows - 1)) ** 0.5
    return abs(mean) <= slack and min(abs(deviation - 1), abs(sample - 1)) <= slack


def _slack(column: Pooled, least: float) -> float:
    if column.decimals is None:
        return least
    _, counts = np.unique(column.both, return_counts=True)
    collision = float(((counts / counts.sum()) ** 2).sum())
    rounding: float = 10.0**-column.decimals / 12**0.5
    return max(least, 4 * rounding * float(np.sqrt(collision)))


def _range(column: Pooled) -> ScaledColumn | None:
    low = min(column.train.min(), column.test.min())
    high = max(column.train.max(), column.test.max())
    ends, train = (float(low), float(high)), (float(column.train.min()), float(column.train.max()))
    for whole in ((0.0, 1.0), (-1.0, 1.0), (-NORMAL_END, NORMAL_END)):
        if _same(ends, whole) and _fine(column):
            return _scaled(column, "range", ends, train, exact=_same(train, whole))
    if abs(max(-low, high) - 1) <= 1e-9 and _fine(column):
        exact = abs(max(-train[0], train[1]) - 1) <= 1e-9
        return _scaled(column, "largest", ends, train, exact=exact)
    return None


def _same(ends: tuple[float, float], whole: tuple[float, float]) -> bool:
    return all(abs(one - other) <= 1e-9 for one, other in zip(ends, whole, strict=True))


def _ranks(column: Pooled) -> ScaledColumn | None:
    both = column.both
    rows = len(both)
    if not 0 < both.min() <= 0.5 or not 0.5 <= both.max() <= 1 or not _fine(column):
        return None
    if not _are_ranks(both, rows):
        return None
    ends = (float(both.min()), float(both.max()))
    train = (float(column.train.min()), float(column.train.max()))
    exact = _are_ranks(column.train, len(column.train))
    return _scaled(column, "ranks", ends, train, exact=exact)


def _are_ranks(values: Floats, rows: int) -> bool:
    levels, counts = np.unique(values, return_counts=True)
    after = np.cumsum(counts)
    means, tops = (after - (counts - 1) / 2) / rows, after / rows
    return any(bool(np.abs(levels - one).max() <= 1e-6) for one in (means, tops))


def _quartiles(column: Pooled) -> ScaledColumn | None:
    if not _fine(column) or not _middle_may_be_zero(column.both):
        return None
    pooled = _quarters(column.both)
    if abs(pooled[0]) > 1e-9 or abs(pooled[1] - 1) > 1e-9:
        return None
    low = float(np.percentile(column.both, 25))
    if abs(low - round(low)) <= 1e-9:
        return None
    train = _quarters(column.train)
    exact = abs(train[0]) <= 1e-9 and abs(train[1] - 1) <= 1e-9
    return _scaled(column, "quartiles", pooled, train, exact=exact)


def _spread_of_quantiles(column: Pooled) -> ScaledColumn | None:
    """Find a median of 0 beside two quantiles 1 apart, or beside a median deviation of 1."""
    both = column.both
    if not _fine(column) or not _middle_may_be_zero(both):
        return None
    if (both == 0).mean() > MOST_ON_THE_MEDIAN or abs(float(np.median(both))) > 1e-9:
        return None
    spreads = _spreads(both)
    kept = [place for place, one in enumerate(spreads) if abs(one - 1) <= 1e-6]
    if not kept:
        return None
    pooled, train = (0.0, spreads[kept[0]]), (float(np.median(column.train)), 0.0)
    train = (train[0], _spreads(column.train)[kept[0]])
    exact = abs(train[0]) <= 1e-9 and abs(train[1] - 1) <= 1e-6
    return _scaled(column, "quantiles", pooled, train, exact=exact)


def _spreads(values: Floats) -> list[float]:
    """Return the distances of pairs of quantiles, and the median deviation as it is and as sigma.

    References:
        Rousseeuw & Croux (1993), Alternatives to the median absolute deviation,
        doi:10.1080/01621459.1993.10476408
    """
    ends = np.percentile(values, [5, 95, 10, 90, 1, 99])
    apart = float(np.median(np.abs(values - np.median(values))))
    return [*(float(one) for one in ends[1::2] - ends[::2]), apart, *(k * apart for k in SIGMAS)]


def _middle_may_be_zero(values: Floats) -> bool:
    """Say so without sorting them."""
    return bool(min((values <= 0).mean(), (values >= 0).mean()) >= 0.5)


def _quarters(values: Floats) -> tuple[float, float]:
    low, middle, high = np.percentile(values, [25, 50, 75])
    return float(middle), float(high - low)


def _fine(column: Pooled) -> bool:
    if column.decimals is not None and column.decimals < FINE_DECIMALS:
        return False
    return len(np.unique(column.both[: 50 * FEWEST_DISTINCT])) >= FEWEST_DISTINCT


def _scaled(
    column: Pooled,
    kind: ScaleKind,
    pooled: tuple[float, float],
    train: tuple[float, float],
    *,
    exact: bool,
) -> ScaledColumn:
    return ScaledColumn(
        name=column.name, kind=kind, pooled=pooled, train=train, exact_on_train=exact
    )
