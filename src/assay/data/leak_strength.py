"""Score what one column alone knows of the target, without rewarding memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.data.leak_levels import Codes, Flags, Floats, Levels, binned

FOLDS = 5
PRIOR_ROWS = 10.0
"""Rows' worth of the overall mean that each level starts with."""

MOST_SCORED_CLASSES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The target as what scores need.

    Attributes:
        values: Class index or value, shape (n,).
        indicators: One column for each of the most frequent classes (a single one for binary), or
            the values, shape (n, k).
        classes: Number of classes, 0 for regression.
        codes: Index of each distinct value, shape (n,).
        folds: Fold of each row, shape (n,).
    """

    values: Floats
    indicators: Floats
    classes: int
    codes: Codes
    folds: Codes

    @classmethod
    def of(cls, values: Floats, *, classes: int, seed: int) -> Target:
        """Return the target of these rows, with folds drawn by the seed."""
        if classes > 2:
            frequent = np.argsort(-np.bincount(values.astype(np.int64)), kind="stable")
            scored = frequent[:MOST_SCORED_CLASSES]
            indicators = (values[:, None] == scored[None, :]).astype(np.float64)
        else:
            indicators = values[:, None]
        folds = np.random.default_rng(seed).permutation(len(values)) % FOLDS
        codes = np.unique(values, return_inverse=True)[1].astype(np.int64)
        return cls(values=values, indicators=indicators, classes=classes, codes=codes, folds=folds)

    def every(self, step: int) -> Target:
        """Return the target of every so many rows."""
        codes = np.unique(self.codes[::step], return_inverse=True)[1].astype(np.int64)
        return Target(
            values=self.values[::step],
            indicators=self.indicators[::step],
            classes=self.classes,
            codes=codes,
            folds=self.folds[::step],
        )


def strength(column: Levels, target: Target, *, prior: float = PRIOR_ROWS) -> float:
    """Return how well the column alone scores the target, from 0 to 1.

    Each row is scored by the mean outcome of the *other* folds' rows at its level, drawn towards
    the overall mean, so a value seen once tells nothing. For numbers in a regression, a straight
    line counts too.

    Args:
        column: The column's levels.
        target: The outcomes of the same rows.
        prior: Rows' worth of the overall mean that each level starts with.

    Returns:
        Twice the ROC-AUC less one (of each class against the others, weighted), or R2.
    """
    binned_strength = score(out_of_fold(column.bins, target, prior=prior), target)
    if target.classes or column.numbers is None:
        return binned_strength
    return max(binned_strength, _line_r2(column.numbers, target.values))


def indicator_strength(flags: Flags, target: Target) -> float:
    """Return what a yes/no fact alone tells of the target, as `strength`, in [0, 1]."""
    share = flags.mean()
    if share in (0.0, 1.0):
        return 0.0
    if not target.classes:
        return float(np.corrcoef(flags, target.values)[0, 1] ** 2) if np.ptp(target.values) else 0.0
    expected = np.repeat(flags[:, None].astype(np.float64), target.indicators.shape[1], axis=1)
    return _auc_strength(expected, target, either_way=True)


def order_strength(order: Floats, target: Target) -> float:
    """Return what the place in an order tells of the target, as `strength`, in [0, 1]."""
    return score(out_of_fold(binned(order), target, prior=PRIOR_ROWS), target)


def out_of_fold(levels: Codes, target: Target, *, prior: float) -> Floats:
    """Return the smoothed mean outcome of other folds' rows at the same level, shape (n, k)."""
    count = int(levels.max()) + 1
    cell = levels * FOLDS + target.folds
    rows = np.bincount(cell, minlength=count * FOLDS).reshape(count, FOLDS)
    others = rows.sum(axis=1, keepdims=True) - rows
    expected = np.empty_like(target.indicators)
    for place in range(target.indicators.shape[1]):
        outcome = target.indicators[:, place]
        sums = np.bincount(cell, weights=outcome, minlength=count * FOLDS).reshape(count, FOLDS)
        other_sums = sums.sum(axis=1, keepdims=True) - sums
        with np.errstate(invalid="ignore"):
            means = (other_sums + prior * outcome.mean()) / (others + prior)
        expected[:, place] = means.ravel()[cell]
    return expected


def score(expected: Floats, target: Target) -> float:
    """Return how well expected outcomes, shape (n, k), rank or meet the true ones, in [0, 1]."""
    return _auc_strength(expected, target) if target.classes else _r2(expected[:, 0], target.values)


def _auc_strength(expected: Floats, target: Target, *, either_way: bool = False) -> float:
    strengths, weights = [], []
    for place in range(expected.shape[1]):
        positive = target.indicators[:, place] > 0.5
        strength = 2 * _auc(expected[:, place], positive) - 1
        strengths.append(abs(strength) if either_way else max(strength, 0.0))
        weights.append(positive.mean() * (1 - positive.mean()))
    return float(np.average(strengths, weights=weights)) if sum(weights) > 0 else 0.0


def _auc(scores: Floats, positive: Flags) -> float:
    """Return the chance that a positive scores above a negative, ties counting half."""
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if not positives or not negatives:
        return 0.5
    midrank = np.cumsum(counts) - (counts - 1) / 2
    total = float(midrank[place][positive].sum())
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def _r2(expected: Floats, values: Floats) -> float:
    total = float(((values - values.mean()) ** 2).sum())
    if total == 0:
        return 0.0
    return max(0.0, 1 - float(((values - expected) ** 2).sum()) / total)


def _line_r2(numbers: Floats, values: Floats) -> float:
    kept = np.isfinite(numbers)
    x, y = numbers[kept], values[kept]
    total = float(((values - values.mean()) ** 2).sum())
    if len(x) < 10 or np.ptp(x) == 0 or total == 0:
        return 0.0
    x = (x - x.mean()) / x.std()
    slope = float((x * y).mean())
    return min(1.0, slope**2 * len(x) / total)
