"""Find numbers that are sums or means of the target over a window of rows that holds the row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assay.core.evidence.answers import AggregateLeak
from assay.data.sides.table import Floats, Places, Sides

WIDTHS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 20, 24, 28, 30)
FEWEST_ROWS = 60
SCREENED_ROWS = 400

LEAST, LEAST_OF_SCREENED = 0.95, 0.8
"""Share of the rows with a whole window that it is exact on."""

NEAR = 1e-6
"""Of the target's deviation; what summation leaves."""


def windows(sides: Sides) -> Iterator[AggregateLeak]:
    """Yield running totals, running means, and moving sums and means of the target.

    A window that holds the row itself is known when the row's outcome is; one that ends before it
    is an honest feature.
    """
    if sides.classes or sides.train.sampled or len(sides.labels) < FEWEST_ROWS:
        return
    names = [name for name in sides.features if sides.train.rows[name].dtype.is_numeric()]
    for name in names:
        both = sides.numbers(name)
        if both is None or sides.distinct(name) < FEWEST_ROWS / 2:
            continue
        for order, series in _orders(sides):
            found = _window(both[0][order], sides.labels[order], series)
            if found is not None:
                summary, exactness = found
                yield AggregateLeak(
                    column=name,
                    key=(name,),
                    summary=summary,
                    over="own",
                    groups=int(series.max()) + 1,
                    rows_per_group=float(len(order) / (int(series.max()) + 1)),
                    exactness=exactness,
                )
                break


def _orders(sides: Sides) -> Iterator[tuple[Places, Places]]:
    """Yield orders of the rows with the series of each: as they stand, and by group and time."""
    rows = np.arange(len(sides.labels))
    yield rows, np.zeros(len(rows), dtype=np.int64)
    timed = sides.time is not None and sides.time in sides.shared
    times = sides.numbers(sides.time) if sides.time is not None and timed else None
    moments = times[0] if times is not None else rows.astype(np.float64)
    if times is not None:
        yield np.argsort(moments, kind="stable"), np.zeros(len(rows), dtype=np.int64)
    if sides.group is not None and sides.group in sides.shared:
        codes = np.unique(sides.codes(sides.group), return_inverse=True)[1].astype(np.int64)
        order = np.lexsort((moments, codes))
        yield order, codes[order]


def _window(values: Floats, outcomes: Floats, series: Places) -> tuple[str, float] | None:
    few = slice(0, SCREENED_ROWS)
    for summary, told in _told(values[few], outcomes[few], series[few]):
        if _exact(*told) < LEAST_OF_SCREENED:
            continue
        whole = dict(_told(values, outcomes, series))[summary]
        if (share := _exact(*whole)) >= LEAST:
            return summary, share
    return None


def _told(
    values: Floats, outcomes: Floats, series: Places
) -> Iterator[tuple[str, tuple[Floats, Floats, float]]]:
    """Yield what each kind of window makes of two rows that follow each other, and what it should.

    The difference of two moving sums is the outcome that came in less the one that went out.
    """
    deviation = float(outcomes.std())
    if deviation == 0:
        return
    rises = np.diff(values)
    one = np.diff(series) == 0
    rises = np.where(one, rises, np.nan)
    yield "running total", (rises, outcomes[1:], deviation)
    counted = np.arange(1, len(values) + 1, dtype=np.float64)
    first = np.r_[0, np.flatnonzero(~one) + 1]
    counted -= np.repeat(first, np.diff(np.r_[first, len(values)]))
    totals = np.where(one, np.diff(values * counted), np.nan)
    yield "running mean", (totals, outcomes[1:], deviation)
    for width in WIDTHS:
        if len(values) <= 2 * width:
            return
        gained = outcomes[width:] - outcomes[:-width]
        inside = series[width:] == series[:-width]
        gained = np.where(inside, gained, np.nan)
        for ahead in sorted({0, width // 2, width - 1}):
            # the window of row i ends at row i + ahead, and gained[k] is y[k + width] - y[k]
            start = width - ahead
            part = rises[start - 1 : start - 1 + len(gained)]
            known = gained[: len(part)]
            where = "" if ahead == 0 else " around it" if ahead < width - 1 else " from it on"
            yield f"mean of {width} rows{where}", (part * width, known, deviation)
            yield f"sum of {width} rows{where}", (part, known, deviation)


def _exact(made: Floats, known: Floats, deviation: float) -> float:
    both = np.isfinite(made) & np.isfinite(known)
    telling = both & (np.abs(known) > NEAR * deviation)
    if telling.sum() < FEWEST_ROWS / 2:
        return 0.0
    near = NEAR * deviation + 1e-9 * np.abs(known[telling])
    return float((np.abs(made[telling] - known[telling]) <= near * 10).mean())
