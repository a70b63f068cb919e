"""How strongly each column tells the target, whatever the shape of the tie."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import Task
from assay.data.ordinals import ordinals

CLASSES_MEASURE = "2 AUC - 1, binned, cross-fitted"
NUMBERS_MEASURE = "R2 of the target's rank, binned, cross-fitted"

_BINS = 32
_RARE = 5
"""Values that stand in fewer rows share one bin."""

_PRIOR_ROWS = 5.0
"""Weight of the overall mean in the mean of a bin."""

_MOST_CLASSES = 20


def bins(value: pl.Series, number: pl.Series | None) -> NDArray[np.int64]:
    """Part a column into bins: 32 quantiles of numbers, or values; missing is a bin too.

    Args:
        value: The column as it is used.
        number: Its numbers, where it holds amounts.

    Returns:
        Bin of each row, from 0.

    Example:
        >>> bins(pl.Series([5.0, None, 7.0, 5.0]), pl.Series([5.0, None, 7.0, 5.0])).tolist()
        [1, 0, 2, 1]
    """
    if number is not None:
        numbers = number.fill_nan(None).to_numpy().astype(np.float64)
        present = np.sort(numbers[np.isfinite(numbers)])
        if not len(present):
            return np.zeros(len(numbers), dtype=np.int64)
        places = np.linspace(0, len(present) - 1, _BINS + 1).astype(np.int64)
        edges = np.unique(present[places])
        found = np.searchsorted(edges[1:-1] if len(edges) > _BINS else edges[1:], numbers, "right")
        return np.where(np.isnan(numbers), 0, found + 1).astype(np.int64)
    codes = ordinals(value)
    counts = np.bincount(codes)
    rare = counts < _RARE
    rare[0] = False
    return np.asarray(np.where(rare[codes], len(counts), codes), dtype=np.int64)


def strength(
    column: NDArray[np.int64], target: NDArray[np.float64], *, task: Task, seed: int = 0
) -> float:
    """Score the mean target of each bin on rows that did not make the mean.

    Args:
        column: Bin of each row, as `bins` gives it.
        target: Class index, or the target's rank; no missing values.
        task: How to score: 2 AUC - 1 (over classes weighted by their rows), or R2.
        seed: Seed of the two halves.

    Returns:
        From 0 (knows nothing) to 1 (knows all).

    Example:
        >>> rows = np.arange(1000)
        >>> strength(rows % 2, (rows % 2).astype(float), task="binary")
        1.0
    """
    half = np.random.default_rng(seed).permutation(len(target)) % 2 == 0
    _, column = np.unique(column, return_inverse=True)
    size = int(column.max()) + 1 if len(column) else 1
    if task == "regression":
        return _mean([_r2(column, target, fold, size) for fold in (half, ~half)])
    classes, counts = np.unique(target, return_counts=True)
    order = np.argsort(-counts)[:_MOST_CLASSES]
    if task == "binary":
        order = order[:1]
    scores, weights = [], []
    for place in order:
        is_class = (target == classes[place]).astype(np.float64)
        scores.append(_mean([_gini(column, is_class, fold, size) for fold in (half, ~half)]))
        weights.append(counts[place])
    return float(np.average(scores, weights=weights)) if scores else 0.0


def _mean(values: list[float]) -> float:
    return min(1.0, max(0.0, float(np.mean(values))))


def _bin_means(
    column: NDArray[np.int64], target: NDArray[np.float64], fold: NDArray[np.bool_], size: int
) -> NDArray[np.float64]:
    counts = np.bincount(column[fold], minlength=size)
    sums = np.bincount(column[fold], weights=target[fold], minlength=size)
    prior = float(target[fold].mean()) if fold.any() else 0.0
    means: NDArray[np.float64] = (sums + _PRIOR_ROWS * prior) / (counts + _PRIOR_ROWS)
    return means


def _r2(
    column: NDArray[np.int64], target: NDArray[np.float64], fold: NDArray[np.bool_], size: int
) -> float:
    seen = target[~fold]
    total = float(((seen - seen.mean()) ** 2).sum()) if len(seen) else 0.0
    if total <= 0 or not fold.any():
        return 0.0
    means = _bin_means(column, target, fold, size)
    return 1 - float(((seen - means[column[~fold]]) ** 2).sum()) / total


def _gini(
    column: NDArray[np.int64], is_class: NDArray[np.float64], fold: NDArray[np.bool_], size: int
) -> float:
    """Return 2 AUC - 1 from the counts of the bins; rows of one bin are ties."""
    means = _bin_means(column, is_class, fold, size)
    positive = np.bincount(column[~fold], weights=is_class[~fold], minlength=size)
    negative = np.bincount(column[~fold], minlength=size) - positive
    pairs = float(positive.sum() * negative.sum())
    if pairs <= 0:
        return 0.0
    levels, place = np.unique(means, return_inverse=True)
    positive = np.bincount(place, weights=positive, minlength=len(levels))
    negative = np.bincount(place, weights=negative, minlength=len(levels))
    below = np.cumsum(negative) - negative
    return 2 * float((positive * (below + negative / 2)).sum()) / pairs - 1
