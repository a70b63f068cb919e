"""Bounds for a statistic: from replicates, from row losses, from counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.evaluation.metric import Floats

    Groups = NDArray[np.intp]
    """Group of each row, from 0 without gaps, shape (n,)."""

Bounds = tuple[float, float]


def accelerated(value: float, replicates: Floats, level: float, *, acceleration: float) -> Bounds:
    """Return bias-corrected and accelerated bounds from bootstrap replicates.

    The replicates' distribution is taken as Pearson type III with their mean, deviation and
    skewness. So the far tails, which an often-opened test asks for, need no more replicates than
    the near ones.

    Args:
        value: The statistic on the rows as they are.
        replicates: Its bootstrap replicates; those that are not finite are left out.
        level: Coverage, in (0, 1).
        acceleration: Of this statistic on these rows: see `resample.acceleration`.

    References:
        Efron (1987), doi:10.2307/2289144

    Example:
        >>> draws = np.random.default_rng(0).normal(5, 1, 2000)
        >>> [round(bound) for bound in accelerated(5.0, draws, 0.95, acceleration=0.0)]
        [3, 7]
    """
    finite = replicates[np.isfinite(replicates)]
    deviation = float(finite.std()) if len(finite) else 0.0
    if deviation <= 1e-12 * max(1.0, abs(value)):
        return value, value
    mean = float(finite.mean())
    skewness = float(np.clip(np.mean(((finite - mean) / deviation) ** 3), -1.5, 1.5))
    below = np.clip(_pearson_share((value - mean) / deviation, skewness), 0.01, 0.99)
    bias = float(special.ndtri(below))
    bounds = []
    for tail in (special.ndtri((1 - level) / 2), special.ndtri((1 + level) / 2)):
        z = bias + tail
        # Beyond 0.75 the correction runs away to infinity.
        adjusted = bias + z / (1 - min(acceleration * z, 0.75))
        bounds.append(mean + deviation * _pearson_quantile(adjusted, skewness))
    return min(bounds[0], value), max(bounds[1], value)


def around(value: float, influences: Floats, level: float, groups: Groups | None = None) -> Bounds:
    """Return normal bounds from what each row contributes; Student's where groups are drawn.

    Example:
        >>> [round(bound, 2) for bound in around(0.8, np.full(4, 0.05), 0.95)]
        [0.6, 1.0]
    """
    each = by_group(influences, groups)
    tail = (1 + level) / 2
    quantile = special.ndtri(tail) if groups is None else special.stdtrit(len(each) - 1, tail)
    half = float(quantile * np.sqrt(np.square(each).sum()))
    return value - half, value + half


def by_group(influences: Floats, groups: Groups | None) -> Floats:
    """Return the sums of what rows contribute to a deviation, by group; as they are without groups.

    Scaled so that the sum of their squares is the variance without bias.
    """
    if groups is None:
        return influences
    sums: Floats = np.asarray(np.bincount(groups, influences), np.float64)
    return sums * float(np.sqrt(len(sums) / max(len(sums) - 1, 1)))


def mean(losses: Floats, level: float, groups: Groups | None = None) -> Bounds:
    """Return Student's bounds for the mean of values, shape (n,), n at least 2.

    Args:
        losses: Values, shape (n,).
        level: Coverage, in (0, 1).
        groups: Group of each row, where rows of a group are not independent.

    Example:
        >>> [round(bound, 2) for bound in mean(np.array([1.0, 2.0, 3.0]), 0.95)]
        [-0.48, 4.48]
    """
    centre, each = float(losses.mean()), by_group(_shares(losses), groups)
    deviation = float(np.sqrt(np.square(each).sum()))
    half = float(special.stdtrit(len(each) - 1, (1 + level) / 2)) * deviation
    return centre - half, centre + half


def _shares(losses: Floats) -> Floats:
    """Return each row's part in the deviation of the mean."""
    shares: Floats = (losses - losses.mean()) / np.sqrt(len(losses) * max(len(losses) - 1, 1))
    return shares


