"""Do two parts have the same mean? Asked of many parts at once, from their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.evaluation.interval import Groups
    from assay.evaluation.metric import Floats

FEWEST_GROUPS = 10
"""The variance between fewer groups than this is not known well enough to test by."""


def sums(codes: NDArray[np.int64], count: int, values: Floats, squares: Floats) -> Floats:
    """Return rows, sum and sum of squares of the values under each code.

    Args:
        codes: Code of each row, from 0, shape (n,).
        count: How many codes there are.
        values: Shape (n,); best centred, so that squares keep their digits.
        squares: Their squares, shape (n,).

    Returns:
        Shape (3, count).
    """
    weights = (None, values, squares)
    return np.array([np.bincount(codes, each, minlength=count) for each in weights], float)


def welch(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return t and two-sided p-values of Welch's test for equal means.

    Args:
        a: Rows, sum and sum of squares of one part, or of many at once, shape (3, ...).
        b: The same of the other part.

    References:
        Welch (1947), doi:10.1093/biomet/34.1-2.28

    Example:
        >>> t, p = welch(np.array([10.0, 12.0, 20.0]), np.array([20.0, 14.0, 20.0]))
        >>> round(float(t), 3), round(float(p), 3)
        (1.675, 0.112)
    """
    means, variances = zip(*(_mean_and_variance(sums) for sums in (a, b)), strict=True)
    variance = np.maximum(variances[0] + variances[1], 1e-300)
    t = (means[0] - means[1]) / np.sqrt(variance)
    parts = variances[0] ** 2 / (a[0] - 1) + variances[1] ** 2 / (b[0] - 1)
    free = np.maximum(variance**2 / np.maximum(parts, 1e-300), 1.0)
    return t, np.asarray(2 * special.stdtr(free, -np.abs(t)), np.float64)


def by_group(
    values: Floats, left: NDArray[np.bool_], right: NDArray[np.bool_], groups: Groups
) -> tuple[float, float]:
    """Return t and two-sided p-value for equal means of two parts whose rows come in groups.

    The p-value is 1 where either part has rows of fewer than ten groups, counted by their worth.

    Args:
        values: Shape (n,).
        left: Rows of one part, shape (n,).
        right: Rows of the other.
        groups: Group of each row, from 0 without gaps, shape (n,).

    References:
        Liang & Zeger (1986), doi:10.1093/biomet/73.1.13

    Example:
        >>> groups = np.repeat(np.arange(40), 5)
        >>> left = groups < 20
        >>> t, p = by_group(np.sin(groups) + left, left, ~left, groups)
        >>> round(t, 2), round(p, 4)
        (4.27, 0.0004)
    """
    influence, worth = np.zeros(len(values)), np.inf
    for part, sign in ((left, 1.0), (right, -1.0)):
        counts = np.bincount(groups[part])
        worth = min(worth, float(counts.sum() ** 2 / np.square(counts).sum()))
        influence[part] = sign * (values[part] - values[part].mean()) / part.sum()
    if worth < FEWEST_GROUPS:
        return 0.0, 1.0
    deviation = float(np.sqrt(np.square(np.bincount(groups, influence)).sum()))
    t = float(values[left].mean() - values[right].mean()) / max(deviation, 1e-300)
    return t, float(2 * special.stdtr(worth - 1, -abs(t)))


def drawn(within: Floats, all_rows: Floats, skewness: float) -> Floats:
    """Return two-sided p-values of a part as a draw from all rows, without replacement.

    Losses are skewed, and a small part that happens to miss the large ones has a small deviation
    too: Welch's test alone finds parts that are better by chance. The mean of a draw is taken as
    normal and as Pearson type III, with the variance and skewness that all rows give it; the
    larger p-value counts.

    Args:
        within: Rows, sum and sum of squares of parts, of values centred over all rows, (3, parts).
        all_rows: The same of all rows, shape (3,).
        skewness: Of the values, over all rows.
    """
    rows, share = within[0], within[0] / all_rows[0]
    deviation = np.sqrt(all_rows[2] / all_rows[0] * (1 - share) / rows)
    z = within[1] / rows / deviation
    lean = skewness * (1 - 2 * share) / np.sqrt(rows * (1 - share))
    lean = np.where(np.abs(lean) < 1e-3, 1e-3, lean)
    shape = 4 / lean**2
    place = np.maximum(np.sign(lean) * z * np.sqrt(shape) + shape, 0)
    tails = special.gammainc(shape, place), special.gammaincc(shape, place)
    skewed = np.where((z < 0) == (lean > 0), tails[0], tails[1])
    return np.asarray(np.minimum(2 * np.maximum(skewed, special.ndtr(-np.abs(z))), 1), np.float64)


def _mean_and_variance(sums: Floats) -> tuple[Floats, Floats]:
    """Return the mean, and the variance of that mean."""
    rows, total, squares = sums
    mean = total / rows
    return mean, np.maximum(squares - total * mean, 0) / (rows - 1) / rows


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Return p-values adjusted for their number: the false-discovery rate at which each counts.

    References:
        Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x

    Example:
        >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).round(3).tolist()
        [0.03, 0.04, 0.04]
    """
    order = np.argsort(p_values)[::-1]
    ranks = np.arange(len(p_values), 0, -1)
    adjusted: Floats = np.empty(len(p_values))
    adjusted[order] = np.minimum.accumulate(p_values[order] * len(p_values) / ranks)
    return np.minimum(adjusted, 1.0)
