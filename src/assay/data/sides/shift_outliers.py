"""Find extreme values that crowd on one side, or in a stretch of rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import bdtrc, pdtrc

from assay.core.evidence.schema import SideName
from assay.core.evidence.shift import Burst, OutlierBurst
from assay.data.sides.shift_blocks import WORTH_TELLING, Orders, orders, stretches
from assay.data.sides.shift_columns import Column
from assay.data.sides.table import Floats, Places, Sides

FEWEST_ROWS = 30
LEAST_SPREADS = 1.5
"""Distance from the median in ranges of the middle 90 in 100: five deviations of a normal one."""

MOST_ROWS = 0.3
"""Share of a side's rows; beyond it the whole side has moved."""

TAIL = (0.99, 0.995, 0.999, 1.0)
"""Quantiles of the other side at which it is asked who lies beyond."""

DECIDED = 1e-9
"""Chances below it are alike: then the limit counts that the fewest others pass."""

FEWEST_IN_TAIL = 10
FEWEST_FAR = 2
LEAST_INDEX = 0.2
"""Hill's index of a normal tail, about; a short tail is taken for one as long as that."""


def outlier_bursts(columns: Sequence[Column], sides: Sides) -> tuple[OutlierBurst, ...]:
    """Return the columns with extreme values on one side, or in one stretch of a side.

    How far extremes reach is asked of the data: of rows beyond a point in the tail, either side
    holds its part of the rows, however heavy the tail.
    """
    ordered = orders(sides)
    found: list[OutlierBurst] = []
    for column in columns:
        if column.sorted is None or column.numbers is None or column.train.dtype.is_temporal():
            continue
        for below in (False, True):
            sign = -1.0 if below else 1.0
            left, right = (_ascending(side, below) for side in column.sorted)
            if min(len(left), len(right)) < FEWEST_ROWS:
                continue
            for other, side, at in ((left, right, 1), (right, left, 0)):
                beside = _beside(column, sign, other, side, at, len(columns))
                if beside is not None:
                    found.append(beside)
            for at, side in enumerate((left, right)):
                found += _along(column, sign, side, at, ordered[at], len(columns))
    return tuple(found)


def _ascending(values: Floats, below: bool) -> Floats:
    return -values[::-1] if below else values


def _side(at: int) -> SideName:
    return "test" if at else "train"


def _middle(values: Floats) -> tuple[float, float]:
    """Return median and range of the middle 90 in 100 of ascending values."""
    low, middle, high = (float(values[int(q * (len(values) - 1))]) for q in (0.05, 0.5, 0.95))
    return middle, high - low if high > low else float(values[-1]) - middle


def _beside(
    column: Column, sign: float, other: Floats, side: Floats, at: int, tried: int
) -> OutlierBurst | None:
    usual, spread = _middle(other)
    if spread <= 0 or other[0] == other[-1]:
        return None
    part = len(side) / (len(side) + len(other))
    best: tuple[float, float, int] | None = None
    for quantile in TAIL:
        limit = float(other[int(quantile * (len(other) - 1))])
        beyond = side[np.searchsorted(side, limit, side="right") :]
        if not 0 < len(beyond) <= MOST_ROWS * len(side):
            continue
        if float(beyond[len(beyond) // 2]) - usual < LEAST_SPREADS * spread:
            continue
        fellows = len(other) - int(np.searchsorted(other, limit, side="right"))
        chance = float(bdtrc(len(beyond) - 1, len(beyond) + fellows, part)) * len(TAIL)
        if not fellows:
            chance = min(chance, _beyond_tail(other, side, usual, usual + LEAST_SPREADS * spread))
        if best is None or min(chance, DECIDED) <= min(best[0], DECIDED):
            best = (chance, limit, fellows)
    if best is None or best[0] * 4 * tried >= WORTH_TELLING:
        return None
    chance, limit, fellows = best
    burst = _burst(column, sign, at, limit, fellows / len(other), chance * 4 * tried)
    return _told(burst, sign, limit, usual, spread, float(side[-1]))


def _beyond_tail(other: Floats, side: Floats, usual: float, least: float) -> float:
    """Return the chance of the side's values beyond all of the other's, by the other's tail.

    The tail is taken for Pareto's, with Hill's index over its furthest 5 in 100: heavier than that
    of most columns, so that the chance is rather too large. Few values far out are told by it.
    """
    limit = max(least, float(other[-1]))
    far = len(side) - int(np.searchsorted(side, limit, side="right"))
    start = len(other) - max(FEWEST_IN_TAIL, len(other) // 20) - 1
    if far < FEWEST_FAR or start < 0 or other[start] <= usual:
        return 1.0
    count = far // 2 + 1
    middle = float(side[len(side) - count]) - usual
    edge = float(other[start]) - usual
    index = max(LEAST_INDEX, float(np.log((other[start + 1 :] - usual) / edge).mean()))
    rows = len(side) * (len(other) - start - 1) / len(other)
    return float(pdtrc(count - 1, rows * (middle / edge) ** (-1 / index)))


def _burst(
    column: Column, sign: float, at: int, limit: float, elsewhere: float, chance: float
) -> Burst:
    assert column.numbers is not None
    values: Floats = sign * column.numbers[at]
    held: Places = column.places[at][values > limit]
    return Burst(
        column=column.name,
        side=_side(at),
        order="",
        rows=len(held),
        share=len(held) / int(np.isfinite(values).sum()),
        elsewhere=elsewhere,
        chance=min(1.0, chance),
        first=int(held.min()),
        last=int(held.max()),
        places=tuple(int(place) for place in held[:5]),
    )


def _along(
    column: Column, sign: float, side: Floats, at: int, by: Orders, tried: int
) -> list[OutlierBurst]:
    """Return stretches of a side with values far from its own middle."""
    usual, spread = _middle(side)
    limit = usual + LEAST_SPREADS * spread
    count = len(side) - int(np.searchsorted(side, limit, side="right"))
    if spread <= 0 or not count or side[0] == side[-1]:
        return []
    assert column.numbers is not None
    flags = sign * column.numbers[at] > limit
    crowds = stretches(column.name, _side(at), flags, column.places[at], by, 4 * tried)
    return [_told(crowd, sign, limit, usual, spread, float(side[-1])) for crowd in crowds]


def _told(
    burst: Burst, sign: float, limit: float, usual: float, spread: float, farthest: float
) -> OutlierBurst:
    return OutlierBurst(
        burst=burst,
        beyond=sign * limit,
        below=sign < 0,
        usual=sign * usual,
        spread=spread,
        farthest=sign * farthest,
    )
