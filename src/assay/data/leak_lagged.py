"""Tell a column that is the outcome of the time before: strong, and honestly known."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.data.columns import named

LEAST = 0.95
"""Share of the rows with a row before them that hold its outcome."""

FEWEST_ROWS = 20
MOST_BEFORE = 2
"""Steps of time back."""


def lagged(
    column: pl.Series, target: pl.Series, *, time: pl.Series, group: pl.Series | None
) -> bool:
    """Return whether a number is the target of an earlier row of the same group.

    Args:
        column: The numbers, shape (n,).
        target: The outcomes of the same rows.
        time: When the rows happened.
        group: Whom they belong to; None if they are one series.

    Example:
        >>> at = pl.Series(range(40))
        >>> y = at * 7 % 11
        >>> lagged(y.shift(1), y, time=at, group=None), lagged(y, y, time=at, group=None)
        (True, False)
    """
    if not (column.dtype.is_numeric() and target.dtype.is_numeric()):
        return False
    rows = pl.DataFrame(
        {
            "x": column.cast(pl.Float64),
            "y": target.cast(pl.Float64),
            "time": time,
            "group": group if group is not None else pl.repeat(0, len(column), eager=True),
        }
    ).sort("group", "time")
    for steps in range(1, MOST_BEFORE + 1):
        before = rows.select(named("y").shift(steps).over("group")).to_series()
        both = (before.is_not_null() & rows["x"].is_not_null()).to_numpy()
        if both.sum() < FEWEST_ROWS:
            return False
        same = np.isclose(before.to_numpy()[both], rows["x"].to_numpy()[both], rtol=1e-6, atol=0)
        if same.mean() >= LEAST:
            return True
    return False
