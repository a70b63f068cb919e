"""The mixture SPRT: an always-valid p-value for a difference of two means, from running sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from assay.core.errors import InputError
from assay.evaluation.sequential.sums import difference_and_variance

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from assay.evaluation.metric import Floats

FEWEST = 100
"""With fewer observations in an arm its mean is not near enough to normal to be judged."""


def p_value(
    champion: Floats,
    challenger: Floats,
    *,
    expected: float,
    tolerance: float = 0.0,
    one_sided: bool = False,
    before: ArrayLike = 1.0,
    fewest: int = FEWEST,
) -> Floats:
    """Return the always-valid p-value of "the challenger's mean is as the champion's".

    With d the difference challenger - champion, s^2 its variance (`difference_and_variance`), and
    the true difference mixed over N(tolerance, tau^2):

        L = sqrt(s^2 / (s^2 + tau^2)) exp(tau^2 (d - tolerance)^2 / (2 s^2 (s^2 + tau^2)))
        p <- min(p, 1 / L)

    One-sided, it is mixed over the upper half alone, which multiplies L by
    2 Phi(tau (d - tolerance) / (s sqrt(s^2 + tau^2))). Where the null hypothesis is true, the
    chance that the p-value ever falls to alpha is at most alpha, whenever and however often one
    looks.

    The means are taken as normal. For rare events (fewer than a few dozen in an arm) they are not;
    `worse` is exact there.

    Args:
        champion: Count, sum and sum of squares of the champion, shape (3, ...).
        challenger: The same of the challenger.
        expected: Size of a difference worth finding, the mixture's tau; positive. It moves the
            power and not the validity, and must not be chosen by these observations.
        tolerance: The challenger may be greater by so much without being worse (one-sided), or
            nothing (two-sided).
        one_sided: Whether only a challenger that is *greater* counts. Where greater is better, give
            the arms the other way about.
        before: The p-value of the look before.
        fewest: The p-value stays as it was until each arm has so many observations.

    Returns:
        P-value, shape (...); never above `before`.

    Raises:
        InputError: If `expected` is not positive, or a tolerance is given that has no side.

    References:
        Johari, Koomen, Pekelis & Walsh (2022), Always valid inference: continuous monitoring of
        A/B tests, doi:10.1287/opre.2021.2135; Robbins (1970), doi:10.1214/aoms/1177696786

    Example:
        >>> from assay.evaluation.sequential import sums
        >>> champion, challenger = sums.of_hits(500, 10_000), sums.of_hits(620, 10_000)
        >>> round(float(p_value(champion, challenger, expected=0.01)), 4)
        0.0092
        >>> round(float(p_value(champion, challenger, expected=0.01, one_sided=True)), 4)
        0.0046
    """
    if not expected > 0:
        raise InputError(
            f"the difference worth finding is {expected}, but must be above 0",
            where="argument expected",
            remedy="give the smallest difference that would matter",
        )
    if tolerance < 0 or (tolerance > 0 and not one_sided):
        raise InputError(
            f"a tolerance of {tolerance} needs a side, and to be 0 or more",
            where="argument tolerance",
            remedy="set one_sided=True",
        )
    difference, variance = difference_and_variance(challenger, champion)
    fewer = np.minimum(np.asarray(champion[0], float), np.asarray(challenger[0], float))
    known = (fewer >= fewest) & (variance > 0)
    evidence = _log_ratio(
        difference - tolerance, np.where(known, variance, 1.0), expected, one_sided=one_sided
    )
    return from_evidence(np.where(known, evidence, 0.0), before=before)


def from_evidence(log_evidence: ArrayLike, *, before: ArrayLike = 1.0) -> Floats:
    """Return the p-value that a likelihood ratio stands for: min(before, 1 / ratio).

    Args:
        log_evidence: Logarithm of the ratio, shape (...). Of parts with their own terms (a share of
            the traffic that was changed, say) it is their sum, and never the product of p-values.
        before: The p-value of the look before.

    References:
        Ville's inequality: Robbins (1970), doi:10.1214/aoms/1177696786

    Example:
        >>> float(from_evidence(np.log(40))), float(from_evidence(np.log(40), before=0.01))
        (0.025, 0.01)
    """
    now = np.exp(np.minimum(-np.asarray(log_evidence, np.float64), 0.0))
    return np.asarray(np.minimum(now, before), np.float64)


def running_minimum(p_values: ArrayLike) -> Floats:
    """Return the least p-value so far, along the last axis: what one who looked each time holds.

    Example:
        >>> running_minimum([0.5, 0.2, 0.9]).tolist()
        [0.5, 0.2, 0.2]
    """
    return np.asarray(np.minimum.accumulate(np.asarray(p_values, np.float64), axis=-1), np.float64)


def _log_ratio(difference: Floats, variance: Floats, tau: float, *, one_sided: bool) -> Floats:
    total = variance + tau**2
    log = 0.5 * np.log(variance / total) + (tau * difference) ** 2 / (2 * variance * total)
    if one_sided:
        log = log + np.log(2) + special.log_ndtr(tau * difference / np.sqrt(variance * total))
    return np.asarray(log, np.float64)
