"""Which classes repeat their rows, within training and across to the test?"""

from __future__ import annotations

import polars as pl

from assay.core.evidence.together import ClassRepeats
from assay.data.columns import named
from assay.data.sides.table import Floats, Sides

_LABEL, _SIDE, _ROW, _HERE, _THERE = "label", "side", "row", "here", "there"


def repeats(sides: Sides) -> tuple[ClassRepeats, ...]:
    """Return each class's repeated rows; nothing for regression or sealed outcomes.

    Whole numbers and texts that differ in every row are left out, as identifiers given anew.
    """
    if sides.task == "regression" or sides.test_labels is None:
        return ()
    both = pl.concat(
        [
            pl.DataFrame(
                {_LABEL: labels, _ROW: hashes, _SIDE: [place] * len(labels)},
                schema_overrides={_SIDE: pl.Int8},
            )
            for place, labels, hashes in _hashed(sides, sides.test_labels)
        ]
    ).filter(pl.col(_LABEL).is_not_nan())
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
        )
        for label, here, distinct, there, twin in by_class.sort(_LABEL).iter_rows()
    )


def _hashed(sides: Sides, tested: Floats) -> list[tuple[int, Floats, pl.Series]]:
    names = [name for name in sides.shared if name != sides.id]
    left, right = sides.train.rows[names], sides.test.rows[names]
    differing = [name for name in names if left[name].dtype != right[name].dtype]
    as_text = [named(name).cast(pl.String, strict=False) for name in differing]
    both = pl.concat([left.with_columns(as_text), right.with_columns(as_text)])
    telling = [name for name in names if not _identifier(both[name])]
    if not telling:
        return [(0, sides.labels[:0], pl.Series([], dtype=pl.UInt64))]
    hashes = both[telling].hash_rows()
    return [(0, sides.labels, hashes[: left.height]), (1, tested, hashes[left.height :])]


def _identifier(column: pl.Series) -> bool:
    coded = column.dtype.is_integer() or column.dtype == pl.String
    return coded and column.n_unique() == len(column)
