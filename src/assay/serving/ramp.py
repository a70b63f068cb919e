"""Decide whether a canary has earned a greater share: it is certain that it is not much worse.

Certain means at every look: the bounds are confidence sequences, so the keeper may ask after each
batch. Time alone earns nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.evaluation.sequential import bounded, confidence_sequence, sums
from assay.serving.alarm import LOSS
from assay.serving.guard import HITS, TIGHTEST, Guard
from assay.serving.routes import Canary, Ramp

Sums = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of one guard at the present share.

    Attributes:
        guard: `failing`, `refused`, `slow`, or `loss`.
        rate: The canary's; None before its first answer.
        champion_rate: The champion's.
        upper: How much higher than the champion's the canary's may be at most; None if unbounded.
        margin: Below which it has to be.
        requests: Of the canary.
    """

    guard: str
    rate: float | None
    champion_rate: float | None
    upper: float | None
    margin: float
    requests: int

    @property
    def cleared(self) -> bool:
        """Whether it is certain that the canary is not worse by the margin."""
        return self.upper is not None and self.upper < self.margin

    @property
    def told(self) -> str:
        """What it says, in words."""
        upper = "unknown" if self.upper is None else _signed(self.upper, self.guard)
        return f"{self.guard} at most {upper} of {_signed(self.margin, self.guard)}"


def standings(guard: Guard, canary: Canary) -> tuple[Standing, ...]:
    """Return what is known of each guard of a canary that has a ramp.

    The chance that a canary which is worse by a margin is ever given more is `alpha` in all, over
    all steps: each step has its part, and a step needs every guard, so that no guard needs a part.
    """
    ramp, champion = canary.ramp, guard.routing.champion
    if ramp is None or champion is None:
        return ()
    level = ramp.alpha / len(ramp.percents)
    ours, theirs = guard.counts.get(champion, {}), guard.counts.get(canary.version, {})
    found = [_rate(name, ours, theirs, ramp.margin, level) for name in HITS]
    if ramp.loss_margin is not None:
        found.append(_loss(guard.losses, champion, canary.version, ramp.loss_margin, level))
    return tuple(found)


def earned(guard: Guard, canary: Canary) -> float | None:
    """Return the percent that a canary has earned; None if it has not, or there is no more."""
    if canary.ramp is None:
        return None
    percent, known = canary.ramp.after(canary.share), standings(guard, canary)
    return percent if known and all(each.cleared for each in known) else None


def fewest(ramp: Ramp) -> int:
    """Return the answers that a canary needs at a step, if none of its answers is bad.

    Example:
        >>> fewest(Ramp(percents=(1, 5, 20, 50), margin=0.01, loss_margin=None, alpha=0.05))
        901
    """
    level, low, high = ramp.alpha / len(ramp.percents), 1, 2**40
    while low < high:
        middle = (low + high) // 2
        _, upper = bounded.proportion(sums.of_hits(0, middle), alpha=level / 2)
        low, high = (low, middle) if upper < ramp.margin else (middle + 1, high)
    return low


def most_worse(theirs: Sums, ours: Sums, *, level: float) -> Sums:
    """Return how much higher a canary's rate is at most, at every look, shape (...).

    Args:
        theirs: Count, sum and sum of squares of the canary's hits, shape (3, ...).
        ours: The same of the champion's.
        level: Chance that it is ever higher by more, in (0, 1).
    """
    low, _ = bounded.proportion(ours, alpha=level / 2)
    _, high = bounded.proportion(theirs, alpha=level / 2)
    return high - low


def _rate(
    name: str, ours: Mapping[str, Sums], theirs: Mapping[str, Sums], margin: float, level: float
) -> Standing:
    if name not in ours or name not in theirs:
        return _unknown(name, margin)
    upper = float(most_worse(theirs[name], ours[name], level=level))
    return _standing(name, ours[name], theirs[name], upper, margin)


def _loss(
    losses: Mapping[int, Sums], champion: int, canary: int, margin: float, level: float
) -> Standing:
    if champion not in losses or canary not in losses:
        return _unknown(LOSS, margin)
    ours, theirs = losses[champion], losses[canary]
    _, upper = confidence_sequence.difference(theirs, ours, alpha=2 * level, tightest=TIGHTEST)
    return _standing(LOSS, ours, theirs, float(upper), margin)


def _standing(name: str, ours: Sums, theirs: Sums, upper: float, margin: float) -> Standing:
    return Standing(
        guard=name,
        rate=float(theirs[1] / theirs[0]),
        champion_rate=float(ours[1] / ours[0]),
        upper=upper if np.isfinite(upper) else None,
        margin=margin,
        requests=int(theirs[0]),
    )


def _unknown(name: str, margin: float) -> Standing:
    return Standing(
        guard=name, rate=None, champion_rate=None, upper=None, margin=margin, requests=0
    )


def _signed(value: float, guard: str) -> str:
    return f"{value:+.4g}" if guard == LOSS else f"{value:+.2%}"
