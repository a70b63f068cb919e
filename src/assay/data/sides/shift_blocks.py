"""Hold flags of rows against each other: one side against the other, a stretch against the rest."""

from __future__ import annotations

import numpy as np
from scipy.special import bdtr, bdtrc

from assay.core.evidence.schema import SideName
from assay.core.evidence.shift import Burst
from assay.data.sides.shift_columns import Flags
from assay.data.sides.table import Places, Sides

FEWEST_ROWS = 200
"""Rows of a side below which stretches of it tell nothing."""

WORTH_TELLING = 0.01
SHORTEST = 30
PARTS = (4, 8, 16, 32, 64)
"""A stretch is one of so many parts of the rows."""

Orders = tuple[tuple[str | None, Places | None], ...]


def orders(sides: Sides) -> tuple[Orders, Orders]:
    """Return the orders of both sides' rows: as they stand, and by the column of times."""
    found: list[Orders] = []
    time = sides.time or next(
        (name for name in sides.shared if sides.train.rows[name].dtype.is_temporal()), None
    )
    for side in (sides.train, sides.test):
        by_time = side.rows[time].arg_sort().to_numpy() if time in side.rows.columns else None
        found.append(((None, None),) if by_time is None else ((None, None), (time, by_time)))
    return found[0], found[1]


def against(
    name: str, flags: tuple[Flags, Flags], places: tuple[Places, Places], tried: int
) -> Burst | None:
    """Return the side that holds more of the flags than random assignment explains."""
    rows = [len(side) for side in flags]
    marked = [int(side.sum()) for side in flags]
    if not all(rows) or not sum(marked):
        return None
    shares = [count / total for count, total in zip(marked, rows, strict=True)]
    more = int(shares[1] > shares[0])
    part = rows[1] / sum(rows)
    if more:
        chance = float(bdtrc(marked[1] - 1, sum(marked), part))
    else:
        chance = float(bdtr(marked[1], sum(marked), part))
    if chance * tried >= WORTH_TELLING:
        return None
    held = places[more][flags[more]]
    side: SideName = "test" if more else "train"
    return Burst(
        column=name,
        side=side,
        order="",
        rows=marked[more],
        share=shares[more],
        elsewhere=shares[1 - more],
        chance=min(1.0, chance * tried),
        first=int(held.min()),
        last=int(held.max()),
        places=tuple(int(place) for place in held[:5]),
    )


def stretches(
    name: str, side: SideName, flags: Flags, places: Places, by: Orders, tried: int
) -> tuple[Burst, ...]:
    """Return the stretch of rows, in the first order that shows one, where flags crowd."""
    if len(flags) < FEWEST_ROWS or flags.sum() < 5:
        return ()
    for order, positions in by:
        ordered = flags if positions is None else flags[positions]
        where = places if positions is None else places[positions]
        found = _crowded(name, side, order, ordered, where, tried)
        if found is not None:
            return (found,)
    return ()


def _crowded(
    name: str, side: SideName, order: str | None, flags: Flags, places: Places, tried: int
) -> Burst | None:
    rows, marked = len(flags), int(flags.sum())
    until = np.concatenate([[0], np.cumsum(flags)])
    best: tuple[float, int, int] | None = None
    looked = 0
    for parts in PARTS:
        width = rows // parts
        if width < SHORTEST:
            break
        starts = np.arange(0, rows - width + 1, max(1, width // 4))
        looked += len(starts)
        inside = until[starts + width] - until[starts]
        gained = inside - marked * width / rows
        top = int(np.argmax(gained))
        chance = float(bdtrc(int(inside[top]) - 1, marked, width / rows))
        if best is None or chance < best[0]:
            best = (chance, int(starts[top]), width)
    if best is None or best[0] * looked * tried >= WORTH_TELLING:
        return None
    chance, start, width = best
    within = flags[start : start + width]
    held = places[start : start + width][within]
    return Burst(
        column=name,
        side=side,
        order=order,
        rows=int(within.sum()),
        share=float(within.mean()),
        elsewhere=(marked - int(within.sum())) / (rows - width),
        chance=min(1.0, chance * looked * tried),
        first=int(held.min()),
        last=int(held.max()),
        places=tuple(int(place) for place in held[:5]),
    )
