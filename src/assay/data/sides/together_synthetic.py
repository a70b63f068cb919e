"""Do rows of a class lie exactly between two others, across the border of the split?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.together import BetweenRows
from assay.data.sides.table import Places, Sides
from assay.data.sides.together_pool import decimals

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EXAMINED = 120
"""Rows of each class and side that are examined."""

NEIGHBOURS = 40
"""Rows near them between which they may lie; made rows crowd out the ones they come from."""

MOST_ROWS = 6_000
"""Rows of a class that are searched, a slab through it that keeps neighbours together."""

FEWEST_DISTINCT = 30
"""Different values of a column in which a line is no accident."""

FEWEST_DECIMALS = 4
"""Fewer are a grid, on which many points lie on one line."""

FEWEST_COLUMNS = 3
"""Columns that must agree on one line."""

MOST_CLASSES = 12
"""Classes examined, the rarest first, as those are the ones that are made more of."""

LOOK = 2_000
"""Rows from which digits and dependence of columns are read."""

FEWEST_ROWS = 20
"""Of a class."""

LEAST_FINER = 0.03
"""Share of the class's rows of either side that have more digits in a column that counts."""

FEWEST_FINER_DIGITS = 3
"""Decimals more than the other classes have."""


def between(sides: Sides) -> tuple[BetweenRows, ...]:
    """Return how often rows lie between others, for each class, or for all rows of a regression."""
    test = sides.test_labels
    if test is None:
        return ()
    columns = _columns(sides)
    if not columns:
        return ()
    labels = np.concatenate([sides.labels, test])
    tested = np.arange(len(labels)) >= len(sides.labels)
    rng = np.random.default_rng(sides.seed)
    found = []
    for name, chosen in _classes(sides, labels):
        rows = np.flatnonzero(chosen)
        if len(rows) < FEWEST_ROWS:
            continue
        hits, examined, width = _lines(columns, rows, tested, rng)
        finer, share = _finer(columns, labels, chosen, tested)
        found.append(
            BetweenRows(
                name=name,
                rows=len(rows),
                examined=examined,
                between=len(hits),
                columns=width,
                finer=finer,
                finer_share=share,
                places=tuple(
                    int(sides.test.places[row - len(sides.labels)])
                    for row in hits[tested[hits]][:5]
                ),
            )
        )
    return tuple(found)


def _columns(sides: Sides) -> list[tuple[str, Floats]]:
    pairs = [(name, sides.numbers(name)) for name in sides.features]
    return [(name, np.concatenate(pair)) for name, pair in pairs if pair is not None]


def _classes(sides: Sides, labels: Floats) -> Iterator[tuple[str, Flags]]:
    if sides.task == "regression":
        yield "", np.isfinite(labels)
        return
    sizes = [(int((labels == place).sum()), place) for place in range(len(sides.classes))]
    for _, place in sorted(sizes)[:MOST_CLASSES]:
        yield sides.classes[place], labels == place


