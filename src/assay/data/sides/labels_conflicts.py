"""Find training rows that are equal in every column but the outcome."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.labels import Conflicts
from assay.data.rowhash import mix, passing_hashes
from assay.data.sides.neighbours import has_neighbours
from assay.data.sides.table import Sides

SHOWN = 10
MOST_JUDGED = 5_000
"""Repeated rows of which it is asked whether chance explains them."""

Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]


def measure(sides: Sides) -> Conflicts:
    """Count equal rows of training whose outcomes contradict each other."""
    rows, labels = sides.train.rows, sides.labels.astype(np.int64)
    unique = _unique(rows, sides)
    names = [name for name in sides.shared if name not in unique and name != sides.id]
    left_out = tuple(name for name in sides.shared if name in unique or name == sides.id)
    if not names or not rows.height:
        return Conflicts(
            columns=0, left_out=left_out, rows=rows.height, repeated=0, conflicting=0,
            expected=0.0, places=(),
        )  # fmt: skip
    hashes = [
        mix(passing_hashes(rows, [name]), salt=np.uint64(place)) for place, name in enumerate(names)
    ]
    whole: Hashes = np.asarray(np.sum(hashes, axis=0, dtype=np.uint64))
    _, cell, counts = np.unique(whole, return_inverse=True, return_counts=True)
    size = counts[cell]
    contradicted = _contradicted(cell, labels)
    repeated = np.flatnonzero(size > 1)
    if len(repeated) > MOST_JUDGED:
        chosen = np.random.default_rng(sides.seed).choice(repeated, MOST_JUDGED, replace=False)
        repeated = np.sort(chosen)
    scale = float((size > 1).sum()) / max(len(repeated), 1)
    if contradicted[repeated].any():
        repeated = repeated[~has_neighbours(hashes, whole, repeated, size)]
    against = contradicted[repeated]
    shares = np.bincount(labels) / len(labels)
    agreeing = shares[labels[repeated]] ** (size[repeated] - 1)
    return Conflicts(
        columns=len(names),
        left_out=left_out,
        rows=rows.height,
        repeated=round(scale * len(repeated)),
        conflicting=round(scale * int(against.sum())),
        expected=float(scale * (len(repeated) - agreeing.sum())),
        places=tuple(int(place) for place in sides.train.places[repeated[against][:SHOWN]]),
    )


def _unique(rows: pl.DataFrame, sides: Sides) -> set[str]:
    """Return columns that name their row: text or whole numbers, no two of them equal."""
    named = [
        name
        for name in sides.shared
        if rows[name].dtype.is_integer() or rows[name].dtype == pl.String
    ]
    return {name for name in named if rows[name].n_unique() == rows.height}


def _contradicted(cell: NDArray[np.int64], labels: NDArray[np.int64]) -> Flags:
    """Return which rows have an equal one with another outcome."""
    lowest, highest = (np.full(cell.max() + 1, start) for start in (labels.max(), labels.min()))
    np.minimum.at(lowest, cell, labels)
    np.maximum.at(highest, cell, labels)
    return np.asarray((lowest < highest)[cell])
