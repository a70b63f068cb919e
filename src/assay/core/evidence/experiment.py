"""Evidence about an experiment on live traffic: what was planned, and what each look found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["promote", "keep", "continue"]
"""The challenger becomes champion; the champion stays; look again later."""

Reason = Literal["better", "worse", "futile", "exhausted", "undecided"]
"""Bound that was crossed; `exhausted` where the last look crossed none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long an experiment runs and what it can find, announced before its first request.

    Attributes:
        kind: `proportion` of requests, or `mean` over requests.
        baseline: The champion's value.
        deviation: Of one request's value, at the champion.
        effect: Smallest improvement that is to be found, positive.
        higher_is_better: Whether an improvement is an increase.
        alpha: Chance that a difference is claimed, of either side, where there is none.
        power: Chance that an improvement by `effect` is found.
        looks: Planned looks, equally spaced in information.
        futility: Whether to stop as well where the effect will hardly be found any more.
        share: Part of the traffic that the challenger gets.
        drift: Expected z at the end under `effect`.
        inflation: Requests needed over those of a single look at the end.
        champion_requests: Rounded up.
        challenger_requests: Rounded up.
        requests: Of both arms.
        requests_a_day: Expected, of both arms.
        days: Rounded up.
    """

    kind: Literal["proportion", "mean"]
    baseline: float
    deviation: float
    effect: float
    higher_is_better: bool
    alpha: float
    power: float
    looks: int
    futility: bool
    share: float
    drift: float
    inflation: float
    champion_requests: int
    challenger_requests: int
    requests: int
    requests_a_day: float
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a planned look at an experiment found.

    Attributes:
        number: From 1.
        fraction: Information so far over the planned, at most 1.
        gain: Improvement by the challenger, positive is better whatever the metric's direction.
        z: The gain over its deviation.
        bound: |z| beyond which it is decided.
        futility: z below which it is given up; None where that was not planned.
        low: Repeated interval of the gain, which holds at all looks at once.
        high: Its upper bound.
        level: Coverage of both intervals.
        estimate: Median-unbiased gain, where the experiment ended by its efficacy bounds.
        adjusted_low: Lower bound that goes with it, by stagewise ordering.
        adjusted_high: Upper bound that goes with it.
    """

    number: int
    fraction: float
    champion_requests: int
    challenger_requests: int
    gain: float
    z: float
    bound: float
    futility: float | None
    low: float
    high: float
    level: float
    verdict: Verdict
    reason: Reason
    estimate: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None