def _lines(
    columns: list[tuple[str, Floats]], rows: Places, tested: Flags, rng: np.random.Generator
) -> tuple[Places, int, int]:
    """Return the rows that lie between two others, how many were examined, in how many columns."""
    nothing = np.empty(0, np.int64)
    some = rows[:: max(1, len(rows) // LOOK)]
    usable = [values for _, values in columns if _measured(values[some])]
    if len(usable) < FEWEST_COLUMNS:
        return nothing, 0, len(usable)
    rows = _slab(usable, rows, rng)
    points = np.column_stack([values[rows] for values in usable])
    whole = np.isfinite(points).all(axis=1)
    rows, points = rows[whole], points[whole]
    if len(rows) < FEWEST_ROWS:
        return nothing, 0, len(usable)
    points = (points - points.mean(axis=0)) / np.maximum(points.std(axis=0), 1e-300)
    points = points[:, _independent(points)]
    width = points.shape[1]
    if width < FEWEST_COLUMNS:
        return nothing, 0, width
    side = tested[rows]
    examined = np.concatenate(
        [rng.permutation(np.flatnonzero(side == one))[:EXAMINED] for one in (False, True)]
    )
    hit = _collinear(points, side, _alone(points), examined)
    return rows[examined[hit]], len(examined), width


def _measured(values: Floats) -> bool:
    finite = values[np.isfinite(values)]
    if len(finite) < FEWEST_ROWS:
        return False
    digits = decimals(finite)
    if digits is not None and digits < FEWEST_DECIMALS:
        return False
    return len(np.unique(finite)) >= min(FEWEST_DISTINCT, 0.3 * len(finite))


def _slab(columns: list[Floats], rows: Places, rng: np.random.Generator) -> Places:
    if len(rows) <= MOST_ROWS:
        return rows
    order = np.argsort(columns[int(rng.integers(len(columns)))][rows], kind="stable")
    start = int(rng.integers(0, len(rows) - MOST_ROWS))
    return np.sort(rows[order[start : start + MOST_ROWS]])


def _independent(scaled: Floats) -> list[int]:
    """Return columns none of which follows from those before it."""
    some = scaled[:LOOK] - scaled[:LOOK].mean(axis=0)
    kept: list[int] = []
    basis = np.empty((len(some), 0))
    for place in range(some.shape[1]):
        left = some[:, place] - basis @ (basis.T @ some[:, place])
        size = float(np.linalg.norm(left))
        if size > 0.05 * float(np.linalg.norm(some[:, place])) and len(kept) < len(some) // 2:
            kept.append(place)
            basis = np.column_stack([basis, left / size])
    return kept


def _alone(points: Floats) -> Flags:
    """Return where a value stands in one row only, as a made one does and one of a grid not."""
    once = np.empty(points.shape, dtype=np.bool_)
    for place in range(points.shape[1]):
        _, inverse, counts = np.unique(points[:, place], return_inverse=True, return_counts=True)
        once[:, place] = counts[inverse] == 1
    return once


def _collinear(points: Floats, tested: Flags, alone: Flags, examined: Places) -> Flags:
    near = _near(points, examined)
    away = points[near] - points[examined][:, None, :]
    distance = np.linalg.norm(away, axis=2, keepdims=True)
    towards = np.where(distance > 1e-9, away / np.maximum(distance, 1e-9), 0.0)
    moved = ((np.abs(away) > 1e-6) & alone[examined][:, None, :]).astype(np.float32)
    wide = moved @ moved.transpose(0, 2, 1) >= FEWEST_COLUMNS
    opposite = towards @ towards.transpose(0, 2, 1)
    side, own = tested[near], tested[examined][:, None, None]
    crossing = ~((side[:, :, None] == own) & (side[:, None, :] == own))
    angle = _angle(points.shape[1])
    return np.asarray(((opposite < -1 + angle**2 / 2) & wide & crossing).any(axis=(1, 2)))


def _near(points: Floats, examined: Places) -> Places:
    count = min(NEIGHBOURS + 1, len(points))
    single = points.astype(np.float32)
    distance = (single**2).sum(axis=1)[None, :] - 2 * single[examined] @ single.T
    return np.asarray(np.argpartition(distance, count - 1, axis=1)[:, :count])


def _angle(columns: int) -> float:
    """Return how far from straight a line may be, so that chance is no likelier in few columns."""
    return float(min(1e-3, 10.0 ** (-8 / (columns - 1))))


def _finer(
    columns: list[tuple[str, Floats]], labels: Floats, chosen: Flags, tested: Flags
) -> tuple[tuple[str, ...], float]:
    """Return the columns in which this class alone has more digits, on either side."""
    names, shares = [], []
    others = np.isfinite(labels) & ~chosen
    if others.sum() < FEWEST_ROWS:
        return (), 0.0
    sides = [np.flatnonzero(chosen & one) for one in (tested, ~tested)]
    look = np.flatnonzero(others)
    look = look[:: max(1, len(look) // LOOK)]
    for name, values in columns:
        known = values[look][np.isfinite(values[look])]
        digits = decimals(known) if len(known) else None
        if digits is None or digits > 2:
            continue
        share = min(_beyond(values[rows], digits) for rows in sides)
        if share >= LEAST_FINER and _beyond(values[others], digits) == 0:
            names.append(name)
            shares.append(share)
    return tuple(names), min(shares, default=0.0)


def _beyond(values: Floats, digits: int) -> float:
    known = values[np.isfinite(values)]
    kept = np.round(known, digits + FEWEST_FINER_DIGITS - 1)
    return float((np.abs(known - kept) > 1e-9).mean()) if len(known) else 0.0
