"""Find test rows that are near copies of training rows: jittered numbers, rounded decimals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.overlap import NearRows
from assay.data.sides.overlap_codes import Coded, Floats, coded, few, mismatches
from assay.data.sides.overlap_equal import _spread
from assay.data.sides.table import Sides

MOST_PAIRS = 60_000_000
"""Distances that are computed: what half a second allows."""

MOST_TEST_ROWS = 2_000
MOST_DIMENSIONS = 40
MOST_NUMERIC = 24
NEIGHBOURS = 10
NEAR = 0.1
"""Of the distance to the tenth neighbour."""

MANY, THINNED = 5_000, 5
"""Training rows from which on a fifth of them tell how rows lie to each other."""

CATEGORY_DIMENSIONS = 3
FEWEST_NUMERIC = 2
MOST_JUDGED = 100
MOST_COMPARED = 30_000
SHOWN = 5


def near_rows(sides: Sides) -> tuple[NearRows, ...]:
    """Return the near copies among the rows' numbers, if there are numbers enough."""
    table = _telling(coded(sides, sides.features))
    learnt, rows = len(table.train), len(table.test)
    if int(table.numeric.sum()) < FEWEST_NUMERIC or learnt <= 3 * NEIGHBOURS or not rows:
        return ()
    checked = _spread(np.arange(rows), max(100, min(MOST_TEST_ROWS, MOST_PAIRS // learnt)))
    nearest, distances = _neighbours(*_embedded(table, checked, seed=sides.seed))
    first, middle, last = distances.T
    apart = ((table.test[checked] - table.train[nearest]) ** 2).sum(axis=1)
    usable = last > 0
    ratio = np.ones(len(checked))
    ratio[usable] = first[usable] / last[usable]
    near = np.flatnonzero((ratio < NEAR) & (apart > 0))
    kept = near[_singular(table, checked[near], nearest[near])] if len(near) else near
    return (
        NearRows(
            kind="numbers",
            columns=table.names,
            checked=len(checked),
            rows=len(kept),
            expected=_expected(middle[usable], last[usable]) * len(checked),
            seen=learnt / sides.train.total,
            places=tuple(
                (int(sides.test.places[checked[at]]), int(sides.train.places[nearest[at]]))
                for at in kept[:SHOWN]
            ),
        ),
    )


def _telling(table: Coded) -> Coded:
    chosen = np.zeros(len(table.names), dtype=bool)
    chosen[np.flatnonzero(table.numeric)[:MOST_NUMERIC]] = True
    left = (MOST_DIMENSIONS - int(chosen.sum())) // CATEGORY_DIMENSIONS
    chosen[np.flatnonzero(~table.numeric)[: max(0, left)]] = True
    return table.of(chosen)


def _embedded(table: Coded, checked: NDArray[np.int64], *, seed: int) -> tuple[Floats, Floats]:
    """Return both sides as points: a category is a random direction of length one."""
    parts: list[list[Floats]] = [[], []]
    generator = np.random.default_rng(seed)
    sides = (table.test[checked], table.train)
    for at, numeric in enumerate(table.numeric):
        if numeric:
            for part, side in zip(parts, sides, strict=True):
                part.append(np.maximum(side[:, at, None], -10))
            continue
        levels, codes = np.unique(
            np.concatenate([side[:, at] for side in sides]), return_inverse=True
        )
        directions = generator.normal(size=(len(levels), CATEGORY_DIMENSIONS)).astype(np.float32)
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        for part, own in zip(parts, np.split(codes, [len(checked)]), strict=True):
            part.append(directions[own])
    left, right = (np.concatenate(part, axis=1) for part in parts)
    return left, right


def _neighbours(points: Floats, others: Floats) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the nearest of the others, and the distances to the first, fifth and tenth.

    Among many, a fifth of the others tells how far the fifth and the tenth are.
    """
    middle = others.mean(axis=0)
    points, others = points - middle, others - middle
    norms = (others**2).sum(axis=1)
    thinned = THINNED if len(others) >= MANY else 1
    ranks = (NEIGHBOURS // 2 // thinned - 1, NEIGHBOURS // thinned - 1)
    nearest = np.empty(len(points), dtype=np.int64)
    distances = np.empty((len(points), 3))
    step = max(1, 4_000_000 // len(others))
    for start in range(0, len(points), step):
        part = points[start : start + step]
        squares = norms - 2 * part @ others.T
        at = np.argmin(squares, axis=1)
        own = (part**2).sum(axis=1, keepdims=True)
        far = np.partition(squares[:, ::thinned], ranks, axis=1)[:, ranks] + own
        nearest[start : start + step] = at
        distances[start : start + step, 0] = np.sqrt(((part - others[at]) ** 2).sum(axis=1))
        distances[start : start + step, 1:] = np.sqrt(np.maximum(far, 0))
    return nearest, distances


def _expected(middle: NDArray[np.float64], last: NDArray[np.float64]) -> float:
    """Return the share of rows whose nearest neighbour is as near by the spacing of the others.

    Points that fill `d` dimensions evenly have a share `x**d` of ten neighbours within `x` of
    the tenth's distance; the fifth and the tenth tell `d`.

    References:
        Facco, d'Errico, Rodriguez & Laio (2017), Estimating the intrinsic dimension of datasets
        by a minimal neighborhood information, doi:10.1038/s41598-017-11873-y
    """
    inner = middle > 0
    if not inner.any():
        return 1.0
    spread = float(np.mean(np.log(last[inner] / middle[inner])))
    dimension = np.log(NEIGHBOURS / (NEIGHBOURS / 2)) / max(spread, 1e-6)
    return float(min(1.0, (NEIGHBOURS - 1) * NEAR ** min(dimension, 20.0)))


def _singular(
    table: Coded, rows: NDArray[np.int64], nearest: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return which pairs are near in nearly every column, with no other row nearly as near.

    Rows that meet by chance have others beside them that differ in one or two columns only; and
    a pair that differs in one number is the same thing at another time, or dose.
    """
    rows, nearest = rows[:MOST_JUDGED], nearest[:MOST_JUDGED]
    compared = _spread(np.arange(len(table.train)), MOST_COMPARED)
    gaps = np.abs(table.test[rows] - table.train[nearest])
    allowed = np.where(table.numeric, np.maximum(2 * np.median(gaps, axis=0), 0.02), 0.0)
    allowed = allowed.astype(np.float32)
    own = (gaps > allowed).sum(axis=1)
    differing = mismatches(table.test[rows], table.train[compared], allowed)
    differing[nearest[:, None] == compared[None, :]] = len(table.names)
    almost = (differing <= few(len(table.names))).sum(axis=1) * len(table.train) / len(compared)
    moved = ((gaps > 0) & table.numeric).sum(axis=1) >= FEWEST_NUMERIC
    return np.flatnonzero(moved & (own <= few(len(table.names))) & (almost <= NEIGHBOURS / 2))
