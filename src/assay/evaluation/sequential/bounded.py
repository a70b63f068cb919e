"""Confidence sequences of observations in [0, 1]: exact at any count, from the first one on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from assay.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from assay.evaluation.metric import Floats

    Both = tuple[Floats, Floats]
    """Lower and upper bound, shape (...)."""


def proportion(sums: Floats, *, alpha: float) -> Both:
    """Return bounds for the mean of observations in [0, 1], exact at any count.

    All p at which the mixture of likelihood ratios over a Beta(1/2, 1/2) has stayed below 1/alpha:

        B(S + 1/2, n - S + 1/2) / B(1/2, 1/2) < p^S (1 - p)^(n - S) / alpha

    Exact for proportions; for other observations in [0, 1] it holds, but where their variance is
    far below that of a proportion `mean` is narrower.

    Args:
        sums: Count, sum and sum of squares, shape (3, ...).
        alpha: Chance that the mean is ever outside, in (0, 1).

    Returns:
        Lower and upper bound, shape (...).

    Raises:
        InputError: If `alpha` is out of range, or the mean.

    References:
        Robbins (1970), doi:10.1214/aoms/1177696786; that observations in [0, 1] are sub-Bernoulli:
        Howard, Ramdas, McAuliffe & Sekhon (2021), Time-uniform, nonparametric, nonasymptotic
        confidence sequences, doi:10.1214/20-AOS1991

    Example:
        >>> from assay.evaluation.sequential import sums
        >>> [round(float(bound), 4) for bound in proportion(sums.of_hits(10, 1_000), alpha=0.05)]
        [0.0024, 0.0262]
    """
    in_range(alpha)
    count, total = np.asarray(sums[0], np.float64), np.asarray(sums[1], np.float64)
    if (total < 0).any() or (total > count).any():
        raise InputError(
            "these bounds are for observations in [0, 1]",
            where="argument sums",
            remedy="divide by the range, or use `confidence_sequence.mean`",
        )
    highest = (
        special.betaln(total + 0.5, count - total + 0.5) - special.betaln(0.5, 0.5) + np.log(alpha)
    )

    def inside(p: Floats) -> NDArray[np.bool_]:
        log = special.xlogy(total, p) + special.xlogy(count - total, 1 - p)
        return np.asarray(log > highest)

    peak = np.asarray(np.where(count > 0, total / np.maximum(count, 1), 0.5), np.float64)
    return _edge(inside, peak, np.zeros_like(peak)), _edge(inside, peak, np.ones_like(peak))


def foretold(values: ArrayLike, after: Floats | None = None) -> Floats:
    """Return count, sum, and the squared errors of foretelling each value by the mean before it.

        V = sum (x_i - m_i)^2,  m_i = (1/2 + x_1 + ... + x_(i-1)) / i

    The state that `mean` needs. Each worker continues its own; of several workers it is the sum,
    because a value foretold from some of those before it is foretold all the same.

    Args:
        values: Observations in [0, 1], in their order, shape (..., n).
        after: What the same worker returned last, shape (3, ...).

    Returns:
        Shape (3, ...).

    Raises:
        InputError: If a value is outside [0, 1] or missing.

    Example:
        >>> whole = foretold([0.0, 1.0, 1.0])
        >>> parts = foretold([1.0, 1.0], after=foretold([0.0]))
        >>> whole.round(3).tolist(), bool(np.allclose(whole, parts))
        ([3.0, 2.0, 1.062], True)
    """
    values = np.asarray(values, np.float64)
    if not ((values >= 0) & (values <= 1)).all():
        raise InputError(
            "an observation is missing or outside [0, 1]",
            where="argument values",
            remedy="divide by the range that is known beforehand",
        )
    state = np.zeros((3, *values.shape[:-1])) if after is None else np.asarray(after, np.float64)
    totals = state[1][..., None] + np.cumsum(values, axis=-1) - values
    counts = state[0][..., None] + np.arange(1, values.shape[-1] + 1)
    errors = np.square(values - (0.5 + totals) / counts)
    news = np.full(values.shape[:-1], float(values.shape[-1])), values.sum(-1), errors.sum(-1)
    return np.asarray(state + np.stack(news), np.float64)


def mean(state: Floats, *, alpha: float, tightest: float) -> Both:
    """Return empirical-Bernstein bounds for the mean of observations in [0, 1].

    |S - n mean| stays below the u at which the gamma-exponential mixture m(u, V) is 2/alpha:

        m(u, V) = r^r / (Gamma(r) P(r, r)) Gamma(V + r) P(V + r, u + V + r)
                  / (u + V + r)^(V + r) exp(u + V)

    P is the regularised lower incomplete gamma function. The width
    follows the variance seen, V / n.

    Args:
        state: Of `foretold`, shape (3, ...).
        alpha: Chance that the mean is ever outside, in (0, 1).
        tightest: V (count times variance) at which the bounds are to be narrowest.

    Returns:
        Lower and upper bound, shape (...), within [0, 1].

    Raises:
        InputError: If `alpha` or `tightest` is out of range.

    References:
        Howard, Ramdas, McAuliffe & Sekhon (2021), theorem 4 and proposition 9,
        doi:10.1214/20-AOS1991

    Example:
        >>> seconds = np.random.default_rng(0).beta(2, 38, 2_000)
        >>> bounds = mean(foretold(seconds), alpha=0.05, tightest=5)
        >>> [round(float(bound), 3) for bound in bounds]
        [0.047, 0.055]
    """
    in_range(alpha)
    if not tightest > 0:
        raise InputError(
            f"the bounds cannot be narrowest at a variation of {tightest}",
            where="argument tightest",
            remedy="give the planned count times the variance that is expected of one observation",
        )
    count, total, variation = np.asarray(state, np.float64)
    centre = total / np.maximum(count, 1)
    reach = uniform_bound(variation, alpha / 2, tightest) / np.maximum(count, 1)
    known = count > 0
    low, high = np.where(known, centre - reach, 0.0), np.where(known, centre + reach, 1.0)
    return np.asarray(np.maximum(low, 0.0), float), np.asarray(np.minimum(high, 1.0), float)


def uniform_bound(variation: Floats, alpha: float, tightest: float) -> Floats:
    """Return what a sub-exponential sum of this variation crosses, ever, with chance alpha at most.

    Args:
        variation: V, shape (...).
        alpha: Chance of a crossing, in (0, 1).
        tightest: V at which the bound is to be lowest.

    References:
        Howard et al. (2021), proposition 9, with scale c = 1.

    Example:
        >>> round(2 * float(uniform_bound(np.array(25.0), 0.05, 25.0)), 3)  # c = 2, V = 100
        33.02
    """
    # Narrowest for the one-sided normal mixture, whose limit this one is.
    twice = 2 * np.log(1 / (2 * alpha))
    prior = tightest / (twice + np.log(1 + twice)) if twice > 0 else tightest
    variation = np.asarray(variation, np.float64)
    shape = variation + prior
    constant = (
        special.xlogy(prior, prior)
        - special.gammaln(prior)
        - np.log(special.gammainc(prior, prior))
    )

    def below(u: Floats) -> NDArray[np.bool_]:
        argument = u + shape
        log = constant + special.gammaln(shape) + np.log(special.gammainc(shape, argument))
        return np.asarray(log - special.xlogy(shape, argument) + u + variation < -np.log(alpha))

    end = np.asarray(40 + 4 * np.sqrt(shape * (10 - np.log(alpha))), np.float64)
    while below(end).any():
        end = 2 * end
    return _edge(below, np.zeros_like(shape), end)


def in_range(alpha: float) -> None:
    """Refuse an alpha that is no chance.

    Raises:
        InputError: If it is not in (0, 1).

    Example:
        >>> in_range(0.05)
    """
    if not 0 < alpha < 1:
        raise InputError(
            f"alpha is {alpha}, but must lie between 0 and 1",
            where="argument alpha",
            remedy="0.05 is usual",
        )


def _edge(inside: Callable[[Floats], NDArray[np.bool_]], start: Floats, end: Floats) -> Floats:
    """Return where, from a start that is inside towards the end, inside ends; else the end."""
    near, far = start, end
    whole = inside(end)
    for _ in range(60):
        middle = (near + far) / 2
        held = inside(middle)
        near, far = np.where(held, middle, near), np.where(held, far, middle)
    return np.asarray(np.where(whole, end, far), np.float64)
