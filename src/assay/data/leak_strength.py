"""Score what one column alone knows of the target, without rewarding memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

FOLDS = 5
BINS = 64
PRIOR_ROWS = 10.0
"""Rows' worth of the overall mean that each level starts with."""

MOST_SCORED_CLASSES = 20
NEAR = 1e-9
MONOTONE = 0.99999

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What a column alone tells: see `ColumnLeak` for the fields."""

    strength: float
    exactness: float
    copies_target: bool


def knowledge(column: pl.Series, missing: NDArray[np.bool_], target: Target) -> Knowledge:
    """Return what the column tells of the target.

    Values (or 64 quantile bins of many numbers; missing is a level of its own) are scored by the
    mean outcome of the *other* folds' rows with that value, drawn towards the overall mean, so a
    value seen once tells nothing.

    Args:
        column: The values, shape (n,).
        missing: Where it has none, shape (n,).
        target: The outcomes of the same rows.
    """
    numbers = as_numbers(column, missing)
    distinct = column.n_unique()
    values = _codes(column, missing)
    levels = values if numbers is None or distinct <= BINS else _binned(numbers, missing)
    expected = _out_of_fold(levels, target, prior=PRIOR_ROWS)
    if target.classes:
        strength = _auc_strength(expected, target)
        exactness = _worst_recall(values, target)
        if numbers is not None and target.classes == 2:
            exactness = max(exactness, _threshold_recall(numbers, missing, target.values))
    else:
        strength = _r2(expected[:, 0], target.values)
        exactness = _share_exact(values, target)
        if numbers is not None:
            linear, exact = _line(numbers, missing, target.values)
            strength, exactness = max(strength, linear), max(exactness, exact)
    return Knowledge(
        strength=strength,
        exactness=exactness,
        copies_target=_copies(values, missing, target, exactness),
    )


def indicator_strength(flags: NDArray[np.bool_], target: Target) -> float:
    """Return what a yes/no fact alone tells of the target, as `strength`, in [0, 1]."""
    share = flags.mean()
    if share in (0.0, 1.0):
        return 0.0
    if not target.classes:
        return float(np.corrcoef(flags, target.values)[0, 1] ** 2) if np.ptp(target.values) else 0.0
    expected = np.repeat(flags[:, None].astype(np.float64), target.indicators.shape[1], axis=1)
    return _auc_strength(expected, target, either_way=True)


def order_strength(column: pl.Series, missing: NDArray[np.bool_], target: Target) -> float:
    """Return what the order of identifiers tells of the target, as `strength`, in [0, 1]."""
    numbers = as_numbers(column, missing)
    if numbers is None:
        numbers = _numbers_within(column, missing)
    expected = _out_of_fold(_binned(numbers, missing), target, prior=PRIOR_ROWS)
    if target.classes:
        return _auc_strength(expected, target)
    return _r2(expected[:, 0], target.values)


def as_numbers(column: pl.Series, missing: NDArray[np.bool_]) -> Floats | None:
    """Return numbers or moments as floats (NaN where missing), None for anything else."""
    if column.dtype.is_temporal():
        column = column.to_physical()
    if not column.dtype.is_numeric():
        return None
    numbers = column.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
    numbers[missing] = np.nan
    return numbers


def _numbers_within(column: pl.Series, missing: NDArray[np.bool_]) -> Floats:
    """Return the last number in each text, or its place in the alphabet if they hold none."""
    text = column.cast(pl.String)
    within = text.str.extract(r"(\d{1,15})\D*$").cast(pl.Float64)
    if within.n_unique() < within.len() / 2:
        within = text.rank("dense").cast(pl.Float64)
    numbers = within.fill_null(float("nan")).to_numpy().copy()
    numbers[missing | np.isnan(numbers)] = np.nan
    return numbers


def _codes(column: pl.Series, missing: NDArray[np.bool_]) -> Codes:
    """Return an index of each value, 0 for missing."""
    if column.dtype.is_nested() or column.dtype == pl.Binary:
        from assay.data.rowhash import row_hashes

        column = pl.Series(row_hashes(column.to_frame()))
    codes = column.rank("dense").cast(pl.Int64).fill_null(0).to_numpy().copy()
    codes[missing] = 0
    return codes


def _binned(numbers: Floats, missing: NDArray[np.bool_]) -> Codes:
    present = numbers[~missing]
    finite = present[np.isfinite(present)]
    quantiles = np.linspace(0, 1, BINS + 1)[1:-1]
    edges = np.unique(np.quantile(finite, quantiles)) if len(finite) else finite
    codes = 1 + np.searchsorted(edges, numbers, side="right")
    codes[missing | np.isnan(numbers)] = 0
    return codes


def _out_of_fold(levels: Codes, target: Target, *, prior: float) -> Floats:
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


def _auc_strength(expected: Floats, target: Target, *, either_way: bool = False) -> float:
    strengths, weights = [], []
    for place in range(expected.shape[1]):
        positive = target.indicators[:, place] > 0.5
        strength = 2 * _auc(expected[:, place], positive) - 1
        strengths.append(abs(strength) if either_way else max(strength, 0.0))
        weights.append(positive.mean() * (1 - positive.mean()))
    return float(np.average(strengths, weights=weights)) if sum(weights) > 0 else 0.0


def _auc(scores: Floats, positive: NDArray[np.bool_]) -> float:
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


def _worst_recall(levels: Codes, target: Target) -> float:
    """Return the recall of the worst class when each level names its most telling class.

    Classes count equally, so a rare class is not drowned; a level that no other fold holds names
    none.
    """
    values = target.values.astype(np.int64)
    classes = target.classes
    count = int(levels.max()) + 1
    if count * classes > 50 * len(values):
        return 0.0  # nearly every value is its own: nothing can follow from it
    totals = np.bincount(values, minlength=classes).astype(np.float64)
    named = np.full(len(values), -1)
    table = np.bincount(levels * classes + values, minlength=count * classes)
    table = table.reshape(count, classes)
    for fold in range(FOLDS):
        own = target.folds == fold
        inside = np.bincount(levels[own] * classes + values[own], minlength=count * classes)
        outside = table - inside.reshape(count, classes)
        telling = np.argmax(outside / np.maximum(totals, 1), axis=1)
        telling[outside.sum(axis=1) == 0] = -1
        named[own] = telling[levels[own]]
    right = np.bincount(values[named == values], minlength=classes)
    return float((right[totals > 0] / totals[totals > 0]).min())


def _threshold_recall(numbers: Floats, missing: NDArray[np.bool_], values: Floats) -> float:
    """Return the best achievable recall of the worse class by one threshold, either way."""
    positive = values > 0.5
    if not positive.any() or positive.all():
        return 0.0
    best = 0.0
    sides = (-np.inf, np.inf) if missing.any() else (0.0,)
    for side in sides:
        filled = np.where(missing, side, numbers)
        order = np.argsort(filled, kind="stable")
        ordered = filled[order]
        steps = np.flatnonzero(ordered[1:] > ordered[:-1])
        below_positive = np.cumsum(positive[order])[steps] / positive.sum()
        below_negative = np.cumsum(~positive[order])[steps] / (~positive).sum()
        for recall in (
            np.minimum(below_positive, 1 - below_negative),
            np.minimum(below_negative, 1 - below_positive),
        ):
            best = max(best, float(recall.max(initial=0.0)))
    return best


def _share_exact(levels: Codes, target: Target) -> float:
    """Return the share of rows whose value is that of all other rows at the same level."""
    deviation = float(target.values.std())
    if deviation == 0:
        return 0.0
    expected = _out_of_fold(levels, target, prior=0.0)[:, 0]
    near = np.abs(expected - target.values) <= NEAR * deviation + NEAR * np.abs(target.values)
    return float(near.mean())


def _line(numbers: Floats, missing: NDArray[np.bool_], values: Floats) -> tuple[float, float]:
    """Return R2 of a straight line through the present rows, and the share it meets exactly."""
    kept = ~missing & np.isfinite(numbers)
    x, y = numbers[kept], values[kept]
    if len(x) < 10 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0, 0.0
    x = (x - x.mean()) / x.std()
    slope = float((x * (y - y.mean())).mean())
    residual: Floats = y - float(y.mean()) - slope * x
    explained = float(((y - y.mean()) ** 2).sum() - (residual**2).sum())
    exact = float((np.abs(residual) <= 1e-7 * y.std()).sum()) / len(values)
    if exact < 0.5 and _monotone(x, y):
        exact = len(x) / len(values)
    total = float(((values - values.mean()) ** 2).sum())
    return max(0.0, min(1.0, explained / total)), exact


def _monotone(x: Floats, y: Floats) -> bool:
    """Return whether one is a monotone function of the other; a few rows refute most columns."""
    few = slice(None, None, -(-len(x) // 1_000))
    return (
        len(np.unique(y[few])) > 10
        and _rank_correlation(x[few], y[few]) >= MONOTONE
        and _rank_correlation(x, y) >= MONOTONE
    )


def _rank_correlation(x: Floats, y: Floats) -> float:
    from scipy.stats import rankdata

    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(abs(np.corrcoef(rankdata(x), rankdata(y))[0, 1]))


def _copies(levels: Codes, missing: NDArray[np.bool_], target: Target, exactness: float) -> bool:
    kept = ~missing
    if kept.sum() < max(20, 0.5 * len(kept)):
        return False
    x, y = levels[kept], target.codes[kept]
    distinct_x, distinct_y = (int((np.bincount(codes) > 0).sum()) for codes in (x, y))
    if distinct_x != distinct_y or distinct_y < 2:
        return False
    pairs = len(np.unique(x * (int(y.max()) + 1) + y))
    if pairs != distinct_y:
        return False
    repeated = distinct_y <= len(x) / 2
    return repeated or exactness >= 0.5
