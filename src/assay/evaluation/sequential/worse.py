"""Is the challenger worse in a share of requests? Exact at any count, from hits by arm."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from assay.core.errors import InputError
from assay.evaluation.sequential.msprt import from_evidence

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from assay.evaluation.metric import Floats


def p_value(
    champion: Floats,
    challenger: Floats,
    *,
    share: float,
    tolerance: float = 0.0,
    usual: float = 0.01,
    before: ArrayLike = 1.0,
) -> Floats:
    """Return the always-valid p-value of "the challenger's rate of hits is no higher".

    A hit is what is bad: an error, a broken contract, a request slower than the limit that the
    champion keeps. For rates a (champion) and b (challenger) with b above a + tolerance, and the
    pair (a0, b0) nearest to them, by the divergence of what a request shows, among those that are
    not worse, the likelihood ratio

        E(a, b) = prod a^x (1 - a)^(1 - x) / (a0^x (1 - a0)^(1 - x)) over the champion's requests
                * the same of b and b0 over the challenger's

    is expected to grow by no request while the challenger is not worse. So is the mean of E over a
    fixed grid of (a, b), and p <- min(p, 1 / mean E) is at most alpha, ever, with chance alpha at
    most. Nothing is taken as normal, so it holds for the first request and for the rarest error.
    Without a tolerance it holds also where the rate that both share changes over time.

    Each request must go to the challenger by its own draw with chance `share`. Where the share is
    changed, count anew from there and add up: `msprt.from_evidence` of the sum of each part's
    `log_evidence`.

    Args:
        champion: Count, sum and sum of squares of 0 and 1, as of `sums.of_hits`, shape (3, ...).
        challenger: The same of the challenger.
        share: Planned part of the traffic that the challenger gets, in (0, 1).
        tolerance: The challenger's rate may be higher by so much.
        usual: The rate of hits that the champion is known for; moves the power, not the validity,
            and must not be chosen by these requests.
        before: The p-value of the look before.

    Returns:
        P-value, shape (...); never above `before`.

    Raises:
        InputError: If an argument is out of its range.

    References:
        Turner, Ly & Gruenwald (2024), Generic E-variables for exact sequential k-sample tests that
        allow for optional stopping, doi:10.1016/j.jspi.2023.106116; for rare hits it is the test of
        Lindon & Malek (2022), arXiv:2011.03567

    Example:
        >>> from assay.evaluation.sequential import sums
        >>> champion = sums.of_hits(9, 900)
        >>> float(p_value(champion, sums.of_hits(1, 100), share=0.1))
        1.0
        >>> round(float(p_value(champion, sums.of_hits(10, 100), share=0.1)), 4)
        0.0002
        >>> round(float(p_value(champion, sums.of_hits(10, 100), share=0.1, tolerance=0.05)), 2)
        0.79
    """
    evidence = log_evidence(champion, challenger, share=share, tolerance=tolerance, usual=usual)
    return from_evidence(evidence, before=before)


def log_evidence(
    champion: Floats,
    challenger: Floats,
    *,
    share: float,
    tolerance: float = 0.0,
    usual: float = 0.01,
) -> Floats:
    """Return the logarithm of the mean of E(a, b); arguments and errors as of `p_value`.

    Example:
        >>> from assay.evaluation.sequential import sums
        >>> a_tenth = log_evidence(sums.of_hits(9, 900), sums.of_hits(4, 100), share=0.1)
        >>> a_half = log_evidence(sums.of_hits(5, 500), sums.of_hits(20, 500), share=0.5)
        >>> [round(float(from_evidence(each)), 3) for each in (a_tenth, a_tenth + a_half)]
        [0.441, 0.024]
    """
    if not 0 < share < 1 or not 0 < usual < 1 or not 0 <= tolerance < 1:
        raise InputError(
            f"share {share}, usual rate {usual} and tolerance {tolerance} are not all shares",
            where="arguments share, usual and tolerance",
            remedy="give numbers between 0 and 1, such as 0.1 for a tenth",
        )
    hits = np.stack([np.asarray(arm[1], np.float64) for arm in (champion, challenger)])
    misses = np.stack([np.asarray(arm[0], np.float64) for arm in (champion, challenger)]) - hits
    if (hits < 0).any() or (misses < 0).any():
        raise InputError(
            "hits must lie between 0 and the count of requests",
            where="arguments champion and challenger",
            remedy="make them by `sums.of_hits`",
        )
    gains = _log_gains(share, tolerance, usual)
    counts = np.concatenate([hits, misses])
    evidence = special.logsumexp(np.tensordot(gains, counts, axes=1), axis=0) - np.log(len(gains))
    return np.asarray(evidence, np.float64)


@functools.lru_cache(maxsize=64)
def _log_gains(share: float, tolerance: float, usual: float) -> Floats:
    """Return what a hit and a miss in each arm multiply each E(a, b) by, as logarithms.

    The grid of log odds ratios is geometric: a ratio a quarter off costs about a hundredth of the
    evidence. The level matters little without a tolerance, as both arms share it.

    Returns:
        Shape (pairs, 4): hit of champion, of challenger, miss of champion, of challenger.
    """
    step, reach = (0.25, 2.0) if tolerance else (1.0, 2.0)
    levels = special.logit(usual) + np.arange(-reach, reach + step / 2, step)
    ratios = np.geomspace(0.02, 6.0, 24)
    a = np.repeat(special.expit(levels), len(ratios))
    a = np.minimum(a, (1 - tolerance) * 0.999)  # 1 - b0 keeps its digits
    b = special.expit(special.logit(a + tolerance) + np.tile(ratios, len(levels)))
    a0 = _nearest(a, b, share, tolerance)
    b0 = a0 + tolerance
    ratio = [np.log(a / a0), np.log(b / b0), np.log((1 - a) / (1 - a0)), np.log((1 - b) / (1 - b0))]
    return np.asarray(np.stack(ratio, axis=1), np.float64)


def _nearest(a: Floats, b: Floats, share: float, tolerance: float) -> Floats:
    """Return the rate t whose pair (t, t + tolerance) is nearest to (a, b) in divergence."""
    low, high = a, b - tolerance
    for _ in range(60):
        t = (low + high) / 2
        u = t + tolerance
        slope = share * (u - b) / (u * (1 - u)) + (1 - share) * (t - a) / (t * (1 - t))
        low, high = np.where(slope < 0, t, low), np.where(slope < 0, high, t)
    return np.asarray((low + high) / 2, np.float64)
