"""The chance to cross each bound at each look: the recursion of group-sequential tests."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assay.evaluation.metric import Floats

FAR = 8.5
"""Deviations beyond which a normal density counts for nothing in double precision."""


class Walk:
    """The density of a test statistic among the experiments that still go on.

    The score B(t) = Z sqrt(t) at information fraction t has independent normal increments of
    variance t_k - t_(k-1) and mean drift (t_k - t_(k-1)). With f_(k-1) its density between the
    bounds, the chance to be above c at look k is

        integral of f_(k-1)(b) Phi((b + drift (t_k - t_(k-1)) - c) / sqrt(t_k - t_(k-1))) db

    by Gauss-Legendre quadrature.

    References:
        Armitage, McPherson & Rowe (1969), doi:10.2307/2343787; Jennison & Turnbull (2000), Group
        Sequential Methods with Applications to Clinical Trials, chapter 19

    Example:
        >>> walk = Walk(drift=0.0)
        >>> round(walk.above(1.0, 1.959964), 4)
        0.025
    """

    def __init__(self, drift: float) -> None:
        self.drift = drift
        self.fraction = 0.0
        self._nodes: Floats = np.zeros(1)
        self._mass: Floats = np.ones(1)

    def above(self, fraction: float, z: float) -> float:
        """Return the chance to reach the look at `fraction` and be above z there."""
        step = fraction - self.fraction
        return self._beyond(self._nodes + self.drift * step - z * np.sqrt(fraction), step)

    def below(self, fraction: float, z: float) -> float:
        """Return the chance to reach the look at `fraction` and be below z there."""
        step = fraction - self.fraction
        return self._beyond(z * np.sqrt(fraction) - self._nodes - self.drift * step, step)

    def go_on(self, fraction: float, lower: float, upper: float) -> None:
        """Keep those between two z-values at the look at `fraction`."""
        step, root = fraction - self.fraction, np.sqrt(fraction)
        deviation = np.sqrt(step)
        low = max(lower * root, self._nodes[0] + self.drift * step - FAR * deviation)
        high = min(upper * root, self._nodes[-1] + self.drift * step + FAR * deviation)
        self.fraction = fraction
        if high <= low:
            self._nodes, self._mass = np.array([(low + high) / 2]), np.zeros(1)
            return
        points = int(np.clip(6 * (high - low) / deviation, 64, 3_000))
        unit, weights = _quadrature(-(-points // 64) * 64)
        nodes: Floats = np.asarray(low + (unit + 1) * (high - low) / 2, np.float64)
        distance = (nodes[:, None] - self._nodes - self.drift * step) / deviation
        density = np.exp(-np.square(distance) / 2) @ self._mass / (deviation * np.sqrt(2 * np.pi))
        self._nodes, self._mass = nodes, density * weights * (high - low) / 2

    def _beyond(self, distance: Floats, step: float) -> float:
        return float(self._mass @ special.ndtr(distance / np.sqrt(step)))


def chances(
    fractions: Floats, lower: Floats, upper: Floats, *, drift: float = 0.0
) -> tuple[Floats, Floats]:
    """Return the chance to cross first the lower, and first the upper bound, at each look.

    Args:
        fractions: Information at each look as a fraction of the planned, rising, shape (looks,).
        lower: Lower bounds on the z-scale; -inf for none.
        upper: Upper bounds on the z-scale; inf for none.
        drift: Expected z at fraction 1; 0 under the null hypothesis.

    Returns:
        Two arrays of shape (looks,).

    Example:
        >>> upper = np.array([2.797, 1.977])
        >>> below, above = chances(np.array([0.5, 1.0]), -upper, upper)
        >>> round(float(below.sum() + above.sum()), 4)
        0.05
    """
    below, above = [], []
    for walk, fraction, low, high in _walked(fractions, lower, upper, drift):
        below.append(walk.below(fraction, low))
        above.append(walk.above(fraction, high))
    return np.array(below), np.array(above)


@functools.lru_cache(maxsize=32)
def _quadrature(points: int) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return np.asarray(nodes, np.float64), np.asarray(weights, np.float64)


def _walked(
    fractions: Floats, lower: Floats, upper: Floats, drift: float
) -> Iterator[tuple[Walk, float, float, float]]:
    walk = Walk(drift)
    for fraction, low, high in zip(fractions, lower, upper, strict=True):
        yield walk, float(fraction), float(low), float(high)
        walk.go_on(float(fraction), float(low), float(high))
