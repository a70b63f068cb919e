"""A canary gets more by evidence and never by time, and what its keeper counted outlives it."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import assay
from assay.core.errors import InputError
from assay.core.ledger import Entry
from assay.core.project import load
from assay.core.workspace import Workspace
from assay.evaluation.sequential import sums
from assay.lifecycle.ramp import climbs, ramp_of
from assay.lifecycle.serve import plan_of
from assay.serving import counters, ramp
from assay.serving import guard as guards
from assay.serving.guard import Guard
from assay.serving.keeper import Keeper
from assay.serving.log import filing
from assay.serving.log.record import Answered, Feedback
from assay.serving.log.spool import Spool
from assay.serving.routes import Canary, Ramp, Routing

RAMP = ramp_of([10, 40], margin=0.08)


@pytest.fixture
def climbing(project: Path) -> Path:
    """The project with champion 1, and version 2 at the first step of a ramp."""
    assay.rollback(project)
    assay.deploy(project, 2, role="canary", ramp=RAMP)
    return project


def traffic(project: Path, rows: int, *, refused: float = 0.0, losing: bool = False) -> None:
    """Answer requests as the routing says, a while after the last move; some the canary refuses."""
    plan, routing = plan_of(load(project)), assay.routing(project)
    at_us = time.time_ns() // 1000 + 5_000_000
    spool, random = Spool(plan.spool, most_bytes=10**9), np.random.default_rng(rows)
    for place in range(rows):
        name = f"{at_us}-{place}"
        version, role = routing.choose(name)
        assert version is not None
        bad = role == "canary" and random.random() < refused
        chance = float(random.beta(3, 1) if losing and role == "canary" else random.beta(1, 6))
        spool.write(
            Answered(
                at_us=at_us, request=name, versions=[version], route=role, key=name,
                latency_us=100, status=422 if bad else 200, body=b"{}", predictions=["benign"],
                scores=[[chance]], reasons=[],
            )
        )  # fmt: skip
        if losing:
            told = {"request": name, "key": "", "row": 0, "outcome": "benign", "outcome_at": ""}
            spool.write(Feedback(at_us=at_us, **told))  # type: ignore[arg-type]
    spool.close()


def kept(project: Path) -> Keeper:
    """A keeper that has just been started and has done what there was to do."""
    keeper = Keeper(plan_of(load(project)))
    keeper.work()
    return keeper


def last(project: Path) -> Entry:
    *_, entry = Workspace(load(project)).ledger.entries("deployment")
    return entry


def shares(project: Path) -> list[tuple[int, float]]:
    return [(each.version, each.share) for each in assay.routing(project).canaries]


def test_a_canary_gets_more_once_it_is_certain_that_it_is_not_worse(climbing: Path) -> None:
    assert 70 < ramp.fewest(RAMP) < 110  # the counts below lie five deviations from it
    traffic(climbing, 300)
    kept(climbing)
    assert shares(climbing) == [(2, 0.1)]  # some 30 answers are not certain
    for _ in range(5):  # time alone earns nothing
        kept(climbing)
    assert shares(climbing) == [(2, 0.1)]
    traffic(climbing, 1_700)
    kept(climbing)
    assert shares(climbing) == [(2, 0.4)]
    evidence = {each["guard"]: each for each in last(climbing).body["evidence"]}
    assert set(evidence) == {"failing", "refused", "slow"}
    assert all(0 < each["upper"] < RAMP.margin for each in evidence.values())
    assert evidence["refused"]["requests"] > 60
    (climb,) = climbs(climbing)
    assert [step.percent for step in climb.steps] == [10, 40]
    assert (climb.next_percent, climb.steps[0].evidence) == (None, ())


def test_a_canary_that_does_worse_goes_from_its_first_step(climbing: Path) -> None:
    traffic(climbing, 1_500, refused=0.4)
    kept(climbing)
    assert shares(climbing) == []
    assert last(climbing).body["reason"].startswith("guard 'refused'")


def test_a_canary_whose_answers_turn_out_wrong_goes(climbing: Path) -> None:
    traffic(climbing, 3_000, losing=True)
    kept(climbing)
    assert shares(climbing) == []
    assert last(climbing).body["reason"].startswith("guard 'loss': a mean loss of")


def test_an_outcome_that_cannot_be_read_keeps_no_guard_from_the_others(climbing: Path) -> None:
    traffic(climbing, 3_000, losing=True)
    plan, at_us = plan_of(load(climbing)), time.time_ns() // 1000
    request = filing.read(plan.spool, plan.log).collect()["request"][0]
    spool = Spool(plan.spool, most_bytes=10**9)
    told = {"request": request, "key": "", "row": 0, "outcome": "maybe", "outcome_at": ""}
    spool.write(Feedback(at_us=at_us + 10**7, **told))
    spool.close()
    kept(climbing)
    assert last(climbing).body["reason"].startswith("guard 'loss'")
    assert "assay_outcomes_unreadable 1.0" in counters.exposition(plan.counters).decode()


def test_what_was_counted_outlives_the_keeper(climbing: Path) -> None:
    traffic(climbing, 400)
    first = kept(climbing)
    assert shares(climbing) == [(2, 0.1)]
    traffic(climbing, 500)
    kept(climbing)
    traffic(climbing, 600)
    second = kept(climbing)
    assert float(first.guard.counts[1]["slow"][0] + first.guard.counts[2]["slow"][0]) == 400
    assert shares(climbing) == [(2, 0.4)]  # some 150 answers of it: each part alone was too few
    assert second.guard.number > first.guard.number


def test_a_kill_between_commit_and_count_neither_loses_nor_doubles_a_batch(climbing: Path) -> None:
    traffic(climbing, 250)
    plan = plan_of(load(climbing))

    watched, numbers = Guard(slow_us=50_000), list[int]()
    watched.follow(assay.routing(climbing))

    def killed_before(*_: object) -> None:
        raise KeyboardInterrupt

    def counted(number: int, answers: pl.DataFrame, _: pl.DataFrame) -> None:
        numbers.append(number)
        watched.observe(number, answers)

    def killed_after(number: int, answers: pl.DataFrame, outcomes: pl.DataFrame) -> None:
        counted(number, answers, outcomes)
        raise KeyboardInterrupt

    for seen in (killed_before, killed_after):
        with pytest.raises(KeyboardInterrupt):
            filing.file(plan.spool, plan.log, seen=seen)
    filing.file(plan.spool, plan.log, seen=counted)
    assert numbers[0] == numbers[1]
    assert sum(float(each["slow"][0]) for each in watched.counts.values()) == 250
    assert filing.read(plan.spool, plan.log).collect().height == 250


def test_evidence_of_a_smaller_share_counts_on_at_the_greater() -> None:
    def routing(share: float) -> Routing:
        return Routing(champions=(1,), canaries=(Canary(version=2, share=share, ramp=RAMP),))

    def count(watched: Guard, champion: int, canary: int) -> None:
        watched.counts = {
            1: {name: sums.of_hits(0, champion) for name in guards.HITS},
            2: {name: sums.of_hits(0.03 * canary, canary) for name in guards.HITS},
        }

    watched = Guard(slow_us=1.0)
    watched.follow(routing(0.1))
    count(watched, 2_700, 300)
    assert watched.alarms() == []
    watched.follow(routing(0.4))
    count(watched, 525, 350)
    carrying = watched.alarms()
    watched.carried.clear()
    assert carrying and not watched.alarms()


def test_a_canary_that_is_worse_by_the_margin_hardly_ever_gets_more() -> None:
    climb = Ramp(percents=(20.0, 50.0), margin=0.05, loss_margin=None, alpha=0.05)
    canary, raised = Canary(version=2, share=0.2, ramp=climb), 0
    for seed in range(40):
        random, watched = np.random.default_rng(seed), Guard(slow_us=1.0)
        watched.routing = Routing(champions=(1,), canaries=(canary,))
        counts = {1: np.zeros(3), 2: np.zeros(3)}
        for _ in range(12):
            for version, size, rate in ((1, 240, 0.02), (2, 60, 0.07)):
                counts[version] = counts[version] + sums.of_hits(random.binomial(size, rate), size)
            watched.counts = {
                version: dict.fromkeys(guards.HITS, each) for version, each in counts.items()
            }
            if ramp.earned(watched, canary) is not None:
                raised += 1
                break
    assert raised <= 2  # 2.5 % at this step at most, and the bounds are far stricter


def test_the_share_of_an_experiment_is_not_changed_under_it(project: Path) -> None:
    assay.rollback(project)
    assay.plan_experiment(
        project, 2, effect=0.25, requests_a_day=300, share=0.5, baseline=0.45, deviation=0.5
    )
    with pytest.raises(InputError, match="an experiment has fixed the share"):
        assay.deploy(project, 2, role="canary", ramp=RAMP)
    assay.deploy(project, 2, role="none")  # to take it away is always allowed


@pytest.mark.parametrize("percents", [[], [5, 5], [20, 10], [0, 10], [50, 100]])
def test_a_ramp_that_does_not_grow_is_refused(percents: list[float]) -> None:
    with pytest.raises(InputError, match="a ramp cannot go"):
        ramp_of(percents)
