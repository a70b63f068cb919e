"""Do rows of a class lie exactly between two others, across the border of the split?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from assay.core.evidence.together import BetweenRows
from assay.data.sides.table import Sides
from assay.data.sides.together_pool import decimals

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EXAMINED = 120
"""Rows of each class and side that are examined."""

NEIGHBOURS = 40
"""Rows near them between which they may lie; made rows crowd out the ones they come from."""

MOST_ROWS = 20_000
"""Rows of a class that are searched, a slab through it that keeps neighbours together."""

FEWEST_DISTINCT = 30
"""Different values of a column in which a line is no accident."""

FEWEST_DECIMALS = 4
"""Fewer are a grid, on which many points lie on one line."""

FEWEST_COLUMNS = 3
"""Columns that must agree on one line."""

MOST_CLASSES = 12
"""Classes examined, the rarest first, as those are the ones that are made more of."""

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
    labels = np.concatenate([sides.labels, test])
    tested = np.arange(len(labels)) >= len(sides.labels)
    found = []
    for name, chosen in _classes(sides, labels):
        if chosen.sum() < FEWEST_ROWS or not columns:
            continue
        points = np.column_stack([values for _, values in columns])
        hits, examined, width = _lines(points[chosen], tested[chosen], sides.seed)
        finer, share = _finer(columns, labels, chosen, tested)
        places = np.flatnonzero(chosen)[hits]
        found.append(
            BetweenRows(
                name=name,
                rows=int(chosen.sum()),
                examined=examined,
                between=len(hits),
                columns=width,
                finer=finer,
                finer_share=share,
                places=tuple(
                    int(sides.test.places[row - len(sides.labels)])
                    for row in places[tested[places]][:5]
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


def _lines(points: Floats, tested: Flags, seed: int) -> tuple[NDArray[np.int64], int, int]:
    """Return the rows that lie between two others, how many were examined, in how many columns."""
    usable = [place for place in range(points.shape[1]) if _measured(points[:, place])]
    scaled = points[:, usable]
    whole = np.isfinite(scaled).all(axis=1)
    if len(usable) < FEWEST_COLUMNS or whole.sum() < FEWEST_ROWS:
        return np.empty(0, np.int64), 0, len(usable)
    deviation = scaled[whole].std(axis=0)
    scaled = (scaled - scaled[whole].mean(axis=0)) / deviation
    scaled = scaled[:, _independent(scaled[whole])]
    if scaled.shape[1] < FEWEST_COLUMNS:
        return np.empty(0, np.int64), 0, scaled.shape[1]
    rng = np.random.default_rng(seed)
    rows = _slab(scaled, np.flatnonzero(whole), rng)
    here, side = scaled[rows], tested[rows]
    alone = _alone(here)
    examined = np.concatenate(
        [rng.permutation(np.flatnonzero(side == one))[:EXAMINED] for one in (False, True)]
    )
    hit = _collinear(here, side, alone, examined)
    return rows[examined[hit]], len(examined), scaled.shape[1]


def _measured(values: Floats) -> bool:
    finite = values[np.isfinite(values)]
    digits = decimals(finite)
    if digits is not None and digits < FEWEST_DECIMALS:
        return False
    return len(finite) >= FEWEST_ROWS and len(np.unique(finite[:3_000])) >= min(
        FEWEST_DISTINCT, 0.3 * len(finite)
    )


def _independent(scaled: Floats) -> list[int]:
    """Return columns none of which follows from those before it."""
    some = scaled[:2_000] - scaled[:2_000].mean(axis=0)
    kept: list[int] = []
    basis = np.empty((len(some), 0))
    for place in range(some.shape[1]):
        left = some[:, place] - basis @ (basis.T @ some[:, place])
        size = float(np.linalg.norm(left))
        if size > 0.05 * float(np.linalg.norm(some[:, place])) and len(kept) < len(some) // 2:
            kept.append(place)
            basis = np.column_stack([basis, left / size])
    return kept


def _slab(scaled: Floats, rows: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    if len(rows) <= MOST_ROWS:
        return rows
    along = scaled[rows] @ rng.standard_normal(scaled.shape[1])
    order = np.argsort(along)
    start = int(rng.integers(0, len(rows) - MOST_ROWS))
    return np.sort(rows[order[start : start + MOST_ROWS]])


def _alone(points: Floats) -> Flags:
    """Return where a value stands in one row only, as a made one does and one of a grid not."""
    once = np.empty(points.shape, dtype=np.bool_)
    for place in range(points.shape[1]):
        _, inverse, counts = np.unique(points[:, place], return_inverse=True, return_counts=True)
        once[:, place] = counts[inverse] == 1
    return once


def _collinear(points: Floats, tested: Flags, alone: Flags, examined: NDArray[np.int64]) -> Flags:
    count = min(NEIGHBOURS + 1, len(points))
    _, near = cKDTree(points).query(points[examined], k=count)
    away = points[near] - points[examined][:, None, :]
    distance = np.linalg.norm(away, axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        towards = away / distance[:, :, None]
    towards[distance < 1e-9] = 0.0
    moved = ((np.abs(away) > 1e-6) & alone[examined][:, None, :]).astype(np.float64)
    wide = np.einsum("nic,njc->nij", moved, moved) >= FEWEST_COLUMNS
    opposite = np.einsum("nic,njc->nij", towards, towards)
    side, own = tested[near], tested[examined][:, None, None]
    crossing = ~((side[:, :, None] == own) & (side[:, None, :] == own))
    angle = _angle(points.shape[1])
    return np.asarray(((opposite < -1 + angle**2 / 2) & wide & crossing).any(axis=(1, 2)))


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
    for name, values in columns:
        there = np.isfinite(values)
        digits = decimals(values[others & there]) if (others & there).any() else None
        if digits is None or digits > 2:
            continue
        off = np.abs(values - np.round(values, digits + FEWEST_FINER_DIGITS - 1)) > 1e-9
        if (off & others & there).any():
            continue
        share = min(
            float(off[chosen & there & one].mean()) if (chosen & there & one).any() else 0.0
            for one in (tested, ~tested)
        )
        if share >= LEAST_FINER:
            names.append(name)
            shares.append(share)
    return tuple(names), min(shares, default=0.0)
