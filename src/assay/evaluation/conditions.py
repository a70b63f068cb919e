"""Describe rows in words: each column as a few conditions that a person can check."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 12
"""Distinct values above which a number is put into bins, and rarer categories are left out."""

BINS = 5


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as conditions that exclude each other.

    Attributes:
        column: Name of the column.
        codes: The condition that holds for each row, shape (n,); -1 where none does.
        words: Each condition in words.
        names: Each condition in short, where the column is known.
    """

    column: str
    codes: NDArray[np.int64]
    words: tuple[str, ...]
    names: tuple[str, ...]


def code(frame: pl.DataFrame, *, smallest: int) -> tuple[Coded, ...]:
    """Return the conditions of each column that has at least two.

    Numbers and dates become equal values where there are few, and quantile bins otherwise;
    texts become their most frequent values; null and NaN become `... is missing`.

    Args:
        frame: Rows to describe.
        smallest: Rows that a condition must hold for; others are left out.

    Example:
        >>> frame = pl.DataFrame({"origin": ["JFK", "LGA", "JFK", None]})
        >>> code(frame, smallest=1)[0].words
        ("origin = 'JFK'", "origin = 'LGA'", 'origin is missing')
    """
    coded = (code_column(frame[name], smallest=smallest) for name in frame.columns)
    return tuple(each for each in coded if each is not None)


def code_column(
    series: pl.Series, *, smallest: int, most: int = MOST, bins: int = BINS
) -> Coded | None:
    """Return one column as conditions, or None where it cannot tell rows apart.

    Args:
        series: The column.
        smallest: Rows that a condition must hold for; others are left out.
        most: Distinct numbers above which they are put into bins, and categories that are kept.
        bins: Bins of nearly equal count.
    """
    if is_ordered(series):
        numbers = as_numbers(series)
        present = np.unique(numbers[np.isfinite(numbers)])
        if len(present) <= most:
            codes, texts = _equal(series, numbers, present)
        else:
            codes, texts = _binned(series, numbers, bins)
    elif is_text(series):
        codes, texts = _categories(series, most)
    else:
        return None
    return _large_enough(series.name, codes, texts, smallest)


def is_ordered(series: pl.Series) -> bool:
    """Return whether the column holds numbers, dates or times."""
    return series.dtype.is_numeric() or series.dtype.is_temporal()


def is_text(series: pl.Series) -> bool:
    """Return whether the column holds texts, categories or booleans."""
    return isinstance(series.dtype, pl.String | pl.Boolean | pl.Categorical | pl.Enum)


def as_numbers(series: pl.Series) -> NDArray[np.float64]:
    """Return numbers, or dates as their count of days or microseconds; NaN where missing."""
    physical = series.to_physical() if series.dtype.is_temporal() else series
    numbers = physical.cast(pl.Float64).to_numpy().astype(np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def as_text(series: pl.Series) -> pl.Series:
    """Return a few values as a person would write them.

    Example:
        >>> as_text(pl.Series([0.1 + 0.2, 3.0, None])).to_list()
        ['0.3', '3', None]
    """
    return pl.Series(series.name, [_text(value) for value in series.to_list()], pl.String)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.6g}" if isinstance(value, float) else str(value)


_Texts = list[tuple[str, str]]
"""Conditions in words and in short."""


def _equal(
    series: pl.Series, numbers: NDArray[np.float64], present: NDArray[np.float64]
) -> tuple[NDArray[np.int64], _Texts]:
    values = series.drop_nulls().unique().sort()
    values = values.filter(np.isfinite(as_numbers(values)))
    codes = np.searchsorted(present, numbers).astype(np.int64)
    texts = [(f"{series.name} = {text}", text) for text in as_text(values)]
    return _with_missing(series.name, codes, texts, np.isnan(numbers))


def _binned(
    series: pl.Series, numbers: NDArray[np.float64], bins: int
) -> tuple[NDArray[np.int64], _Texts]:
    """Put numbers into bins of nearly equal count, at edges that can be said in few digits."""
    present = numbers[np.isfinite(numbers)]
    raw = np.quantile(present, np.linspace(0, 1, bins + 1)[1:-1], method="nearest")
    if series.dtype.is_temporal():
        edges = np.unique(raw)
    else:
        edges = np.unique([float(f"{edge:.3g}") for edge in raw])
    said = [say(series, edge) for edge in edges]
    name = series.name
    words = [
        f"{name} < {said[0]}",
        *(f"{low} <= {name} < {high}" for low, high in itertools.pairwise(said)),
        f"{name} >= {said[-1]}",
    ]
    codes = np.searchsorted(edges, numbers, side="right").astype(np.int64)
    return _with_missing(name, codes, [(text, text) for text in words], np.isnan(numbers))


def say(series: pl.Series, number: float) -> str:
    """Return a number of this column, as `as_numbers` gives it, as a person would write it.

    Example:
        >>> say(pl.Series([1.5]), 12345.678), say(pl.Series([1]).cast(pl.Date), 365.0)
        ('12346', '1971-01-01')
    """
    if series.dtype.is_temporal():
        value = pl.Series([int(number)]).cast(series.to_physical().dtype).cast(series.dtype).item()
        return str(value.replace(microsecond=0) if isinstance(value, datetime) else value)
    return f"{number:.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def _categories(series: pl.Series, most: int) -> tuple[NDArray[np.int64], _Texts]:
    values = series.cast(pl.String).alias("value")
    counts = (
        values.drop_nulls()
        .value_counts(name="rows")
        .sort(["rows", "value"], descending=[True, False])
    )
    kept = counts["value"].head(most)
    places = pl.Series(np.arange(len(kept)), dtype=pl.Int64)
    codes = values.replace_strict(kept, places, default=-1, return_dtype=pl.Int64).to_numpy()
    texts = [(f"{series.name} = '{text}'", str(text)) for text in kept]
    return _with_missing(series.name, codes, texts, values.is_null().to_numpy())


def _with_missing(
    name: str, codes: NDArray[np.int64], texts: _Texts, missing: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], _Texts]:
    if missing.any():
        named = (f"{name} is missing", "(missing)")
        return np.where(missing, len(texts), codes), [*texts, named]
    return codes, texts


def _large_enough(
    name: str, codes: NDArray[np.int64], texts: _Texts, smallest: int
) -> Coded | None:
    rows = np.bincount(codes + 1, minlength=len(texts) + 1)[1:]
    kept = np.flatnonzero(rows >= smallest)
    if len(kept) == 0 or rows.max() == len(codes):
        return None
    renamed = np.full(len(texts) + 1, -1)
    renamed[kept] = np.arange(len(kept))
    words, names = zip(*(texts[place] for place in kept), strict=True)
    return Coded(name, renamed[codes], words, names)
