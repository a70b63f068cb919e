"""Confidence sequences of means and their difference: bounds that hold at all looks at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from assay.core.errors import InputError
from assay.evaluation.sequential.bounded import in_range
from assay.evaluation.sequential.msprt import FEWEST
from assay.evaluation.sequential.sums import difference_and_variance, mean_and_variance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.evaluation.metric import Floats
    from assay.evaluation.sequential.bounded import Both


def mean(sums: Floats, *, alpha: float, tightest: float, fewest: int = FEWEST) -> Both:
    """Return asymptotic bounds for a mean, by Robbins' normal mixture.

        mean +- s sqrt(2 (n r^2 + 1) / (n^2 r^2) log(sqrt(n r^2 + 1) / alpha))

    with s the deviation of one observation, and r chosen so that it is narrowest at n = `tightest`.
    As a normal interval is for one look at many observations, this is for all looks after many.

    Args:
        sums: Count, sum and sum of squares, shape (3, ...).
        alpha: Chance that the mean is ever outside, in (0, 1).
        tightest: The count at which the bounds are to be narrowest; not chosen by the observations.
        fewest: Until there are so many observations the bounds are infinite.

    Returns:
        Lower and upper bound, shape (...).

    Raises:
        InputError: If `alpha` or `tightest` is out of range.

    References:
        Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Time-uniform central limit theory and
        asymptotic confidence sequences, theorem 2.2, arXiv:2103.06476, doi:10.1214/24-AOS2408;
        Robbins (1970), doi:10.1214/aoms/1177696786

    Example:
        >>> from assay.evaluation.sequential import sums
        >>> arm = sums.of(np.random.default_rng(0).normal(5, 1, 1_000))
        >>> [round(float(bound), 2) for bound in mean(arm, alpha=0.05, tightest=1_000)]
        [4.86, 5.05]
    """
    centre, variance = mean_and_variance(sums)
    count = np.asarray(sums[0], np.float64)
    half = _half(count, variance, alpha=alpha, tightest=tightest, known=count >= fewest)
    return centre - half, centre + half


def difference(
    a: Floats, b: Floats, *, alpha: float, tightest: float, fewest: int = FEWEST
) -> Both:
    """Return asymptotic bounds for the difference of two independent means, a - b.

    As of one mean, with n = n_a + n_b and s^2 / n the variance of the difference, in which a small
    arm's deviation counts as no smaller than that of both arms (`difference_and_variance`).

    Args:
        a: Count, sum and sum of squares of one arm, shape (3, ...).
        b: The same of the other.
        alpha: Chance that the difference is ever outside, in (0, 1).
        tightest: Count of both arms at which the bounds are to be narrowest.
        fewest: Until both arms have so many observations the bounds are infinite.

    Returns:
        Lower and upper bound, shape (...).

    Raises:
        InputError: If `alpha` or `tightest` is out of range.

    References:
        Waudby-Smith et al. (2024), arXiv:2103.06476, sections 2 and 3.

    Example:
        >>> from assay.evaluation.sequential import sums
        >>> champion, challenger = sums.of_hits(900, 9_000), sums.of_hits(60, 1_000)
        >>> bounds = difference(champion, challenger, alpha=0.05, tightest=10_000)
        >>> [round(float(bound), 3) for bound in bounds]
        [0.01, 0.07]
    """
    apart, variance = difference_and_variance(a, b)
    counts = np.asarray(a[0], np.float64), np.asarray(b[0], np.float64)
    both, known = counts[0] + counts[1], np.minimum(*counts) >= fewest
    half = _half(both, both * variance, alpha=alpha, tightest=tightest, known=known)
    return apart - half, apart + half


def _half(
    count: Floats, variance: Floats, *, alpha: float, tightest: float, known: NDArray[np.bool_]
) -> Floats:
    in_range(alpha)
    if not tightest >= 1:
        raise InputError(
            f"the bounds cannot be narrowest at {tightest} observations",
            where="argument tightest",
            remedy="give the count at which the experiment is planned to end",
        )
    # Minimises the width at n = tightest: x - log(x) = 1 - 2 log(alpha) with x = n r^2 + 1.
    rate = (-float(special.lambertw(-(alpha**2) / np.e, -1).real) - 1) / tightest
    scaled = np.maximum(count, 1) * rate
    square = 2 * (scaled + 1) / (np.maximum(count, 1) * scaled)
    half = np.sqrt(variance * square * np.log(np.sqrt(scaled + 1) / alpha))
    return np.asarray(np.where(known, half, np.inf), np.float64)
