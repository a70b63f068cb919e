"""Find test rows that are near copies of training rows: jittered numbers, rounded decimals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.overlap import NearRows
from assay.data.sides.overlap_codes import MISSING, Coded, Floats, coded, few, mismatches
from assay.data.sides.overlap_equal import spread
from assay.data.sides.table import Sides

MOST_PAIRS = 20_000_000
"""Distances that are computed: what half a second allows."""

MOST_TEST_ROWS = 2_000
MOST_DIMENSIONS = 40
MOST_NUMERIC = 24
NEIGHBOURS = 10
SINGLE = 2e-6
"""Deviations that single precision may change: a row that went through it is equal, not near."""

NEARNESS = (0.2, 0.1, 0.05, 0.02, 0.01, 0.003, 0.001)
"""Of the distance to the tenth neighbour: how near is asked, as a jitter may be of any size."""

TIMES_EXPECTED = 3.0
"""The nearness is reported at which copies stand out most beyond so many expected."""

MOST_DIMENSION = 20.0
FEWEST_ORDINARY = 0.1
"""Share of rows that are no copies, on which alone the spacing is measured."""

SMALLEST_GAP, LARGEST_ALONE, LARGEST_OF_OUTCOME = 0.02, 0.03, 0.1
"""In interquartile ranges: what rounding may do, what the one number may that moved, and what an
outcome may: a copy has the outcome of its original, a neighbour need not."""

MANY, THINNED = 5_000, 5
"""Training rows from which on a fifth of them tell how rows lie to each other."""

CATEGORY_DIMENSIONS = 3
FEWEST_NUMERIC, FEWEST_MOVED = 3, 2
MOST_JUDGED = 150
MOST_COMPARED = 30_000
SHOWN = 5

Distances = NDArray[np.float64]


def near_rows(sides: Sides) -> tuple[NearRows, ...]:
    """Return the near copies among the rows' numbers, if there are numbers enough."""
    everything = coded(sides, sides.features + ((sides.target,) if sides.tested else ()))
    table = _telling(everything, sides.target)
    learnt, rows = len(table.train), len(table.test)
    if int(table.numeric.sum()) < FEWEST_NUMERIC or learnt <= 3 * NEIGHBOURS or not rows:
        return ()
    most = max(100, min(MOST_TEST_ROWS, MOST_PAIRS // learnt))
    checked, asked = spread(np.arange(rows), most), spread(np.arange(learnt), most)
    points, own, others = _embedded(table, checked, asked, seed=sides.seed)
    tested = _copies(
        everything, everything.test[checked], _neighbours(points, others), sides.target
    )
    within, found, expected = tested.best()
    itself = _neighbours(own, others, itself=asked)
    within_training = _copies(everything, everything.train[asked], itself, sides.target)
    return (
        NearRows(
            kind="numbers",
            columns=table.names,
            checked=len(checked),
            asked=len(asked),
            rows=found,
            expected=expected,
            within_training=within_training.rows(within) / len(asked),
            within=within,
            seen=learnt / sides.train.total,
            places=tuple(
                (int(sides.test.places[checked[at]]), int(sides.train.places[tested.nearest[at]]))
                for at in tested.shown(within)
            ),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Copies:
    """Rows that were asked for copies among the training rows.

    Attributes:
        nearest: The nearest training row of each, shape (n,).
        ratio: Its distance, as a share of the tenth nearest's; 1 if the row is equal, shape (n,).
        judged: Positions of those of small ratio that were looked at closely, shape (m,).
        kept: Which of `judged` are copies, shape (m,).
        dimension: How many dimensions the rows fill.
    """

    nearest: NDArray[np.int64]
    ratio: Distances
    judged: NDArray[np.int64]
    kept: NDArray[np.bool_]
    dimension: float

    def rows(self, within: float) -> int:
        """Return the copies that near, by the share of those judged."""
        asked = self.ratio[self.judged] < within
        share = float(self.kept[asked].mean()) if asked.any() else 0.0
        return round(share * int((self.ratio < within).sum()))

    def expected(self, within: float) -> float:
        """Return the rows that near by the spacing of the others."""
        chance = float((NEIGHBOURS - 1) * within**self.dimension)
        return min(1.0, chance) * len(self.ratio)

    def best(self) -> tuple[float, int, float]:
        """Return the nearness at which copies stand out most, their rows, and the expected."""
        found = [(within, self.rows(within), self.expected(within)) for within in NEARNESS]
        return max(found, key=lambda one: one[1] - TIMES_EXPECTED * one[2])

    def shown(self, within: float) -> list[int]:
        """Return the positions of a few of them."""
        near = self.judged[self.kept & (self.ratio[self.judged] < within)]
        return [int(at) for at in near[:SHOWN]]


def _copies(
    table: Coded, rows: Floats, found: tuple[NDArray[np.int64], Distances], target: str
) -> _Copies:
    nearest, distances = found
    first, middle, last = distances.T
    apart = np.abs(rows - table.train[nearest])
    differs = (apart > SINGLE).any(axis=1) & (last > 0)
    ratio = np.where(differs, first / np.maximum(last, 1e-12), 1.0)
    judged = spread(np.flatnonzero(ratio < NEARNESS[0]), MOST_JUDGED)
    kept = judged > len(ratio)
    if len(judged):
        kept = _singular(table, rows[judged], nearest[judged], target=target)
    dimension = _dimension(middle, last, ratio >= NEARNESS[0])
    return _Copies(nearest=nearest, ratio=ratio, judged=judged, kept=kept, dimension=dimension)


def _telling(table: Coded, target: str) -> Coded:
    chosen = np.zeros(len(table.names), dtype=bool)
    other = np.array([name != target for name in table.names], dtype=bool)
    if int((table.numeric & other).sum()) < FEWEST_NUMERIC:
        other[:] = True  # of few numbers a copy is known by its outcome as well
    chosen[np.flatnonzero(table.numeric & other)[:MOST_NUMERIC]] = True
    left = (MOST_DIMENSIONS - int(chosen.sum())) // CATEGORY_DIMENSIONS
    chosen[np.flatnonzero(~table.numeric & other)[: max(0, left)]] = True
    return table.of(chosen)


def _embedded(
    table: Coded, checked: NDArray[np.int64], asked: NDArray[np.int64], *, seed: int
) -> tuple[Floats, Floats, Floats]:
    """Return test rows, some training rows and all of them as points.

    A category is a random direction of length one. A missing number is the middle one: what is
    known alone says how far rows usually are from each other.
    """
    parts: list[list[Floats]] = [[], []]
    generator = np.random.default_rng(seed)
    sides = (table.test[checked], table.train)
    for at, numeric in enumerate(table.numeric):
        if numeric:
            for part, side in zip(parts, sides, strict=True):
                column = side[:, at, None]
                part.append(np.where(column == MISSING, np.float32(0), column))
            continue
        levels, codes = np.unique(
            np.concatenate([side[:, at] for side in sides]), return_inverse=True
        )
        directions = generator.normal(size=(len(levels), CATEGORY_DIMENSIONS)).astype(np.float32)
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        for part, own in zip(parts, np.split(codes, [len(checked)]), strict=True):
            part.append(directions[own])
    left, right = (np.concatenate(part, axis=1) for part in parts)
    return left, right[asked], right


def _neighbours(
    points: Floats, others: Floats, *, itself: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], Distances]:
    """Return the nearest of the others, and the distances to the first, fifth and tenth.

    `itself` says which of the others each point is, where it is one of them.
    Among many, a fifth of the others tells how far the fifth and the tenth are.
    """
    middle = others.mean(axis=0)
    points, others = points - middle, others - middle
    extended = np.hstack([-2 * others, (others**2).sum(axis=1, keepdims=True)]).T
    thinned = THINNED if len(others) >= MANY else 1
    ranks = (NEIGHBOURS // 2 // thinned - 1, NEIGHBOURS // thinned - 1)
    nearest = np.empty(len(points), dtype=np.int64)
    distances = np.empty((len(points), 3))
    step = max(1, 4_000_000 // len(others))
    for start in range(0, len(points), step):
        part = points[start : start + step]
        squares = np.hstack([part, np.ones((len(part), 1), dtype=part.dtype)]) @ extended
        if itself is not None:
            squares[np.arange(len(part)), itself[start : start + step]] = np.inf
        at = np.argmin(squares, axis=1)
        own = (part**2).sum(axis=1, keepdims=True)
        far = np.partition(squares[:, ::thinned], ranks, axis=1)[:, ranks] + own
        nearest[start : start + step] = at
        distances[start : start + step, 0] = np.sqrt(((part - others[at]) ** 2).sum(axis=1))
        distances[start : start + step, 1:] = np.sqrt(np.maximum(far, 0))
    return nearest, distances


def _dimension(middle: Distances, last: Distances, ordinary: NDArray[np.bool_]) -> float:
    """Return how many dimensions the rows fill, from the distances to the fifth and the tenth.

    Of ten neighbours that fill `d` dimensions evenly, each lies within `x` times the tenth's
    distance with probability `x**d`.

    References:
        Facco, d'Errico, Rodriguez & Laio (2017), Estimating the intrinsic dimension of datasets
        by a minimal neighborhood information, doi:10.1038/s41598-017-11873-y
    """
    inner = (middle > 0) & (ordinary if ordinary.mean() >= FEWEST_ORDINARY else True)
    if not inner.any():
        return 0.0
    spread = float(np.median(np.log(last[inner] / middle[inner])))
    return float(min(MOST_DIMENSION, np.log(2) / max(spread, 1e-6)))


def _singular(
    table: Coded, rows: Floats, nearest: NDArray[np.int64], *, target: str
) -> NDArray[np.bool_]:
    """Return which pairs agree in every column, the outcome too, with no other nearly as near.

    Rows that meet by chance have others beside them that differ in one or two columns only; and
    a pair that differs in one number, and not a little, is the same thing at another time or dose.
    """
    compared = spread(np.arange(len(table.train)), MOST_COMPARED)
    gaps = np.abs(rows - table.train[nearest])
    allowed = np.where(table.numeric, np.maximum(2 * gaps, SMALLEST_GAP), 0).astype(np.float32)
    outcome = np.array([name == target for name in table.names])
    differs = (gaps > np.where(outcome, LARGEST_OF_OUTCOME, np.inf)).any(axis=1)
    differs |= ((gaps > 0) & ~table.numeric).any(axis=1)
    differing = mismatches(rows, table.train[compared], allowed)
    differing[nearest[:, None] == compared[None, :]] = len(table.names) + 1
    almost = (differing <= few(table)).sum(axis=1) * len(table.train) / len(compared)
    moved = ((gaps > 0) & table.numeric).sum(axis=1)
    slight = (moved >= FEWEST_MOVED) | (gaps.max(axis=1) <= LARGEST_ALONE)
    verdict: NDArray[np.bool_] = slight & ~differs & (almost <= NEIGHBOURS / 2)
    return verdict
