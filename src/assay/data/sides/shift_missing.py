"""Find columns whose values are missing on one side, or in a stretch of rows, as nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assay.core.evidence.schema import SideName
from assay.core.evidence.shift import Burst
from assay.data.sides.shift_blocks import against, orders, stretches
from assay.data.sides.shift_columns import Column
from assay.data.sides.table import Sides

SIDES: tuple[SideName, ...] = ("train", "test")


def missing_bursts(columns: Sequence[Column], sides: Sides) -> tuple[Burst, ...]:
    """Return the columns with values that are missing at one place, side against side first."""
    found: list[Burst] = []
    ordered = orders(sides)
    for column in columns:
        flags = column.missing
        if not flags[0].any() and not flags[1].any():
            continue
        beside = against(column.name, flags, column.places, len(columns))
        if beside is not None:
            found.append(beside)
        for place, side in enumerate(SIDES):
            if np.all(flags[place]):
                continue
            found += stretches(
                column.name, side, flags[place], column.places[place], ordered[place], len(columns)
            )
    return tuple(found)
