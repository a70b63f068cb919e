"""A linear model in closed form: for few rows, or for too many classes."""

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
    (design,) = _designs(rows, set(levelled), rows)
    fold = folds(labels.astype(np.float64), stratified=True, seed=seed)
    result = np.zeros((len(labels), classes))
    for number in range(FOLDS):
        there = fold == number
        result[there] = _chances(design[~there], labels[~there], design[there], classes)
    return result


def values_out_of_fold(
    rows: Floats, labels: Floats, *, levelled: Sequence[int], seed: int, believed: NDArray[np.bool_]
) -> Floats:
    """Return what planes through the believed rows of the other folds tell of each, shape (n,)."""
    fold = folds(labels, stratified=False, seed=seed)
    result = np.zeros(len(labels))
    for number in range(FOLDS):
        there = fold == number
        learnt = ~there & believed
        result[there] = fit_predict(
            rows[learnt], labels[learnt], rows[there], classes=0, levelled=levelled
        )
    return result


def fit_predict(
    rows: Floats, labels: Floats, score: Floats, *, classes: int, levelled: Sequence[int] = ()
) -> Floats:
    """Fit on some rows and predict others.

    Args:
        rows: Rows to fit on, shape (n, columns), NaN where missing.
        labels: Index of the class, or the value, shape (n,).
        score: Rows to predict, shape (m, columns).
        classes: Number of classes, 0 for values.
        levelled: Places of the columns whose numbers are codes of levels.

    Returns:
        Chances of shape (m, classes); or values of shape (m,), none beyond what was seen.
    """
    learnt, asked = _designs(rows, set(levelled), rows, score)
    if classes:
        return _chances(learnt, labels.astype(np.int64), asked, classes)
    middle = float(labels.mean())
    gram = learnt.T @ learnt / len(learnt) + SHRUNK * np.eye(learnt.shape[1])
    weights = np.linalg.solve(gram, learnt.T @ (labels - middle) / len(learnt))
    return np.asarray(np.clip(middle + asked @ weights, labels.min(), labels.max()))


def _designs(first: Floats, levelled: set[int], *tables: Floats) -> list[Floats]:
    """Return tables as columns without gaps, all in the scale of the first."""
    columns: list[list[Floats]] = [[] for _ in tables]
    for place in range(first.shape[1]):
        values = first[:, place]
        known = values[np.isfinite(values)]
        if place in levelled:
            levels, counts = np.unique(known, return_counts=True)
            common = levels[np.argsort(-counts, kind="stable")][:MOST_LEVELS]
            for made, table in zip(columns, tables, strict=True):
                made += [(table[:, place] == level).astype(np.float64) for level in common]
        elif len(known):
            filled, middle = [], np.median(known)
            for table in (first, *tables):
                there = table[:, place]
                filled.append(np.where(np.isfinite(there), there, middle))
            taken = _logarithmic(filled[0])
            for made, one in zip(columns, filled[1:], strict=True):
                made.append(_logarithm(one, filled[0]) if taken else one)
    if not columns[0]:
        return [np.zeros((len(table), 1)) for table in tables]
    designs = [np.stack(made, axis=1) for made in columns]
    deviation, middles = designs[0].std(axis=0), designs[0].mean(axis=0)
    scale = np.where(deviation > 0, deviation, 1.0)
    return [np.clip((one - middles) / scale, -FARTHEST, FARTHEST) for one in designs]


def _logarithmic(values: Floats) -> bool:
    spread = float(values.std())
    if spread == 0 or values.min() <= 0:
        return False
    return float((((values - values.mean()) / spread) ** 3).mean()) > SKEWED


def _logarithm(values: Floats, seen: Floats) -> Floats:
    """Return the logarithm; what is less than all that was seen is taken as the least of it."""
    return np.asarray(np.log(np.maximum(values, seen.min())))


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
