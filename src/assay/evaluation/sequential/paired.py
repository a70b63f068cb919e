"""Is the challenger worse on the same requests? Exact at any count, from bounded differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from assay.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from assay.evaluation.metric import Floats

BETS = np.geomspace(0.01, 0.9, 12)
"""Parts of the largest bet that cannot ruin; small ones find small differences, with patience."""


def wealth(differences: ArrayLike, *, bound: float) -> Floats:
    """Return the logarithm of what each bet has become, which adds up over requests.

    With d the challenger's loss less the champion's on the same request, in [-b, b], a bet of the
    part l / b of what there is, on the challenger being worse, becomes

        W(l) = prod (1 + l d / b)

    While the challenger's mean loss is no higher, no bet is expected to grow. So is the mean of W
    over a fixed grid of l, and it ever reaches 1 / alpha with chance alpha at most (`log_evidence`,
    then `msprt.from_evidence`). Nothing is taken as normal: a challenger that loses a little
    nearly always, and gains much seldom, is not taken for worse before it had its chance.

    Both losses of a request are known only where its outcome does not depend on who answered.

    Args:
        differences: d of each request, shape (..., n).
        bound: b, positive; not chosen by these requests.

    Returns:
        Shape (bets, ...).

    Raises:
        InputError: If a difference is missing, or larger than the bound.

    References:
        Waudby-Smith & Ramdas (2024), Estimating means of bounded random variables by betting,
        doi:10.1093/jrsssb/qkad009; Ville (1939), that a fair game hardly ever makes rich

    Example:
        >>> one, other = wealth([0.5, -0.2], bound=1.0), wealth([0.1], bound=1.0)
        >>> bool(np.allclose(one + other, wealth([0.5, -0.2, 0.1], bound=1.0)))
        True
    """
    values = np.asarray(differences, np.float64)
    if not bound > 0 or not (np.abs(values) <= bound * (1 + 1e-9)).all():
        raise InputError(
            f"a difference is missing, or larger than the bound of {bound:g}",
            where="arguments differences and bound",
            remedy="cut both losses to one range, and give its length",
        )
    return np.stack([np.log1p(bet * values / bound).sum(axis=-1) for bet in BETS])


def log_evidence(wealth: Floats) -> Floats:
    """Return the logarithm of the mean over bets, shape (...).

    Args:
        wealth: Sum of what `wealth` returned for all requests, shape (bets, ...).

    Example:
        >>> from assay.evaluation.sequential.msprt import from_evidence
        >>> worse = np.full(400, 0.1)
        >>> float(from_evidence(log_evidence(wealth(worse, bound=1.0)))) < 0.001
        True
        >>> float(from_evidence(log_evidence(wealth(-worse, bound=1.0))))
        1.0
    """
    return np.asarray(special.logsumexp(wealth, axis=0) - np.log(len(BETS)), np.float64)
