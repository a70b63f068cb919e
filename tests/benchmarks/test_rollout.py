"""Simulated rollouts keep what they promise, by the functions that decide in the product."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from benchmarks.rollout_traffic import Traffic
from scipy import stats
from tests.fitted_models import late_flights

from assay.core.evidence.experiment import Plan
from assay.evaluation import metrics
from assay.evaluation.sequential import plan as planning
from assay.serving import guard, routes
from assay.serving.guard import Guard
from assay.serving.routes import Canary, Routing
from benchmarks import rollout

EXPERIMENTS = 100
EFFECT = 0.1


@cache
def traffic() -> Traffic:
    """Flights, and a real model of them beside the bare share of late ones."""
    example = late_flights()
    rows = example.held_out.filter(pl.col("arr_delay").is_not_null())
    labels = (rows["arr_delay"] > 15).cast(pl.Float64).to_numpy()
    loss = metrics.get("log_loss").row_loss
    assert loss is not None
    share = np.full(len(labels), example.labels.mean())
    known = loss(labels, example.fitted.scores(rows))
    prior = loss(labels, share)
    return Traffic(
        losses={
            "champion": prior,
            "better": known,
            "slightly worse": prior + EFFECT / 6,
            "worse": prior + EFFECT,
        },
        refused=rows["tailnum"].hash(0).to_numpy() % 100 == 0,
        before=prior,
    )


@cache
def ended() -> dict[tuple[str, str], rollout.Ended]:
    return rollout.simulate(traffic(), plan(), experiments=EXPERIMENTS, seed=3)


def plan() -> Plan:
    return rollout.planned(traffic(), share=0.5)


def most(level: float) -> int:
    """How many of the experiments err by chance at most, but for one test in ten thousand."""
    return int(stats.binom.isf(1e-4, EXPERIMENTS, level))


def test_no_difference_is_claimed_more_often_than_announced() -> None:
    assert sum(ended()["A/A", "plan"].claimed) <= most(rollout.ALPHA)
    assert sum(ended()["worse", "plan"].promoted) <= most(rollout.ALPHA / 2)
    assert sum(ended()["A/A", "fixed test, peeking"].claimed) > most(rollout.ALPHA)  # the peer errs


def test_a_better_model_is_found_as_often_as_planned() -> None:
    found = sum(ended()["better", "plan"].promoted)
    assert found >= stats.binom.ppf(1e-4, EXPERIMENTS, rollout.POWER)


def test_guards_leave_an_equal_model_alone_and_a_ramp_keeps_its_margin() -> None:
    assert not any(ended()["A/A", "guard of losses"].claimed)
    assert not any(ended()["A/A", "paired guard"].claimed)
    assert not any(ended()["better", "paired guard"].claimed)
    assert not any(ended()["A/A", "guard of refusals"].claimed)
    assert sum(ended()["refuses more", "ramp"].claimed) <= most(rollout.ALPHA / rollout.STEPS)


def test_the_simulated_guard_is_the_guard_of_the_keeper() -> None:
    losses, share = traffic().losses, 0.5
    (chunk,) = rollout.drawn(traffic(), experiments=8, requests=2_000, share=share, seed=1)
    arms, simulated = chunk.arms(losses["better"], losses["worse"]), rollout.Ended()
    rollout.by_guard_of_losses(arms, simulated)
    for place in range(8):
        watched = Guard(slow_us=1.0)
        watched.follow(Routing(champions=(1,), canaries=(Canary(version=2, share=share),)))
        nothing = np.zeros(3)
        watched.counts = {version: dict.fromkeys(guard.HITS, nothing) for version in (1, 2)}
        fired = False
        for peek in range(rollout.PEEKS):
            watched.losses = {1: arms.champion[:, place, peek], 2: arms.challenger[:, place, peek]}
            fired = fired or bool(watched.alarms())
        assert fired == simulated.claimed[place]


def test_requests_are_sent_as_the_server_sends_them() -> None:
    (chunk,) = rollout.drawn(traffic(), experiments=2, requests=500, share=0.2, seed=1)
    for place in range(2):
        version = place + 2
        canaries = (Canary(version=version, share=0.2),)
        routing = routes.Routing(champions=(1,), canaries=canaries)
        sent = [routing.choose(str(row))[0] == version for row in chunk.rows[place]]
        assert sent == chunk.canary[place].tolist()


def test_outcomes_that_vary_more_than_planned_take_more_requests_and_keep_the_power() -> None:
    real = plan()
    timid = planning.plan(
        "mean", baseline=real.baseline, deviation=real.deviation / 1.2, effect=real.effect,
        requests_a_day=1_000, higher_is_better=False, share=0.5,
    )  # fmt: skip
    found = rollout.Ended()
    for chunk in rollout.drawn(
        traffic(), experiments=EXPERIMENTS, requests=int(real.requests * 1.4), share=0.5, seed=5
    ):
        arms = chunk.arms(traffic().losses["champion"], traffic().losses["better"])
        rollout.by_plan(timid, arms, found)
    assert np.mean(found.requests) < real.requests * 1.1
    assert sum(found.promoted) >= stats.binom.ppf(1e-4, EXPERIMENTS, rollout.POWER)


@pytest.mark.parametrize(("hits", "count"), [(0, 100), (7, 100)])
def test_intervals_hold_what_was_counted(hits: int, count: int) -> None:
    low, high = rollout.interval(hits, count)
    assert low <= hits / count <= high
