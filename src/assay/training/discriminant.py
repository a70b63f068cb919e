"""A linear model of classes in closed form: for few rows, or for too many classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assay.training.probe import FOLDS, folds

Floats = NDArray[np.float64]

SHRUNK = 0.1
"""Weight of equal variances in the common covariance: few rows know little of it."""

MOST_LEVELS = 10
"""Levels of a column that have a place of their own, the commonest ones."""

SKEWED = 1.0
"""Skewness from which a positive number is taken as its logarithm."""

FARTHEST = 5.0
"""Deviations beyond which a value is moved in: one of them shall not turn the plane."""


def out_of_fold(
    rows: Floats, labels: NDArray[np.int64], *, classes: int, levelled: Sequence[int], seed: int
) -> Floats:
    """Return the chances of each class by linear discriminants that did not see the row.

    Args:
        rows: Rows, shape (n, columns), NaN where missing.
        labels: Index of the class, shape (n,).
        classes: Number of classes.
        levelled: Places of the columns whose numbers are codes of levels.
        seed: Seed of the folds, which are drawn within each class.

    Returns:
        Chances of shape (n, classes).

    References:
        Friedman (1989), Regularized discriminant analysis, doi:10.1080/01621459.1989.10478752
    """
    design = _design(rows, set(levelled))
    fold = folds(labels.astype(np.float64), stratified=True, seed=seed)
    result = np.zeros((len(labels), classes))
    for number in range(FOLDS):
        there = fold == number
        result[there] = _chances(design[~there], labels[~there], design[there], classes)
    return result


def _design(rows: Floats, levelled: set[int]) -> Floats:
    columns = []
    for place in range(rows.shape[1]):
        values = rows[:, place]
        known = np.isfinite(values)
        if place in levelled:
            levels, counts = np.unique(values[known], return_counts=True)
            common = levels[np.argsort(-counts, kind="stable")][:MOST_LEVELS]
            columns += [(values == level).astype(np.float64) for level in common]
        elif known.any():
            columns.append(_unskewed(np.where(known, values, np.median(values[known]))))
    if not columns:
        return np.zeros((len(rows), 1))
    design = np.stack(columns, axis=1)
    deviation = design.std(axis=0)
    design = (design - design.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
    return np.asarray(np.clip(design, -FARTHEST, FARTHEST))


def _unskewed(values: Floats) -> Floats:
    spread = float(values.std())
    if spread == 0 or values.min() <= 0:
        return values
    skewness = float((((values - values.mean()) / spread) ** 3).mean())
    return np.asarray(np.log(values)) if skewness > SKEWED else values


def _chances(design: Floats, labels: NDArray[np.int64], asked: Floats, classes: int) -> Floats:
    counts = np.bincount(labels, minlength=classes).astype(np.float64)
    there = counts > 0
    sums = np.stack([np.bincount(labels, one, minlength=classes) for one in design.T], axis=1)
    means = sums / np.maximum(counts, 1.0)[:, None]
    within = design - means[labels]
    covariance = within.T @ within / len(design)
    size = float(np.trace(covariance)) / len(covariance)
    covariance = (1 - SHRUNK) * covariance + (SHRUNK * size + 1e-9) * np.eye(len(covariance))
    weights = np.linalg.solve(covariance, means.T)
    scores = asked @ weights - 0.5 * (means.T * weights).sum(axis=0)
    scores += np.log(np.maximum(counts, 1.0) / len(labels))
    scores[:, ~there] = -np.inf
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))
