"""The verdict errs as often as planned, finds what was planned, and its intervals cover."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.evidence.experiment import Look, Plan
from assay.evaluation.sequential import group_sequential, peeking, sums
from assay.evaluation.sequential.look import adjusted, look
from assay.evaluation.sequential.plan import plan

PLAN = plan("proportion", baseline=0.1, effect=0.02, requests_a_day=1_000)


def paths(seed: int, challenger: float, planned: Plan, share: float = 0.5) -> Any:
    """z at each of five looks of 4,000 experiments, shape (4000, 5)."""
    a, b = peeking.proportions(
        np.random.default_rng(seed),
        champion=planned.baseline,
        challenger=challenger,
        requests=planned.requests,
        peeks=planned.looks,
        experiments=4_000,
        share=share,
    )
    (a_mean, a_variance), (b_mean, b_variance) = (sums.mean_and_variance(arm) for arm in (a, b))
    return (b_mean - a_mean) / np.sqrt(a_variance / a[0] + b_variance / b[0])


@pytest.mark.parametrize("share", [0.5, 0.1])
def test_error_and_power_are_the_planned(share: float) -> None:
    planned = plan("proportion", baseline=0.1, effect=0.02, requests_a_day=1_000, share=share)
    bounds = group_sequential.bounds(group_sequential.evenly(5), alpha=0.05)
    false = (np.abs(paths(0, 0.1, planned, share)) > bounds).any(axis=1).mean()
    assert abs(false - 0.05) <= 3 * np.sqrt(0.0475 / 4_000)
    found = (paths(1, 0.12, planned, share) > bounds).any(axis=1).mean()
    assert abs(found - 0.8) <= 3 * np.sqrt(0.16 / 4_000)


def test_adjusted_interval_covers_where_the_naive_one_does_not() -> None:
    """Drift 2.8 at five looks, 200 experiments stopped at their bounds."""
    draw, drift = np.random.default_rng(2), 2.8
    fractions = group_sequential.evenly(5)
    bounds = group_sequential.bounds(fractions, alpha=0.05)
    covered, above, naive = [], [], []
    for steps in draw.normal(drift / 5, np.sqrt(1 / 5), (200, 5)):
        z = np.cumsum(steps) / np.sqrt(fractions)
        k = int(np.argmax(np.abs(z) > bounds)) if (np.abs(z) > bounds).any() else 4
        low, estimate, high = adjusted(fractions[: k + 1], float(z[k]), alpha=0.05)
        covered.append(low <= drift <= high)
        above.append(estimate > drift)
        naive.append(z[k] / np.sqrt(fractions[k]) - drift)
    assert np.mean(covered) >= 0.95 - 3 * np.sqrt(0.0475 / 200)
    assert abs(np.mean(above) - 0.5) <= 3 * np.sqrt(0.25 / 200)
    assert np.mean(naive) > 0.1  # stopping on a high makes the plain estimate too high


def test_looks_go_on_until_a_bound_is_crossed() -> None:
    first = look(PLAN, sums.of_hits(80, 800), sums.of_hits(85, 800))
    assert (first.verdict, first.reason, first.number) == ("continue", "undecided", 1)
    assert first.low < first.gain < first.high and first.estimate is None
    second = look(PLAN, sums.of_hits(200, 2_000), sums.of_hits(290, 2_000), earlier=[first])
    assert (second.verdict, second.reason) == ("promote", "better")
    assert second.bound < first.bound
    assert second.adjusted_low is not None and second.estimate is not None
    assert 0 < second.adjusted_low < second.estimate < second.gain + 1e-9
    assert codec.decode(codec.encode(second), Look) == second
    with pytest.raises(InputError, match="ended at look 2: better"):
        look(PLAN, sums.of_hits(300, 3_000), sums.of_hits(400, 3_000), earlier=[first, second])


def test_worse_challenger_is_kept_out() -> None:
    found = look(PLAN, sums.of_hits(290, 2_000), sums.of_hits(200, 2_000))
    assert (found.verdict, found.reason) == ("keep", "worse")


def test_direction_of_the_metric_turns_the_gain() -> None:
    planned = plan(
        "proportion", baseline=0.1, effect=0.02, requests_a_day=1_000, higher_is_better=False
    )
    found = look(planned, sums.of_hits(290, 2_000), sums.of_hits(200, 2_000))
    assert found.verdict == "promote" and found.gain == pytest.approx(0.045)


@pytest.mark.parametrize("requests", [10_000, 2_000])
def test_end_without_a_winner_keeps_the_champion(requests: int) -> None:
    arms = sums.of_hits(requests // 10, requests), sums.of_hits(requests // 10 + 3, requests)
    found = look(PLAN, *arms, last=True)
    assert (found.verdict, found.reason) == ("keep", "exhausted")
    assert found.bound == pytest.approx(1.96, abs=0.001)
    assert found.adjusted_low == pytest.approx(found.low, abs=1e-4)


def test_futile_experiment_is_given_up_but_may_go_on() -> None:
    planned = plan("proportion", baseline=0.1, effect=0.02, requests_a_day=1_000, futility=True)
    first = look(planned, sums.of_hits(250, 2_500), sums.of_hits(220, 2_500))
    assert (first.verdict, first.reason) == ("keep", "futile")
    assert first.futility is not None and -first.bound < first.z < first.futility
    second = look(planned, sums.of_hits(350, 3_500), sums.of_hits(350, 3_500), earlier=[first])
    assert second.number == 2 and second.bound < first.bound


def test_same_requests_cannot_be_looked_at_twice() -> None:
    arms = sums.of_hits(80, 800), sums.of_hits(85, 800)
    with pytest.raises(InputError, match="hardly more information"):
        look(PLAN, *arms, earlier=[look(PLAN, *arms)])
    with pytest.raises(InputError, match="hardly more information"):
        look(PLAN, sums.of_hits(0, 0), sums.of_hits(0, 0))


def test_arms_without_any_hit_decide_nothing() -> None:
    found = look(PLAN, sums.of_hits(0, 500), sums.of_hits(0, 500))
    assert (found.verdict, found.z) == ("continue", 0.0)
