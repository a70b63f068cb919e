"""Tell whether the target follows from one column exactly."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.data.leak_levels import Codes, Flags, Floats, Levels
from assay.data.leak_strength import FOLDS, Target, out_of_fold

NEAR = 1e-9
MONOTONE = 0.99999
FEW_TEXTS = 50
MOST_DIGITS = 6


def exactness(column: Levels, target: Target) -> float:
    """Return the share of rows whose target follows from the column, by value or threshold.

    For classes it is the recall of the class that follows worst, so that a frequent one cannot
    earn it; for numbers the share of rows that a mapping of values, a straight line or a monotone
    curve meets.
    """
    if target.classes:
        exact = worst_recall(column.values, target)
        if column.numbers is not None and target.classes == 2:
            exact = max(exact, threshold_recall(column.numbers, column.missing, target.values))
        return exact
    exact = _share_exact(column.values, target)
    if column.numbers is not None:
        exact = max(exact, share_on_curve(column.numbers, target.values))
    return exact


def copies(column: Levels, target: Target, *, exact: float) -> bool:
    """Return whether each value stands for one value of the target, and the other way round.

    Args:
        column: The column's levels.
        target: The outcomes of the same rows.
        exact: What `exactness` said; it tells a copy from an identifier, whose values are as many.
    """
    kept = ~column.missing
    if kept.sum() < max(20, 0.5 * len(kept)):
        return False
    x, y = column.values[kept], target.codes[kept]
    distinct_x, distinct_y = (int((np.bincount(codes) > 0).sum()) for codes in (x, y))
    if distinct_x != distinct_y or distinct_y < 2:
        return False
    if distinct_y > len(x) / 2 and exact < 0.5:
        return False
    return len(np.unique(x * (int(y.max()) + 1) + y)) == distinct_y


def says_it(column: pl.Series, target: Target, classes: tuple[str, ...]) -> float:
    """Return the share of rows, of the worst class, where a text is the name of the class.

    Capitals, and spaces around it, do not count.
    """
    if column.dtype not in (pl.String, pl.Categorical, pl.Enum) or len(classes) < 2:
        return 0.0
    few = column.head(FEW_TEXTS).cast(pl.String).str.strip_chars().str.to_lowercase()
    plain = pl.Series([name.strip().lower() for name in classes])
    if plain.n_unique() < len(classes) or few.is_in(plain.implode()).mean() in (None, 0.0):
        return 0.0
    names = plain.gather(pl.Series(target.values.astype(np.int64)))
    same = (column.cast(pl.String).str.strip_chars().str.to_lowercase() == names).fill_null(False)
    outcomes = target.values.astype(np.int64)
    totals = np.bincount(outcomes, minlength=len(classes))
    right = np.bincount(outcomes[same.to_numpy()], minlength=len(classes))
    return float((right[totals > 0] / totals[totals > 0]).min())


def rounded(numbers: Floats, values: Floats) -> float:
    """Return the share of rows whose number is the target, rounded as the numbers are."""
    kept = np.isfinite(numbers)
    x, y = numbers[kept], values[kept]
    if len(x) < 20 or len(np.unique(x[:1_000])) < 10:
        return 0.0
    for digits in range(MOST_DIGITS + 1):
        if np.abs(x - np.round(x, digits)).max() <= NEAR * max(1.0, float(np.abs(x).max())):
            near = np.abs(x - y) <= (0.5 + 1e-6) * 10.0**-digits
            return float(near.sum()) / len(numbers) if 10.0**-digits < y.std() else 0.0
    return 0.0


def worst_recall(levels: Codes, target: Target) -> float:
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


def threshold_recall(numbers: Floats, missing: Flags, values: Floats) -> float:
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
    expected = out_of_fold(levels, target, prior=0.0)[:, 0]
    near = np.abs(expected - target.values) <= NEAR * deviation + NEAR * np.abs(target.values)
    return float(near.mean())


def share_on_curve(numbers: Floats, values: Floats) -> float:
    """Return the share of rows that a straight line, or a monotone curve, meets exactly."""
    kept = np.isfinite(numbers)
    x, y = numbers[kept], values[kept]
    if len(x) < 10 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    scaled = (x - x.mean()) / x.std()
    residual = y - float(y.mean()) - float((scaled * y).mean()) * scaled
    on_line = float((np.abs(residual) <= 1e-7 * y.std()).sum()) / len(values)
    return len(x) / len(values) if on_line < 0.5 and _monotone(x, y) else on_line


def _monotone(x: Floats, y: Floats) -> bool:
    """Return whether one is a monotone function of the other; a few rows refute most columns."""
    few = slice(None, None, -(-len(x) // 1_000))
    return (
        len(np.unique(y[few])) > 10
        and rank_correlation(x[few], y[few]) >= MONOTONE
        and rank_correlation(x, y) >= MONOTONE
    )


def rank_correlation(x: Floats, y: Floats) -> float:
    """Return the size of the correlation of ranks, 0 where either is constant."""
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(abs(np.corrcoef(_ranks(x), _ranks(y))[0, 1]))


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]
