"""Run queries on one table in one streaming pass, and say so when it cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from assay.core.errors import InputError


def collect_all(queries: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """Return the results; what the queries share is read once.

    Raises:
        InputError: If the table cannot be read.

    Example:
        >>> rows = pl.LazyFrame({"x": [1, 2]})
        >>> [frame.item() for frame in collect_all([rows.select(pl.len()), rows.select("x").sum()])]
        [2, 3]
    """
    try:
        return pl.collect_all(queries, engine="streaming")
    except pl.exceptions.PolarsError as cause:
        lines = str(cause).strip().splitlines() or [type(cause).__name__]
        raise InputError(
            f"the table cannot be read: {lines[0]}",
            where="the rows, while they were checked",
            remedy="correct the file; for CSV, look for a line with other columns or other types",
        ) from cause
