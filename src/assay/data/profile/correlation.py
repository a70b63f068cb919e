"""How strongly pairs of columns are tied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import Correlation

_WEAKEST = 0.1
_MOST = 1000
_MOST_CATEGORICAL = 60
_LEVELS = 100
"""Levels of a categorical column that are told apart; the rest share one."""


def correlate(
    numbers: Mapping[str, NDArray[np.float64]], codes: Mapping[str, NDArray[np.int64]]
) -> tuple[Correlation, ...]:
    """Measure all pairs, and return those of at least 0.1, strongest first.

    Two numeric columns: the greater of |Pearson| and |Spearman|; two categorical ones: Cramer's V;
    one of each: the correlation ratio. The last two are corrected for chance, which many levels
    would turn into strength.

    Args:
        numbers: Numeric columns, NaN where missing, shape (n,) each.
        codes: Categorical columns as level indices, -1 where missing, shape (n,) each.

    References:
        Bergsma (2013), A bias-correction for Cramer's V, doi:10.1016/j.jkss.2012.10.002;
        Kelley (1935), An unbiased correlation ratio measure, doi:10.1073/pnas.21.9.554

    Example:
        >>> x = np.arange(10.0)
        >>> correlate({"x": x, "cube": x**3}, {})[0].measure
        'Spearman'
    """
    levels = {name: _common(own) for name, own in list(codes.items())[:_MOST_CATEGORICAL]}
    found = [*_numeric(numbers), *_categorical(levels), *_mixed(numbers, levels)]
    strong = [pair for pair in found if pair.value >= _WEAKEST]
    return tuple(sorted(strong, key=lambda pair: (-pair.value, pair.left, pair.right))[:_MOST])


def cramers_v(left: NDArray[np.int64], right: NDArray[np.int64]) -> float:
    """Return the bias-corrected Cramer's V of two columns of level indices from 0.

    Example:
        >>> levels = np.arange(100) % 4
        >>> cramers_v(levels, levels)
        1.0
    """
    rows = len(left)
    _, left = np.unique(left, return_inverse=True)
    _, right = np.unique(right, return_inverse=True)
    height, width = (int(own.max()) + 1 if rows else 0 for own in (left, right))
    if min(height, width) < 2:
        return 0.0
    table = np.bincount(left * width + right, minlength=height * width).reshape(height, width)
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / rows
    phi2 = float(((table - expected) ** 2 / expected).sum()) / rows
    phi2 = max(0.0, phi2 - (height - 1) * (width - 1) / (rows - 1))
    smaller = min(own - (own - 1) ** 2 / (rows - 1) for own in (height, width)) - 1
    return float(min(1.0, np.sqrt(phi2 / smaller))) if smaller > 0 else 0.0


def correlation_ratio(levels: NDArray[np.int64], numbers: NDArray[np.float64]) -> float:
    """Return Kelley's epsilon: the share of spread between levels, unbiased, as a correlation.

    Args:
        levels: Level indices from 0.
        numbers: Finite numbers.

    Example:
        >>> correlation_ratio(np.array([0, 0, 1, 1]), np.array([1.0, 1.0, 5.0, 5.0]))
        1.0
    """
    rows = len(numbers)
    _, levels = np.unique(levels, return_inverse=True)
    count = int(levels.max()) + 1 if rows else 0
    if count < 2 or rows <= count:
        return 0.0
    centred = numbers - numbers.mean()
    total = float((centred**2).sum())
    if total <= 0:
        return 0.0
    means = np.bincount(levels, weights=centred) / np.bincount(levels)
    within = float(((centred - means[levels]) ** 2).sum())
    return float(np.sqrt(max(0.0, 1 - (within / (rows - count)) / (total / (rows - 1)))))


def _numeric(numbers: Mapping[str, NDArray[np.float64]]) -> Iterator[Correlation]:
    names = list(numbers)
    if len(names) < 2:
        return
    table = np.column_stack([_scaled(numbers[name]) for name in names])
    ranks = np.column_stack([_scaled(_ranks(numbers[name])) for name in names])
    pearson, spearman = _pairwise(table), _pairwise(ranks)
    for i, j in combinations(range(len(names)), 2):
        straight, monotone = abs(float(pearson[i, j])), abs(float(spearman[i, j]))
        measure = "Pearson" if straight >= monotone else "Spearman"
        yield Correlation(
            left=names[i], right=names[j], measure=measure, value=max(straight, monotone)
        )


def _scaled(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centre and scale, so that sums of squares neither overflow nor lose digits."""
    present = numbers[np.isfinite(numbers)]
    if not len(present):
        return np.full(len(numbers), np.nan)
    scale = float(np.max(np.abs(present))) or 1.0
    own = np.where(np.isfinite(numbers), numbers, np.nan) / scale
    centred = own - np.nanmean(own)
    deviation = float(np.sqrt(np.nanmean(centred**2)))
    result: NDArray[np.float64] = centred / deviation if deviation > 1e-12 else centred * 0
    return result


def _ranks(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks = np.full(len(numbers), np.nan)
    present = ~np.isnan(numbers)
    ranks[present] = pl.Series(numbers[present]).rank("average").to_numpy()
    return ranks


def _pairwise(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlate columns over the rows where both are present."""
    present = np.isfinite(table)
    here = present.astype(np.float64)
    filled = np.where(present, table, 0.0)
    rows = here.T @ here
    sums = filled.T @ here
    squares = (filled**2).T @ here
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = filled.T @ filled - sums * sums.T / rows
        spread = squares - sums**2 / rows
        correlation = covariance / np.sqrt(spread * spread.T)
    able = (rows >= 3) & (spread > 1e-9 * rows) & (1e-9 * rows < spread.T)
    return np.clip(np.where(able, correlation, 0.0), -1, 1)


def _common(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keep the most frequent levels; the others share one. Missing stays -1."""
    counts = np.bincount(codes[codes >= 0]) if (codes >= 0).any() else np.zeros(1, dtype=np.int64)
    if len(counts) <= _LEVELS:
        return codes
    place = np.full(len(counts), _LEVELS, dtype=np.int64)
    place[np.argsort(-counts)[:_LEVELS]] = np.arange(_LEVELS)
    return np.where(codes >= 0, place[np.maximum(codes, 0)], -1)


def _categorical(codes: Mapping[str, NDArray[np.int64]]) -> Iterator[Correlation]:
    for left, right in combinations(codes, 2):
        both = (codes[left] >= 0) & (codes[right] >= 0)
        if both.sum() > 2:
            value = cramers_v(codes[left][both], codes[right][both])
            yield Correlation(left=left, right=right, measure="Cramer's V", value=value)


def _mixed(
    numbers: Mapping[str, NDArray[np.float64]], codes: Mapping[str, NDArray[np.int64]]
) -> Iterator[Correlation]:
    for name, own in numbers.items():
        scaled = _scaled(own)
        for other, levels in codes.items():
            both = np.isfinite(scaled) & (levels >= 0)
            if both.sum() > 2:
                value = correlation_ratio(levels[both], scaled[both])
                yield Correlation(left=name, right=other, measure="correlation ratio", value=value)
