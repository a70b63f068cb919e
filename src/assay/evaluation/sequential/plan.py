"""Plan an experiment: how many requests and days a smallest effect needs, before the first one."""

from __future__ import annotations

import math
from typing import Literal

from assay.core.errors import InputError
from assay.core.evidence.experiment import Plan
from assay.evaluation.sequential.group_sequential import drift_needed, evenly


def plan(
    kind: Literal["proportion", "mean"],
    *,
    baseline: float,
    effect: float,
    requests_a_day: float,
    deviation: float | None = None,
    higher_is_better: bool = True,
    alpha: float = 0.05,
    power: float = 0.8,
    looks: int = 5,
    share: float = 0.5,
    futility: bool = False,
) -> Plan:
    """Return the plan of an experiment that finds an improvement by `effect`.

    With theta the expected z at the end that the looks need for this power, r the challenger's
    share, and v the variance of one request in each arm:

        n = (theta / effect)^2 (v_champion / (1 - r) + v_challenger / r)

    For a proportion v = p (1 - p), at the challenger with the effect; for a mean v = deviation^2.

    Args:
        kind: What is compared: a proportion of requests, or a mean over requests.
        baseline: The champion's value, as known.
        effect: Smallest improvement that is to be found, positive, in the unit of the metric.
        requests_a_day: Expected, of both arms together.
        deviation: Of one request's value; for a mean only.
        higher_is_better: Whether an improvement is an increase.
        alpha: Chance to claim a difference, of either side, where there is none.
        power: Chance to find an improvement by `effect`.
        looks: How often to look, equally spaced; the last at the end.
        share: Part of the traffic that the challenger gets, in (0, 1).
        futility: Whether to stop where the effect will hardly be found any more.

    Raises:
        InputError: If an argument is out of its range.

    References:
        Jennison & Turnbull (2000), Group Sequential Methods with Applications to Clinical Trials,
        sections 2.3 and 3.1

    Example:
        >>> half = plan("proportion", baseline=0.1, effect=0.01, requests_a_day=5_000)
        >>> half.champion_requests, half.challenger_requests, half.days
        (15113, 15113, 7)
        >>> plan("proportion", baseline=0.1, effect=0.01, requests_a_day=5_000, share=0.1).requests
        86784
    """
    variances = _variances(kind, baseline, effect, deviation, higher_is_better=higher_is_better)
    if not 0 < share < 1 or not requests_a_day > 0:
        raise InputError(
            f"a share of {share} of {requests_a_day} requests a day gives no experiment",
            where="arguments share and requests_a_day",
            remedy="give the challenger a part of some traffic, such as 0.1",
        )
    drift = drift_needed(evenly(looks), alpha=alpha, power=power, futility=futility)
    single = drift_needed([1.0], alpha=alpha, power=power)
    needed = (drift / effect) ** 2 * (variances[0] / (1 - share) + variances[1] / share)
    champion, challenger = math.ceil(needed * (1 - share)), math.ceil(needed * share)
    return Plan(
        kind=kind,
        baseline=baseline,
        deviation=math.sqrt(variances[0]),
        effect=effect,
        higher_is_better=higher_is_better,
        alpha=alpha,
        power=power,
        looks=looks,
        futility=futility,
        share=share,
        drift=drift,
        inflation=(drift / single) ** 2,
        champion_requests=champion,
        challenger_requests=challenger,
        requests=champion + challenger,
        requests_a_day=requests_a_day,
        days=math.ceil((champion + challenger) / requests_a_day),
    )


def fraction(planned: Plan, *, champion: float, challenger: float) -> float:
    """Return the information that so many requests hold, as a fraction of the planned.

    Args:
        planned: The plan.
        champion: Requests so far that the champion answered.
        challenger: Requests so far that the challenger answered.

    Returns:
        Above 1 where there are more than were planned; 0 while an arm is empty.

    Example:
        >>> planned = plan("mean", baseline=2, deviation=1, effect=0.1, requests_a_day=500)
        >>> fraction(planned, champion=400, challenger=400) < 0.5
        True
    """
    variances = _variances(
        planned.kind,
        planned.baseline,
        planned.effect,
        planned.deviation,
        higher_is_better=planned.higher_is_better,
    )
    if min(champion, challenger) <= 0:
        return 0.0
    end = variances[0] / planned.champion_requests + variances[1] / planned.challenger_requests
    return end / (variances[0] / champion + variances[1] / challenger)


def _variances(
    kind: str, baseline: float, effect: float, deviation: float | None, *, higher_is_better: bool
) -> tuple[float, float]:
    """Return the variance of one request at the champion, and at a challenger with the effect."""
    if not effect > 0:
        raise InputError(
            f"the effect is {effect}, but must be above 0",
            where="argument effect",
            remedy="give the smallest improvement worth a change; higher_is_better says which way",
        )
    if kind == "mean":
        if deviation is None or not deviation > 0:
            raise InputError(
                "a mean is planned from the deviation of one request's value",
                where="argument deviation",
                remedy="measure it on the champion's requests of last week",
            )
        return deviation**2, deviation**2
    changed = baseline + effect if higher_is_better else baseline - effect
    if not 0 < baseline < 1 or not 0 < changed < 1:
        raise InputError(
            f"a proportion cannot go from {baseline} to {changed:g}",
            where="arguments baseline and effect",
            remedy="give both as parts of 1, such as 0.02 for two in a hundred",
        )
    return baseline * (1 - baseline), changed * (1 - changed)
