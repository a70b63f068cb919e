"""Find columns that go together otherwise in the test than in training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr

from assay.core.evidence.shift import BrokenTie, Distance
from assay.data.sides.shift_columns import Column
from assay.data.sides.shift_distance import benjamini_hochberg
from assay.data.sides.table import Floats

MOST_COLUMNS = 30
"""Columns that are held against each other; of more, the first ones."""

MOST_ROWS = 2_000
"""Rows of each side that are looked at, at even places."""

FEWEST_ROWS = 30
MOST_MISSING = 0.1
LEAST_VARIED = 0.8
"""Variance of a column's ranks, in that of ranks without ties: beyond three in five alike rows
Fisher's formula is none."""

MOST_SHIFTED = 0.15
"""Distance of a column's sides from which its ties may differ since its values do."""

WORTH_TELLING = 0.3
"""Difference of two correlations; smaller ones are seen between honest parts."""

CHANCE = 0.01
"""Share of the pairs told that may differ by chance."""

SPEARMAN = 1.06
"""Variance of the transformed correlation of ranks, in that of a normal one: Fieller's."""

Pairs = NDArray[np.int64]


def broken_ties(columns: Sequence[Column], distances: Sequence[Distance]) -> tuple[BrokenTie, ...]:
    """Return the columns whose correlations with others differ, those of most pairs first.

    Values of a column that were laid beside other rows than their own (a join that slipped, a
    column sorted alone) are spread as ever: only that they go with nothing tells of it.

    References:
        Fisher (1921), On the probable error of a coefficient of correlation, Metron 1;
        Fieller, Hartley & Pearson (1957), doi:10.1093/biomet/44.3-4.470
    """
    apart = {one.column: one.measure for one in distances if one.chance < CHANCE}
    names, ranks = _ranked(columns, apart)
    if len(names) < 2:
        return ()
    rows = [len(side) for side in ranks]
    left, right = (np.atleast_2d(np.corrcoef(side, rowvar=False)) for side in ranks)
    pairs = np.argwhere(np.triu(np.ones(left.shape, dtype=bool), 1))
    ties = [side[pairs[:, 0], pairs[:, 1]] for side in (left, right)]
    moved = [np.arctanh(np.clip(one, -0.999, 0.999)) for one in ties]
    error = np.sqrt(SPEARMAN * sum(1 / (count - 3) for count in rows))
    chances = benjamini_hochberg(2 * ndtr(-np.abs(moved[0] - moved[1]) / error))
    changed = (chances < CHANCE) & (np.abs(ties[0] - ties[1]) >= WORTH_TELLING)
    return tuple(_told(names, pairs, ties, chances, changed))


def _ranked(
    columns: Sequence[Column], apart: Mapping[str, float]
) -> tuple[list[str], tuple[Floats, Floats]]:
    """Return the columns that can be asked, and their ranks on both sides, shape (n, k) each."""
    names: list[str] = []
    ranks: tuple[list[Floats], list[Floats]] = ([], [])
    for column in columns:
        if column.numbers is None or apart.get(column.name, 0.0) >= MOST_SHIFTED:
            continue
        both = [_ranks(side) for side in column.numbers]
        if both[0] is None or both[1] is None:
            continue
        names.append(column.name)
        for side, one in zip(ranks, both, strict=True):
            side.append(one)  # type: ignore[arg-type]
        if len(names) == MOST_COLUMNS:
            break
    left, right = (np.column_stack(side) if names else np.empty((0, 0)) for side in ranks)
    return names, (left, right)


def _ranks(values: Floats) -> Floats | None:
    """Return ranks of a sample, the middle one where missing; None if they say too little."""
    taken = values[:: max(1, -(-len(values) // MOST_ROWS))]
    known = np.isfinite(taken)
    count = int(known.sum())
    if count < max(FEWEST_ROWS, (1 - MOST_MISSING) * len(taken)):
        return None
    ranks = np.full(len(taken), (count + 1) / 2)
    ranks[known] = pl.Series(taken[known]).rank("average").to_numpy()
    return ranks if ranks.var() >= LEAST_VARIED * len(taken) ** 2 / 12 else None


def _told(
    names: Sequence[str],
    pairs: Pairs,
    ties: Sequence[Floats],
    chances: Floats,
    changed: NDArray[np.bool_],
) -> list[BrokenTie]:
    """Return the fewest columns that stand in all changed pairs, each with its clearest pair."""
    told = []
    left = changed.copy()
    fall = np.abs(ties[0] - ties[1])
    while left.any():
        held = np.bincount(pairs[left].ravel(), minlength=len(names))
        sums = np.bincount(pairs[left].ravel(), np.repeat(fall[left], 2), minlength=len(names))
        chosen = int(np.lexsort((sums, held))[-1])
        own = left & (pairs == chosen).any(axis=1)
        clearest = int(np.flatnonzero(own)[np.argmax(fall[own])])
        partner = int(pairs[clearest][pairs[clearest] != chosen][0])
        told.append(
            BrokenTie(
                column=names[chosen],
                beside=names[partner],
                train=float(ties[0][clearest]),
                test=float(ties[1][clearest]),
                chance=float(chances[clearest]),
                pairs=int(own.sum()),
            )
        )
        left &= ~own
    return told
