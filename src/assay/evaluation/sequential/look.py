"""The verdict at a planned look: promote the challenger, keep the champion, or continue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from assay.core.errors import InputError
from assay.core.evidence.experiment import Look
from assay.evaluation.sequential.crossing import chances
from assay.evaluation.sequential.group_sequential import LEAST_STEP, bounds, futility_bounds
from assay.evaluation.sequential.msprt import FEWEST
from assay.evaluation.sequential.plan import fraction
from assay.evaluation.sequential.sums import mean_and_variance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assay.core.evidence.experiment import Plan, Reason, Verdict
    from assay.evaluation.metric import Floats


def look(
    plan: Plan,
    champion: Floats,
    challenger: Floats,
    *,
    earlier: Sequence[Look] = (),
    last: bool = False,
) -> Look:
    """Return what this look at the experiment decides.

    The bounds are those of the information there is now, so looks may come earlier, later or in
    another number than planned, as long as what was seen did not choose their times.

    Args:
        plan: Announced before the first request.
        champion: Count, sum and sum of squares of the champion, shape (3,).
        challenger: The same of the challenger.
        earlier: All looks before this one, in order.
        last: Whether it ends here, although fewer requests came than planned.

    Returns:
        The verdict with its reason, and intervals of the gain: a repeated one (gain +- bound times
        deviation) at every look, and one adjusted for stopping where it ended at a bound.

    Raises:
        InputError: If the experiment has ended already, or hardly a request came since the look
            before.

    References:
        Jennison & Turnbull (2000), chapter 9 (repeated) and section 8.5 (stagewise); Lan & DeMets
        (1983), doi:10.1093/biomet/70.3.659

    Example:
        >>> from assay.evaluation.sequential import plan, sums
        >>> planned = plan.plan("proportion", baseline=0.1, effect=0.01, requests_a_day=5_000)
        >>> champion, challenger = sums.of_hits(900, 9_000), sums.of_hits(1_080, 9_000)
        >>> found = look(planned, champion, challenger)
        >>> found.verdict, found.reason, round(found.low, 3), round(found.high, 3)
        ('promote', 'better', 0.008, 0.032)
    """
    (a, a_variance), (b, b_variance) = mean_and_variance(champion), mean_and_variance(challenger)
    counts = int(champion[0]), int(challenger[0])
    fractions = _fractions(information(plan, champion, challenger), counts, earlier)
    last = last or fractions[-1] >= 1
    bound = float(bounds(fractions, alpha=plan.alpha, last=last)[-1])
    lowest = None
    if plan.futility:
        drift = plan.drift
        limits = futility_bounds(fractions, alpha=plan.alpha, power=plan.power, drift=drift)
        lowest = float(limits[-1])
    gain = float(b - a) if plan.higher_is_better else float(a - b)
    deviation = float(np.sqrt(a_variance / counts[0] + b_variance / counts[1]))
    z = gain / deviation if deviation > 0 else 0.0
    verdict, reason = _decided(z, bound, lowest, last=last)
    ordered: tuple[float | None, ...] = (None, None, None)
    if reason in ("better", "worse", "exhausted") and deviation > 0:
        scale = deviation * np.sqrt(fractions[-1])
        drifts = adjusted(fractions, z, alpha=plan.alpha)
        ordered = tuple(float(each * scale) for each in drifts)
    return Look(
        number=len(earlier) + 1,
        fraction=float(fractions[-1]),
        champion_requests=counts[0],
        challenger_requests=counts[1],
        gain=gain,
        z=z,
        bound=bound,
        futility=lowest,
        low=gain - bound * deviation,
        high=gain + bound * deviation,
        level=1 - plan.alpha,
        verdict=verdict,
        reason=reason,
        adjusted_low=ordered[0],
        estimate=ordered[1],
        adjusted_high=ordered[2],
    )


def is_due(
    plan: Plan, champion: Floats, challenger: Floats, *, earlier: Sequence[Look] = ()
) -> bool:
    """Whether there is enough information for the next planned look.

    Args:
        plan: Announced before the first request.
        champion: Count, sum and sum of squares of the champion, shape (3,).
        challenger: The same of the challenger.
        earlier: All looks so far.

    Example:
        >>> from assay.evaluation.sequential import plan, sums
        >>> planned = plan.plan("proportion", baseline=0.1, effect=0.01, requests_a_day=5_000)
        >>> arm = sums.of_hits(400, 4_000)
        >>> is_due(planned, arm, arm), is_due(planned, arm, arm, earlier=[look(planned, arm, arm)])
        (True, False)
    """
    now, due = information(plan, champion, challenger), min((len(earlier) + 1) / plan.looks, 1.0)
    return now >= due and (not earlier or now >= earlier[-1].fraction + LEAST_STEP)


def information(plan: Plan, champion: Floats, challenger: Floats) -> float:
    """Return what two arms hold of the planned information.

    Of means it is measured by the deviation within both arms together, which tells nothing of their
    difference: where observations vary more than those that the plan was made from, it takes more
    of them, and the power stays as planned.

    Args:
        plan: Announced before the first request.
        champion: Count, sum and sum of squares of the champion, shape (3,).
        challenger: The same of the challenger.

    References:
        Mehta & Tsiatis (2001), Flexible sample size considerations using information-based interim
        monitoring, doi:10.1177/009286150103500407

    Example:
        >>> from assay.evaluation.sequential import plan, sums
        >>> planned = plan.plan("mean", baseline=2, deviation=1, effect=0.1, requests_a_day=500)
        >>> arm = sums.of(np.random.default_rng(0).normal(2, 2, 400))
        >>> round(information(planned, arm, arm), 3)
        0.068
    """
    counts = float(champion[0]), float(challenger[0])
    planned = fraction(plan, champion=counts[0], challenger=counts[1])
    if plan.kind != "mean" or planned == 0:
        return planned
    variances = [float(mean_and_variance(arm)[1]) for arm in (champion, challenger)]
    free = [max(count - 1, 0) for count in counts]
    square = plan.deviation**2  # weighs as much as the first observations, so that few mislead not
    within = (float(np.dot(free, variances)) + FEWEST * square) / (sum(free) + FEWEST)
    return planned * square / within


def adjusted(fractions: Floats, z: float, *, alpha: float) -> tuple[float, float, float]:
    """Return lower bound, median-unbiased estimate and upper bound of the drift at the end.

    Ends at an earlier upper bound count as more extreme than any at a later look, and among those
    of one look the greater z. Each is the drift under which what was found, or more, has the chance
    alpha/2, 1/2 and 1 - alpha/2.

    Args:
        fractions: Information at each look, the last where it ended, shape (looks,).
        z: At the last of them.
        alpha: One less the coverage.

    References:
        Tsiatis, Rosner & Mehta (1984), doi:10.2307/2531158

    Example:
        >>> [round(drift, 2) for drift in adjusted(np.array([1.0]), 2.5, alpha=0.05)]
        [0.54, 2.5, 4.46]
    """
    upper = bounds(fractions, alpha=alpha)
    lower = -upper
    upper[-1] = z

    def more_extreme(drift: float) -> float:
        return float(chances(fractions, lower, upper, drift=drift)[1].sum())

    middle, reach = z / float(np.sqrt(fractions[-1])), 12 / float(np.sqrt(fractions[0]))
    low, estimate, high = (
        float(
            optimize.brentq(
                lambda drift, chance=chance: more_extreme(drift) - chance,
                middle - reach,
                middle + reach,
                xtol=1e-6,
            )
        )
        for chance in (alpha / 2, 0.5, 1 - alpha / 2)
    )
    return low, estimate, high


def _fractions(now: float, counts: tuple[int, int], earlier: Sequence[Look]) -> Floats:
    before = [each.fraction for each in earlier]
    if any(each.verdict != "continue" and each.reason != "futile" for each in earlier):
        raise InputError(
            f"the experiment ended at look {len(earlier)}: {earlier[-1].reason}",
            where="argument earlier",
            remedy="plan another experiment, with requests of its own",
        )
    if now > 1 - LEAST_STEP:
        now = 1.0
    if now < max(before, default=0.0) + LEAST_STEP:
        raise InputError(
            f"look {len(earlier) + 1} has hardly more information than the one before",
            where=f"{counts[0]} requests to the champion, {counts[1]} to the challenger",
            remedy="look again when both arms have had more requests",
        )
    return np.array([*before, now])


def _decided(z: float, bound: float, lowest: float | None, *, last: bool) -> tuple[Verdict, Reason]:
    if z > bound:
        return "promote", "better"
    if z < -bound:
        return "keep", "worse"
    if last:
        return "keep", "exhausted"
    if lowest is not None and z < lowest:
        return "keep", "futile"
    return "continue", "undecided"