def mean_is_sound(losses: Floats, groups: Groups | None = None) -> bool:
    """Return whether there are rows (or groups) enough for their skewness: n > 25 g^2, and 30.

    References:
        Cochran (1977), Sampling Techniques, section 2.15.

    Example:
        >>> mean_is_sound(np.random.default_rng(0).normal(size=100))
        True
        >>> mean_is_sound(np.r_[np.zeros(99), 1.0])
        False
    """
    each = by_group(losses - losses.mean(), groups)
    deviation = each.std()
    if len(each) < 30 or deviation == 0:
        return False
    skewness = np.mean(((each - each.mean()) / deviation) ** 3)
    return bool(len(each) > 25 * skewness**2)


def wilson(hits: float, rows: float, level: float) -> Bounds:
    """Return Wilson's bounds for a share; (0, 1) where there are no rows.

    References:
        Wilson (1927), doi:10.1080/01621459.1927.10502953

    Example:
        >>> [round(bound, 3) for bound in wilson(10, 10, 0.95)]
        [0.722, 1.0]
    """
    low, high = wilson_each(np.array([hits], float), np.array([rows], float), level)
    return float(low[0]), float(high[0])


def share(hits: NDArray[np.bool_], level: float, groups: Groups | None = None) -> Bounds:
    """Return Wilson's bounds for the share of rows that hold.

    Where rows of a group are not independent, for as many rows as would be worth as much.

    Example:
        >>> hits = np.array([True, True, False, False] * 10)
        >>> alone = share(hits, 0.95)
        >>> together = share(hits, 0.95, groups=np.repeat(np.arange(20), 2))
        >>> round(alone[0], 2), round(together[0], 2)
        (0.35, 0.29)
    """
    rows, value = len(hits), float(hits.mean())
    if groups is not None and 0 < value < 1:
        alone, together = (
            float(np.square(by_group(_shares(hits.astype(np.float64)), each)).sum())
            for each in (None, groups)
        )
        worth = rows * min(alone / max(together, 1e-300), 1.0)
        return wilson(value * worth, worth, level)
    counted = rows if groups is None else int(groups.max()) + 1
    return wilson(value * counted, counted, level)


def wilson_each(hits: Floats, rows: Floats, level: float) -> tuple[Floats, Floats]:
    """Return Wilson's bounds of many shares at once."""
    z2 = float(special.ndtri((1 + level) / 2)) ** 2
    share = np.divide(hits, rows, out=np.full(len(hits), 0.5), where=rows > 0)
    centre = (share * rows + z2 / 2) / (rows + z2)
    half = np.sqrt(z2 * (share * (1 - share) * rows + z2 / 4)) / (rows + z2)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def degenerate(labels: NDArray[np.float64], level: float) -> float:
    """Return how far below a perfect score the truth may lie when no row was wrong.

    The lower Wilson bound for the class with the fewest rows.

    Example:
        >>> round(degenerate(np.array([0.0] * 50 + [1.0] * 10), 0.95), 3)
        0.722
    """
    rarest = int(np.unique(labels, return_counts=True)[1].min())
    return wilson(rarest, rarest, level)[0]


def _pearson_share(z: float, skewness: float) -> float:
    """Return the share of a standardised Pearson type III distribution below z."""
    if abs(skewness) < 1e-3:
        return float(special.ndtr(z))
    shape = 4 / skewness**2
    share = special.gammainc(shape, max(0.0, np.sign(skewness) * z * np.sqrt(shape) + shape))
    return float(share if skewness > 0 else 1 - share)


def _pearson_quantile(z: float, skewness: float) -> float:
    """Return the quantile that a normal quantile z becomes under this skewness."""
    if abs(skewness) < 1e-3:
        return z
    shape, sign = 4 / skewness**2, float(np.sign(skewness))
    share = float(special.ndtr(sign * z))
    return sign * float(special.gammaincinv(shape, share) - shape) / float(np.sqrt(shape))
