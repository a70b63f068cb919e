"""Number a column's values by their place among the distinct ones, and count by such codes."""

from __future__ import annotations

from collections.abc import Sequence

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


def by_code(codes: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the places of rows in the order of their codes, equal ones in their own order.

    NumPy sorts numbers of 16 bits by counting, five times faster.

    Args:
        codes: Whole numbers from 0, shape (n,).

    Example:
        >>> by_code(np.array([1, 0, 1, 0])).tolist()
        [1, 3, 0, 2]
    """
    short = int(codes.max(initial=0)) <= np.iinfo(np.uint16).max
    return np.argsort(codes.astype(np.uint16) if short else codes, kind="stable")


def combined(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the places of what columns hold together, among the distinct combinations, from 0.

    Args:
        parts: Codes of each column, from 0, shape (n,) each.

    Example:
        >>> combined([np.array([0, 0, 1]), np.array([2, 2, 0])]).tolist()
        [0, 0, 1]
    """
    codes = parts[0]
    for other in parts[1:]:
        codes = codes * (int(other.max(initial=0)) + 1) + other
        codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    return codes


def agreeing_pairs(codes: NDArray[np.int64]) -> int:
    """Return the pairs of rows that have the same code.

    Example:
        >>> agreeing_pairs(np.array([0, 0, 0, 1]))
        3
    """
    counts = np.bincount(codes)
    return int((counts * (counts - 1) // 2).sum())


def _looked_up(texts: pl.Series) -> pl.Series | None:
    """Return the places of texts; None where most rows have one of their own."""
    levels = texts.drop_nulls().unique()
    if 2 * len(levels) > len(texts):
        return None
    return texts.cast(pl.Enum(levels.sort())).to_physical().cast(pl.Int64) + 1
