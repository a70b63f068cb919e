"""Rows that belong together: visits of one patient, flights of one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from assay.evaluation.interval import Groups


def group_codes(groups: pl.Series) -> Groups:
    """Return the group of each row, from 0 without gaps; a row without one stands alone.

    Example:
        >>> group_codes(pl.Series(["b", "a", None, "b", None])).tolist()
        [1, 0, 2, 1, 3]
    """
    missing = groups.is_null().to_numpy()
    codes = np.empty(len(groups), dtype=np.intp)
    codes[~missing] = groups.drop_nulls().rank("dense").to_numpy().astype(np.intp) - 1
    known = int(codes[~missing].max()) + 1 if (~missing).any() else 0
    codes[missing] = known + np.arange(int(missing.sum()))
    return codes
