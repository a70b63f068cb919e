"""Find columns with one value in nearly all rows of training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from scipy.special import bdtrc, ndtr

from assay.core.evidence.shift import RareRest
from assay.data.sides.shift_columns import Column, Flags
from assay.data.sides.table import Floats, Sides

WORTH_TELLING = 0.99
LAST_BITS = 32
"""Range of a column's values, in roundings of one, below which they are one value computed."""
MOST_MISSING = 0.005


def rare_rests(columns: Sequence[Column], sides: Sides) -> tuple[RareRest, ...]:
    """Return the columns of training with one value in 99 of 100 known ones, and anything else."""
    found = []
    for column in columns:
        if (rounded := _rounded(column)) is not None:
            found.append(rounded)
            continue
        top = _commonest(column)
        missing = column.missing[0]
        if top is None:
            continue
        value, rows, total = top
        if rows < WORTH_TELLING * total or (rows == total and not missing.any()):
            continue
        odd = (column.train.cast(pl.String) != value).fill_null(False).to_numpy() & ~missing
        if column.numbers is not None:
            odd = (column.numbers[0] != float(value)) & ~missing
        found.append(
            RareRest(
                column=column.name,
                value=value,
                rows=total,
                others=total - rows,
                tie=min(_tie(sides, each.astype(bool)) for each in _said(odd, missing)),
            )
        )
    return tuple(found)


def _rounded(column: Column) -> RareRest | None:
    """Return the column if its values differ in their last bits only, as sums and ratios do."""
    if column.sorted is None or not column.train.dtype.is_float() or not len(column.sorted[0]):
        return None
    values = column.sorted[0]
    low, high = float(values[0]), float(values[-1])
    bit = 2.0**-23 if column.train.dtype == pl.Float32 else 2.0**-52
    if not 0 < high - low <= LAST_BITS * bit * max(abs(low), abs(high)):
        return None
    return RareRest(
        column=column.name,
        value=f"{values[len(values) // 2]:.10g}",
        rows=len(values),
        others=0,
        tie=1.0,
        rounded=True,
    )


def _said(odd: Flags, missing: Flags) -> tuple[Flags, ...]:
    """Return what a column may tell by: another value, and none where that is not rare."""
    return (odd, missing) if missing.mean() > MOST_MISSING or not odd.any() else (odd,)


def _commonest(column: Column) -> tuple[str, int, int] | None:
    """Return training's commonest value, its rows, and the known rows."""
    if column.numbers is not None:
        if not column.repeats(WORTH_TELLING, fewest=2) or column.counted is None:
            return None
        values, train, _ = column.counted
        if column.train.dtype.is_temporal():
            return None
        most = int(np.argmax(train))
        return repr(float(values[most])), int(train[most]), int(train.sum())
    if column.levels is None or not column.levels["train"].sum():
        return None
    levels = column.levels.sort("train", descending=True)
    return str(levels["level"][0]), int(levels["train"][0]), int(levels["train"].sum())


def _tie(sides: Sides, odd: Flags) -> float:
    """Return the chance that rows at random have outcomes as unlike the others' as these."""
    few = int(odd.sum())
    labels: Floats = sides.labels
    if not few:
        return 1.0
    if not sides.classes:
        ranks = pl.Series(labels).rank("average").to_numpy()
        count = len(labels)
        deviation = np.sqrt((count - few) * (count + 1) / 12 / few)
        return float(2 * ndtr(-abs(float(ranks[odd].mean()) - (count + 1) / 2) / deviation))
    chances = []
    for place in range(len(sides.classes)):
        share = float((labels == place).mean())
        held = int((labels[odd] == place).sum())
        chances.append(float(bdtrc(held - 1, few, share)) if held else 1.0)
    return min(1.0, len(sides.classes) * min(chances))
