"""O'Brien-Fleming bounds for a few planned looks, and what they cost in sample size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

from assay.core.errors import InputError
from assay.evaluation.sequential.bounded import in_range
from assay.evaluation.sequential.crossing import Walk, chances

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from assay.evaluation.metric import Floats


LEAST_STEP = 0.001
"""Looks nearer together than this part of all information are one look."""

NOWHERE = 30.0
"""A z that is never seen: the bound of a look so early that nothing may be spent there."""


def spent(fractions: ArrayLike, alpha: float) -> Floats:
    """Return the error that one side may have spent by each look, O'Brien-Fleming-like.

        f(t) = 2 - 2 Phi(Phi^-1(1 - alpha/2) / sqrt(t))

    Args:
        fractions: Information at each look as a fraction of the planned, shape (looks,).
        alpha: Error of this side in all, in (0, 1): 0.025 for a two-sided 0.05.

    References:
        Lan & DeMets (1983), Discrete sequential boundaries for clinical trials,
        doi:10.1093/biomet/70.3.659

    Example:
        >>> spent([0.25, 0.5, 0.75, 1.0], 0.05).round(7).tolist()
        [8.86e-05, 0.0055746, 0.0236251, 0.05]
    """
    in_range(alpha)
    roots = np.sqrt(fractions_checked(fractions))
    return np.asarray(2 * special.ndtr(special.ndtri(alpha / 2) / roots), np.float64)


def bounds(fractions: ArrayLike, *, alpha: float, last: bool = False) -> Floats:
    """Return the two-sided spending bounds: stop where |z| is above.

    They need no more than the fractions so far, so looks may come at other times than planned.

    Args:
        fractions: Information at each look as a fraction of the planned, rising, at most 1.
        alpha: Error of both sides together, in (0, 1).
        last: Whether the last of them ends it though below 1, and spends what is left.

    Returns:
        Bounds on the z-scale, shape (looks,).

    Raises:
        InputError: If fractions do not rise or leave (0, 1], or alpha is out of range.

    References:
        Lan & DeMets (1983), doi:10.1093/biomet/70.3.659; the same as R's gsDesign (sfLDOF,
        alpha = 0.025, test.type = 2).

    Example:
        >>> bounds([0.2, 0.4, 0.6, 0.8, 1.0], alpha=0.05).round(3).tolist()
        [4.877, 3.357, 2.68, 2.29, 2.031]
    """
    in_range(alpha)
    looks = fractions_checked(fractions)
    by_now = spent(looks, alpha / 2)
    if last:
        by_now[-1] = alpha / 2
    increments = np.diff(by_now, prepend=0.0)
    walk, found = Walk(drift=0.0), []
    for fraction, increment in zip(looks.tolist(), increments.tolist(), strict=True):
        found.append(_crossed(walk.above, fraction, increment, NOWHERE))
        walk.go_on(fraction, -found[-1], found[-1])
    return np.array(found)


def constant(looks: int, *, alpha: float) -> float:
    """Return O'Brien and Fleming's own constant c: with equal spacing, |z_k| > c sqrt(looks / k).

    Args:
        looks: How many, equally spaced.
        alpha: Error of both sides together, in (0, 1).

    References:
        O'Brien & Fleming (1979), doi:10.2307/2530245; Jennison & Turnbull (2000), table 2.3

    Example:
        >>> [round(constant(looks, alpha=0.05), 3) for looks in (1, 2, 3, 4, 5)]
        [1.96, 1.977, 2.004, 2.024, 2.04]
    """
    in_range(alpha)
    fractions = evenly(looks)

    def excess(c: float) -> float:
        upper = c / np.sqrt(fractions)
        return float(np.sum(chances(fractions, -upper, upper))) - alpha

    least = -float(special.ndtri(alpha / 2))
    return float(optimize.brentq(excess, least - 1e-9, least + 4, xtol=1e-9))


def evenly(looks: int) -> Floats:
    """Return the fractions of so many equally spaced looks.

    Raises:
        InputError: If there is no look.

    Example:
        >>> evenly(4).tolist()
        [0.25, 0.5, 0.75, 1.0]
    """
    if looks < 1:
        raise InputError(
            f"{looks} looks were planned, but one is the least",
            where="argument looks",
            remedy="plan 3 to 6; more gain little",
        )
    return np.asarray(np.arange(1, looks + 1) / looks, np.float64)


def power(fractions: ArrayLike, *, alpha: float, drift: float) -> float:
    """Return the chance to cross the upper bound at some look.

    Args:
        fractions: Information at each look as a fraction of the planned, rising, at most 1.
        alpha: Error of both sides together, in (0, 1).
        drift: Expected z at fraction 1.

    Example:
        >>> round(power([0.5, 1.0], alpha=0.05, drift=2.802), 3)
        0.799
    """
    upper = bounds(fractions, alpha=alpha)
    return float(chances(fractions_checked(fractions), -upper, upper, drift=drift)[1].sum())


def drift_needed(
    fractions: ArrayLike, *, alpha: float, power: float, futility: bool = False
) -> float:
    """Return the expected z at fraction 1 that gives this power; its square is the information.

    Args:
        fractions: Information at each look as a fraction of the planned, rising to 1.
        alpha: Error of both sides together, in (0, 1).
        power: Chance to find the planned effect, in (alpha / 2, 1).
        futility: Whether one will stop at `futility_bounds` too, which costs power.

    Raises:
        InputError: If the last fraction is not 1, or a chance is out of range.

    References:
        Jennison & Turnbull (2000), section 2.3 and table 2.4

    Example:
        >>> looks = evenly(5)
        >>> fixed = drift_needed([1.0], alpha=0.05, power=0.8)
        >>> round((drift_needed(looks, alpha=0.05, power=0.8) / fixed) ** 2, 3)  # the inflation
        1.025
    """
    looks, upper = fractions_checked(fractions), bounds(fractions, alpha=alpha)
    if looks[-1] != 1 or not alpha / 2 < power < 1:
        raise InputError(
            f"a power of {power} at fractions up to {looks[-1]} cannot be planned",
            where="arguments power and fractions",
            remedy="let the last fraction be 1, and the power lie between alpha / 2 and 1",
        )

    def lacking(drift: float) -> float:
        if futility:
            return float(_lower(looks, upper, 1 - power, drift)[-1] - upper[-1])
        return float(chances(looks, -upper, upper, drift=drift)[1].sum()) - power

    least = -float(special.ndtri(alpha / 2) + special.ndtri(1 - power))
    return float(optimize.brentq(lacking, least - 0.5, least + 3, xtol=1e-8))


def futility_bounds(fractions: ArrayLike, *, alpha: float, power: float, drift: float) -> Floats:
    """Return the bounds below which the planned effect will hardly be found any more.

    They spend 1 - power as `spent` says, under the planned drift, and are not binding: whoever goes
    on below them keeps alpha all the same, since `bounds` do not count on them.

    Args:
        fractions: Information at each look so far as a fraction of the planned, rising, at most 1.
        alpha: Error of both sides together, in (0, 1).
        power: Planned power, in (0, 1).
        drift: Planned, of `drift_needed(..., futility=True)`.

    Returns:
        Bounds on the z-scale, shape (looks,); never above those of efficacy.

    References:
        Pampallona, Tsiatis & Kim (2001), doi:10.1177/009286150103500408

    Example:
        >>> drift = drift_needed(evenly(3), alpha=0.05, power=0.8, futility=True)
        >>> futility_bounds(evenly(3), alpha=0.05, power=0.8, drift=drift).round(2).tolist()
        [-0.24, 1.17, 1.99]
    """
    looks, upper = fractions_checked(fractions), bounds(fractions, alpha=alpha)
    return np.minimum(_lower(looks, upper, 1 - power, drift), upper)


def fractions_checked(fractions: ArrayLike) -> Floats:
    """Return fractions as an array, or refuse those that do not rise within (0, 1].

    Raises:
        InputError: If a step is below `LEAST_STEP`, or the last is above 1.

    Example:
        >>> fractions_checked([0.5, 1]).tolist()
        [0.5, 1.0]
    """
    looks = np.asarray(fractions, np.float64)
    if (
        looks.ndim != 1
        or len(looks) == 0
        or not (np.diff(looks, prepend=0) >= LEAST_STEP * (1 - 1e-9)).all()
    ):
        raise InputError(
            f"information fractions must rise by {LEAST_STEP} or more, not be {looks.tolist()}",
            where="argument fractions",
            remedy="look again only after new requests",
        )
    if looks[-1] > 1:
        raise InputError(
            f"the last information fraction is {looks[-1]:g}, but all that was planned is 1",
            where="argument fractions",
            remedy="let a look at more than was planned count as 1, the last",
        )
    return looks


def _lower(looks: Floats, upper: Floats, beta: float, drift: float) -> Floats:
    walk, found = Walk(drift), []
    increments = np.diff(spent(looks, beta), prepend=0.0)
    for fraction, increment, high in zip(looks.tolist(), increments, upper.tolist(), strict=True):
        found.append(_crossed(walk.below, fraction, float(increment), -NOWHERE))
        walk.go_on(fraction, found[-1], high)
    return np.array(found)


def _crossed(
    chance: Callable[[float, float], float], fraction: float, wanted: float, nowhere: float
) -> float:
    """Return the z beyond which lies the wanted chance; `nowhere` where that is next to nothing."""

    def excess(z: float) -> float:
        return chance(fraction, z) - wanted

    if excess(nowhere) >= 0:
        return nowhere
    if excess(-nowhere) <= 0:
        return -nowhere
    return float(optimize.brentq(excess, -abs(nowhere), abs(nowhere), xtol=1e-10))
