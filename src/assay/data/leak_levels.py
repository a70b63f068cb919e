"""Turn a column into levels: an index of each value, or of each bin of many numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.ordinals import ordinals

BINS = 64
FEW_TEXTS = 50
"""Texts that are all numbers before the others are read."""

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A column in the forms that scores need; 0 is the level of missing values.

    Attributes:
        values: Index of each distinct value, shape (n,).
        bins: The same for few values, else index of a quantile bin, shape (n,).
        numbers: Numbers or moments, NaN where missing, shape (n,); None for anything else.
        missing: Where there is no value, shape (n,).
    """

    values: Codes
    bins: Codes
    numbers: Floats | None
    missing: Flags

    @classmethod
    def of(cls, column: pl.Series) -> Levels:
        """Return the levels of a column."""
        absent = missing(column)
        numbers = _numbers(column, absent)
        values = _codes(column, absent)
        few = column.dtype == pl.String or int(values.max(initial=0)) <= BINS
        bins = values if few or numbers is None else binned(numbers)
        return cls(values=values, bins=bins, numbers=numbers, missing=absent)


def missing(column: pl.Series) -> Flags:
    """Return where a column is null, NaN or blank, shape (n,)."""
    if column.dtype.is_float():
        return (column.is_null() | column.is_nan().fill_null(True)).to_numpy()
    if column.dtype == pl.String:
        return (column.is_null() | (column.str.strip_chars() == "").fill_null(True)).to_numpy()
    return column.is_null().to_numpy()


def binned(numbers: Floats) -> Codes:
    """Return the quantile bin of each number from 1, and 0 where there is none."""
    finite = numbers[np.isfinite(numbers)]
    quantiles = np.linspace(0, 1, BINS + 1)[1:-1]
    edges = np.unique(np.quantile(finite, quantiles)) if len(finite) else finite
    codes = 1 + np.searchsorted(edges, numbers, side="right")
    codes[np.isnan(numbers)] = 0
    return codes


def order_of_names(column: pl.Series) -> Floats:
    """Return the last number in each text, or its place in the alphabet if they hold none."""
    text = column.cast(pl.String)
    within = text.str.extract(r"(\d{1,15})\D*$").cast(pl.Float64)
    if within.n_unique() < within.len() / 2:
        within = text.rank("dense").cast(pl.Float64)
    return within.fill_null(float("nan")).to_numpy().copy()


def _numbers(column: pl.Series, absent: Flags) -> Floats | None:
    """Return numbers, though written as text, or moments as floats (NaN where missing), or None."""
    if column.dtype.is_temporal():
        column = column.to_physical()
    if column.dtype == pl.String and len(column):
        written = column.head(FEW_TEXTS).str.strip_chars().cast(pl.Float64, strict=False)
        if written.count() < column.head(FEW_TEXTS).count() or not written.count():
            return None
        column = column.str.strip_chars().cast(pl.Float64, strict=False)
        if (column.is_null().to_numpy() & ~absent).any():
            return None
    if not column.dtype.is_numeric():
        return None
    numbers = column.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
    numbers[absent] = np.nan
    return numbers


def _codes(column: pl.Series, absent: Flags) -> Codes:
    """Return an index of each value, 0 for missing."""
    if column.dtype.is_nested() or column.dtype == pl.Binary:
        from assay.data.rowhash import passing_hashes

        column = pl.Series(passing_hashes(column.to_frame()))
    codes = ordinals(column).copy()
    codes[absent] = 0
    return codes
