"""Running sums of one arm: count, sum and sum of squares, which add up over workers and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from assay.evaluation.metric import Floats


def of(values: ArrayLike) -> Floats:
    """Return count, sum and sum of squares of the last axis.

    Two workers' sums merge by addition. Where values are far from zero for their spread (a time,
    say), subtract the same planned constant from all of them first, so that squares keep their
    digits; differences of means stay as they are.

    Args:
        values: Observations of one arm, shape (..., n).

    Returns:
        Shape (3, ...).

    Raises:
        InputError: If an observation is missing or infinite.

    Example:
        >>> (of([1.0, 2.0]) + of([4.0])).tolist()
        [3.0, 7.0, 21.0]
    """
    values = np.asarray(values, np.float64)
    if not np.isfinite(values).all():
        raise InputError(
            "an observation is missing or infinite",
            where="argument values",
            remedy="count requests without a value as a metric of its own, then leave them out",
        )
    count = np.full(values.shape[:-1], float(values.shape[-1]))
    return np.stack([count, values.sum(axis=-1), np.square(values).sum(axis=-1)])


def of_hits(hits: ArrayLike, count: ArrayLike) -> Floats:
    """Return the sums of observations that are 1 for a hit and 0 otherwise.

    So a latency becomes a proportion: of requests slower than the limit.

    Args:
        hits: How many were hits, of one arm or of many, shape (...).
        count: Out of how many.

    Returns:
        Shape (3, ...).

    Raises:
        InputError: If there are more hits than observations, or fewer than none.

    Example:
        >>> of_hits(3, 200).tolist()
        [200.0, 3.0, 3.0]
    """
    count, hits = np.broadcast_arrays(np.asarray(count, float), np.asarray(hits, float))
    if (hits < 0).any() or (hits > count).any():
        raise InputError(
            "hits must lie between 0 and the count of observations",
            where="argument hits",
            remedy="count every request once, and a hit only among those counted",
        )
    return np.stack([count, hits, hits])


def mean_and_variance(sums: Floats) -> tuple[Floats, Floats]:
    """Return the mean, and the unbiased variance of one observation.

    Args:
        sums: Count, sum and sum of squares, shape (3, ...).

    Returns:
        Mean and variance, shape (...); 0 without an observation, variance 0 with only one.

    Raises:
        InputError: If the sums are not three, or contradict each other.

    Example:
        >>> mean, variance = mean_and_variance(of([1.0, 2.0, 3.0]))
        >>> float(mean), float(variance)
        (2.0, 1.0)
    """
    sums = np.asarray(sums, np.float64)
    if sums.ndim == 0 or len(sums) != 3 or (sums[0] < 0).any() or (sums[2] < 0).any():
        raise InputError(
            "an arm is given by its count, sum and sum of squares",
            where=f"sums of shape {sums.shape}",
            remedy="make them by `sums.of` or `sums.of_hits`",
        )
    count, total, squares = sums
    mean = np.asarray(total / np.maximum(count, 1), np.float64)
    spread = np.maximum(squares - total * mean, 0)
    return mean, np.asarray(spread / np.maximum(count - 1, 1), np.float64)


def difference_and_variance(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the difference of two means, a - b, and its variance, careful of a small arm.

        s_a^2 / n_a + s_b^2 / n_b,  with s_a and s_b no smaller than of both arms together

    A small arm that happens to miss the rare errors, or the large values, has a small deviation of
    its own besides a small mean; looked at often, it would be taken for better.

    Args:
        a: Count, sum and sum of squares of one arm, shape (3, ...).
        b: The same of the other.

    Returns:
        Difference and variance, shape (...).

    Example:
        >>> difference, variance = difference_and_variance(of_hits(10, 900), of_hits(0, 100))
        >>> round(float(difference), 4), round(float(np.sqrt(variance)), 4)
        (0.0111, 0.0106)
    """
    (a_mean, a_variance), (b_mean, b_variance) = mean_and_variance(a), mean_and_variance(b)
    counts = np.asarray(a[0], np.float64), np.asarray(b[0], np.float64)
    free = [np.maximum(count - 1, 0) for count in counts]
    within = (free[0] * a_variance + free[1] * b_variance) / np.maximum(free[0] + free[1], 1)
    variance = sum(
        np.maximum(each, within) / np.maximum(count, 1)
        for each, count in zip((a_variance, b_variance), counts, strict=True)
    )
    return np.asarray(a_mean - b_mean, np.float64), np.asarray(variance, np.float64)
