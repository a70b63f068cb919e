"""Find numbers that are the row's place by the target, within the levels of a column."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assay.core.evidence.answers import AggregateLeak
from assay.data.sides.overlap_time import named_as_time
from assay.data.sides.table import Floats, Places, Sides

FEWEST_VALUES = 10
FEWEST_PAIRS = 50
FEWEST_GROUPS, MOST_GROUPS = 2, 1_000
SCREENED_ROWS = 2_000

LEAST = 0.995
"""Share of neighbours in the order of the places whose outcomes are in order too."""


def places(sides: Sides) -> Iterator[AggregateLeak]:
    """Yield columns that number the rows of each group in the order of their outcomes.

    A rank within a department, or a finisher's place in a race, is known when all outcomes are.
    """
    if sides.classes or sides.train.sampled:
        return
    numbers = {name: both[0] for name in sides.features if (both := _counts(sides, name))}
    if not numbers:
        return
    keys = {name: codes for name in sides.shared if (codes := _groups(sides, name)) is not None}
    for name, values in numbers.items():
        if _in_order(np.zeros(len(values), dtype=np.int64), values, sides.labels, fewest=1):
            continue  # the place among all rows is the target in another scale
        for key, codes in keys.items():
            if key != name and (found := _in_order(codes, values, sides.labels)) is not None:
                share, groups = found
                sizes = np.bincount(codes)
                yield AggregateLeak(
                    column=name,
                    key=(key,),
                    summary="place",
                    over="own",
                    groups=groups,
                    rows_per_group=float(np.median(sizes[sizes > 0])),
                    exactness=share,
                )
                break


def _counts(sides: Sides, name: str) -> tuple[Floats, Floats] | None:
    column = sides.train.rows[name]
    both = sides.numbers(name)
    if both is None or column.null_count() or both[0].min() < 0:
        return None
    if column.dtype.is_temporal() or named_as_time(name):  # things grow, each by its own clock
        return None
    if both[0].max() > (2 * sum(map(len, both)) if column.dtype.is_integer() else 1):
        return None
    return both if sides.distinct(name) >= FEWEST_VALUES else None


def _groups(sides: Sides, name: str) -> Places | None:
    dtype = sides.train.rows[name].dtype
    if dtype.is_float() or dtype.is_nested():
        return None
    most = min(MOST_GROUPS, sides.train.rows.height // 4)
    return sides.codes(name) if FEWEST_GROUPS <= sides.distinct(name) <= most else None


def _in_order(
    codes: Places, values: Floats, outcomes: Floats, *, fewest: int = FEWEST_GROUPS
) -> tuple[float, int] | None:
    """Return the share of neighbours in order, and groups that show it; a few rows refute most."""
    if len(codes) > SCREENED_ROWS:
        few = np.isin(codes, np.unique(codes[: SCREENED_ROWS // 20]))
        screened = (codes[few], values[few], outcomes[few])
        if few.sum() < len(codes) and _in_order_of(*screened, fewest=1) is None:
            return None
    return _in_order_of(codes, values, outcomes, fewest=fewest)


def _in_order_of(
    codes: Places, values: Floats, outcomes: Floats, *, fewest: int
) -> tuple[float, int] | None:
    """Say how well outcomes rise with the values, or fall with them, whichever is better."""
    up = _rising(codes, values, outcomes, fewest)
    down = _rising(codes, values, -outcomes, fewest)
    best = max((found for found in (up, down) if found), default=None)
    return best if best and best[0] >= LEAST else None


def _rising(
    codes: Places, values: Floats, outcomes: Floats, fewest: int
) -> tuple[float, int] | None:
    """Compare the highest outcome at each value with the lowest at the next one of its group."""
    order = np.lexsort((outcomes, values, codes))
    same = codes[order][1:] == codes[order][:-1]
    rises = np.diff(values[order])[same] > 0
    steps = np.diff(outcomes[order])[same][rises]
    groups = codes[order][1:][same][rises]
    if (steps != 0).sum() < FEWEST_PAIRS or len(np.unique(groups[steps != 0])) < fewest:
        return None
    return float((steps >= 0).mean()), len(np.unique(groups))
