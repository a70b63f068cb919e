"""The shape of a column: quantiles, histogram, skewness, fences, frequent values."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import Histogram

QUANTILES = (0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0)
_BINS = 30
_WIDEST = 1e300
"""A range beyond this has one bin, since its parts could not be computed."""

_TOP = 20
_SHOWN_CHARACTERS = 80
_FENCE = 3.0
"""Interquartile ranges from the quartiles to the fences (Tukey's outer fences)."""


def quantiles(numbers: NDArray[np.float64]) -> tuple[float, ...]:
    """Return the quantiles of finite numbers at `QUANTILES`; nothing if there are none.

    Example:
        >>> quantiles(np.arange(101.0))[4]
        50.0
    """
    return tuple(float(value) for value in np.quantile(numbers, QUANTILES)) if len(numbers) else ()


def fences(numbers: NDArray[np.float64]) -> tuple[float, float] | None:
    """Return Tukey's outer fences; None where the middle half is a single value.

    Such a column (mostly zero, say) has no spread to measure distance by, and every other value
    would be an outlier.

    References:
        Tukey (1977), Exploratory Data Analysis, section 2D.

    Example:
        >>> fences(np.arange(101.0))
        (-125.0, 225.0)
    """
    if not len(numbers):
        return None
    low, high = np.quantile(numbers, (0.25, 0.75))
    spread = float(high - low)
    if spread <= 0 or not np.isfinite(spread):
        return None
    return float(low - _FENCE * spread), float(high + _FENCE * spread)


def skewness(numbers: NDArray[np.float64]) -> float | None:
    """Return the third standardised moment, or None where there is no spread.

    Example:
        >>> round(skewness(np.array([0.0, 0.0, 0.0, 4.0])), 3)
        1.155
    """
    if len(numbers) < 3:
        return None
    scale = float(np.max(np.abs(numbers)))
    centred = numbers / scale if scale > 0 else numbers
    centred = centred - centred.mean()
    deviation = float(np.sqrt(np.mean(centred**2)))
    if deviation < 1e-12:
        return None
    scaled = centred / deviation
    return float(np.mean(scaled * scaled * scaled))  # a power is ten times slower


def histogram(numbers: NDArray[np.float64]) -> Histogram | None:
    """Count finite numbers in bins; a far tail falls into the outermost bins.

    Whole numbers of few values have a bin each.

    Example:
        >>> histogram(np.array([1.0, 1.0, 2.0, 4.0]))
        Histogram(edges=(0.5, 1.5, 2.5, 3.5, 4.5), counts=(2, 1, 0, 1))
    """
    if not len(numbers):
        return None
    low, high = float(numbers.min()), float(numbers.max())
    if not high - low < _WIDEST:
        edges = np.array([low, high])
    elif low == high:
        edges = np.array([low - 0.5, high + 0.5])
    elif high - low < _BINS and bool(np.all(numbers == np.round(numbers))):
        edges = np.arange(low - 0.5, high + 1.0)
    else:
        edges = _edges(numbers, low, high)
    counts, edges = np.histogram(numbers, bins=edges)
    return Histogram(
        edges=tuple(float(edge) for edge in edges), counts=tuple(int(count) for count in counts)
    )


def _edges(numbers: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    first, last = (float(value) for value in np.quantile(numbers, (0.01, 0.99)))
    if high - low <= 5 * (last - first) or last <= first:
        first, last = low, high
    inner = np.linspace(first, last, _BINS + 1)
    return np.unique(np.concatenate(([low], inner, [high])))


def top(values: pl.Series, *, scale: float) -> tuple[tuple[str, int], ...]:
    """Return the most frequent values and how often they stand in the whole table.

    Args:
        values: Present values of the sample.
        scale: Rows of the table over rows of the sample.

    Example:
        >>> top(pl.Series(["a", "b", "a"]), scale=10.0)
        (('a', 20), ('b', 10))
    """
    if not len(values):
        return ()
    counts = (
        values.rename("value")
        .to_frame()
        .group_by("value")
        .len("count")
        .sort(["count", "value"], descending=[True, False])
        .head(_TOP)
    )
    return tuple((_shown(value), round(count * scale)) for value, count in counts.iter_rows())


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1]}…"
