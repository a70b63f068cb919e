"""Sample-ratio mismatch: did the arms get the shares of the traffic that were planned?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from assay.core.errors import InputError
from assay.evaluation.sequential.msprt import from_evidence

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from assay.evaluation.metric import Floats

ALARM = 0.001
"""Usual level: an alarm stops an experiment, and every experiment asks for its whole life."""


def chi_square(counts: ArrayLike, shares: ArrayLike) -> Floats:
    """Return the p-value of Pearson's test, for one look at the end.

        X^2 = sum (n_i - n r_i)^2 / (n r_i),  with arms - 1 degrees of freedom

    Args:
        counts: Requests (or users, where users are split) of each arm, shape (arms, ...).
        shares: Planned shares, shape (arms,), positive; taken as parts of their sum.

    Returns:
        P-value, shape (...).

    Raises:
        InputError: If counts and shares do not fit.

    References:
        Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments,
        doi:10.1145/3292500.3330722

    Example:
        >>> round(float(chi_square([821_588, 815_482], [1, 1])), 7)
        1.8e-06
    """
    counts, planned = _checked(counts, shares)
    expected = planned * counts.sum(axis=0)
    square = (np.square(counts - expected) / np.maximum(expected, 1e-300)).sum(axis=0)
    return np.asarray(special.chdtrc(len(counts) - 1, square), np.float64)


def p_value(
    counts: ArrayLike,
    shares: ArrayLike,
    *,
    concentration: float = 10_000.0,
    before: ArrayLike = 1.0,
) -> Floats:
    """Return the always-valid p-value that traffic is split as planned, however often one looks.

    The Bayes factor of a Dirichlet(k r) mixture of splits against the planned one, r:

        BF = Gamma(k) / Gamma(k + n) prod Gamma(k r_i + n_i) / Gamma(k r_i) / prod r_i^n_i
        p <- min(p, 1 / BF)

    Each request must have been sent to an arm by its own draw. Where the planned shares change,
    count anew from there and add up: `msprt.from_evidence` of the sum of each part's
    `log_bayes_factor`.

    Args:
        counts: Requests of each arm, shape (arms, ...).
        shares: Planned shares, shape (arms,), positive; taken as parts of their sum.
        concentration: k: a mismatch sought is about sqrt(r (1 - r) / k), half a point of 50 %.
        before: The p-value of the look before.

    Returns:
        P-value, shape (...); never above `before`.

    Raises:
        InputError: If counts and shares do not fit, or the concentration is not positive.

    References:
        Lindon & Malek (2022), Anytime-valid inference for multinomial count data, arXiv:2011.03567

    Example:
        >>> float(p_value([50_000, 50_000], [1, 1]))
        1.0
        >>> bool(p_value([49_000, 51_000], [1, 1]) < ALARM)
        True
    """
    factor = log_bayes_factor(counts, shares, concentration=concentration)
    return from_evidence(factor, before=before)


def log_bayes_factor(
    counts: ArrayLike, shares: ArrayLike, *, concentration: float = 10_000.0
) -> Floats:
    """Return the logarithm of BF; arguments and errors as of `p_value`.

    Example:
        >>> round(float(log_bayes_factor([49_000, 51_000], [1, 1])), 1)
        17.0
    """
    counts, planned = _checked(counts, shares)
    if not concentration > 0:
        raise InputError(
            f"the concentration is {concentration}, but must be above 0",
            where="argument concentration",
            remedy="10000 seeks a mismatch of about half a point of 50 %",
        )
    prior, requests = concentration * planned, counts.sum(axis=0)
    evidence = (special.gammaln(prior + counts) - special.gammaln(prior)).sum(axis=0)
    evidence += special.gammaln(concentration) - special.gammaln(concentration + requests)
    evidence -= (counts * np.log(planned)).sum(axis=0)
    return np.asarray(evidence, np.float64)


def _checked(counts: ArrayLike, shares: ArrayLike) -> tuple[Floats, Floats]:
    """Return counts, and shares that sum to 1, of a shape to go with them."""
    each, planned = np.asarray(counts, np.float64), np.asarray(shares, np.float64)
    if planned.ndim != 1 or len(planned) < 2 or each.ndim == 0 or len(each) != len(planned):
        raise InputError(
            f"counts of shape {each.shape} do not fit shares of shape {planned.shape}",
            where="arguments counts and shares",
            remedy="give one count and one share for each of two or more arms",
        )
    if not (planned > 0).all() or not np.isfinite(planned).all() or not (each >= 0).all():
        raise InputError(
            "shares must be above 0, and counts 0 or more",
            where="arguments counts and shares",
            remedy="leave out an arm that is to get no traffic",
        )
    return each, (planned / planned.sum()).reshape(-1, *[1] * (each.ndim - 1))
