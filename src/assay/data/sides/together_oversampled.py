"""Which classes repeat their rows, within training and across to the test?"""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.core.evidence.together import ClassRepeats
from assay.data.columns import named
from assay.data.rowhash import Hashes, mix, passing_hashes
from assay.data.sides.neighbours import Flags, has_neighbours
from assay.data.sides.table import Sides

MOST_JUDGED = 2_000
"""Repeated rows of a class of which it is asked whether chance explains them."""

_LABEL, _SIDE, _ROW, _HERE, _THERE = "label", "side", "row", "here", "there"


def repeats(sides: Sides) -> tuple[ClassRepeats, ...]:
    """Return each class's repeated rows; nothing for regression or sealed outcomes.

    Whole numbers and texts that differ in every row are left out, as identifiers given anew.
    """
    if sides.task == "regression" or sides.test_labels is None:
        return ()
    labels = np.concatenate([sides.labels, sides.test_labels])
    known = np.isfinite(labels)
    hashes = [column[known] for column in _hashed(sides)]
    if not hashes:
        return ()
    whole = np.asarray(np.sum(hashes, axis=0, dtype=np.uint64))
    tested = np.arange(len(labels)) >= len(sides.labels)
    both = pl.DataFrame({_LABEL: labels[known], _ROW: whole, _SIDE: tested[known].astype(np.int8)})
    test = pl.col(_SIDE) == 1
    rows = both.group_by(_LABEL, _ROW).agg(
        pl.len().alias(_HERE), test.sum().cast(pl.Int64).alias(_THERE)
    )
    twins = pl.col(_THERE).filter(pl.col(_HERE) > pl.col(_THERE)).sum()
    by_class = rows.group_by(_LABEL).agg(
        pl.col(_HERE).sum(), pl.len().alias("distinct"), pl.col(_THERE).sum(), twins.alias("twins")
    )
    return tuple(
        ClassRepeats(
            name=sides.classes[int(label)],
            rows=here,
            distinct=distinct,
            rows_test=there,
            twins_test=twin,
            crowded=_crowded(hashes, whole, labels[known] == label) if distinct < here else 0.0,
        )
        for label, here, distinct, there, twin in by_class.sort(_LABEL).iter_rows()
    )


def _hashed(sides: Sides) -> list[Hashes]:
    """Return the hashes of each telling column, training's rows before the test's."""
    names = [name for name in sides.shared if name != sides.id]
    if not names:
        return []
    left, right = sides.train.rows[names], sides.test.rows[names]
    differing = [name for name in names if left[name].dtype != right[name].dtype]
    as_text = [named(name).cast(pl.String, strict=False) for name in differing]
    both = pl.concat([left.with_columns(as_text), right.with_columns(as_text)])
    telling = [name for name in names if not _identifier(both[name])]
    return [
        mix(passing_hashes(both, [name]), salt=np.uint64(place))
        for place, name in enumerate(telling)
    ]


def _crowded(hashes: list[Hashes], whole: Hashes, own: Flags) -> float:
    """Return the share of a class's repeated rows that have more neighbours than equals."""
    mine = whole[own]
    _, cell, counts = np.unique(mine, return_inverse=True, return_counts=True)
    size = counts[cell]
    repeated = np.flatnonzero(size > 1)[:MOST_JUDGED]
    return float(has_neighbours([one[own] for one in hashes], mine, repeated, size).mean())


def _identifier(column: pl.Series) -> bool:
    coded = column.dtype.is_integer() or column.dtype == pl.String
    return coded and column.n_unique() == len(column)
