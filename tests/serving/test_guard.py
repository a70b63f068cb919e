"""A canary that does worse goes, one that does not stays, and both however often it is looked."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import assay
from assay.core.ledger import Ledger
from assay.core.project import load
from assay.lifecycle.serve import plan_of
from assay.serving import keeper, routes
from assay.serving.guard import Guard
from assay.serving.routes import Canary, Routing

ROUTING = Routing(champions=(1, 2), canaries=(Canary(version=3, share=0.2),))


def answers(
    random: np.random.Generator, rows: int, *, share: float = 0.2, **rates: tuple[float, float]
) -> pl.DataFrame:
    """Return a batch in which the canary (3) and the champion (2) have the given rates."""
    canary = random.random(rows) < share
    hit = {
        name: random.random(rows) < np.where(canary, theirs, ours)
        for name, (ours, theirs) in rates.items()
    }
    nobody = np.zeros(rows, bool)
    return pl.DataFrame(
        {
            "at": datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC),
            "request": random.integers(0, 2**62, rows).astype(str),
            "version": np.where(canary, 3, 2),
            "route": np.where(hit.get("failing", nobody), "baseline", "canary"),
            "status": np.where(hit.get("refused", nobody), 422, 200),
            "latency_us": np.where(hit.get("slow", nobody), 90_000, 200),
        }
    )


def observe(watched: Guard, batch: pl.DataFrame) -> None:
    watched.observe(watched.number + 1, batch)


def guard() -> Guard:
    made = Guard(slow_us=50_000)
    made.follow(ROUTING)
    return made


@pytest.mark.parametrize("name", ["failing", "refused", "slow"])
def test_a_canary_that_does_worse_is_found_by_the_guard_that_is_meant(name: str) -> None:
    watched, random = guard(), np.random.default_rng(1)
    rates: dict[str, Any] = {name: (0.01, 0.08)}
    for _ in range(40):
        observe(watched, answers(random, 100, **rates))
    (alarm,) = watched.alarms()
    assert (alarm.version, alarm.guard) == (3, name)
    assert alarm.champion_rate is not None and alarm.rate > alarm.champion_rate
    assert "always-valid" in alarm.reason


def test_a_canary_that_is_no_worse_stays_however_often_it_is_looked() -> None:
    withdrawn = 0
    for seed in range(25):
        watched, random = guard(), np.random.default_rng(seed)
        for _ in range(60):
            observe(watched, answers(random, 50, failing=(0.02, 0.02), slow=(0.01, 0.01)))
            if watched.alarms():
                withdrawn += 1
                break
    assert withdrawn == 0


def test_a_champion_whose_baseline_answers_is_to_be_taken_back() -> None:
    watched = guard()
    observe(watched, answers(np.random.default_rng(2), 3_000, failing=(0.2, 0.2)))
    assert [(alarm.version, alarm.guard) for alarm in watched.alarms()] == [(2, "failing")]


def test_counts_begin_anew_where_who_answers_has_changed() -> None:
    watched = guard()
    observe(watched, answers(np.random.default_rng(3), 4_000, refused=(0.0, 0.3)))
    assert watched.alarms()
    watched.follow(Routing(champions=(1, 2), canaries=(Canary(version=3, share=0.4),)))
    assert watched.alarms() == []


def test_requests_that_are_not_split_as_planned_are_noticed_and_others_not() -> None:
    rightly, wrongly = guard(), guard()
    random = np.random.default_rng(4)
    observe(rightly, answers(random, 20_000))
    observe(wrongly, answers(random, 20_000, share=0.3))
    assert rightly.split_alarm() is None
    assert wrongly.split_alarm() is not None


def test_what_the_guard_takes_away_is_in_the_ledger_with_its_reason(project: Path) -> None:
    assay.rollback(project)
    assay.deploy(project, 2, role="canary", percent=20)
    plan = plan_of(load(project))
    ledger, watching = Ledger(plan.ledger), keeper.Keeper(plan)
    watching.guard.follow(routes.read(ledger))
    batch = answers(np.random.default_rng(5), 4_000, failing=(0.0, 0.2))
    observe(watching.guard, batch.with_columns(version=pl.col("version").replace({2: 1, 3: 2})))
    watching.act()
    assert assay.routing(project).canaries == ()
    *_, last = ledger.entries("deployment")
    assert last.body["as"] == "none"
    assert last.body["reason"].startswith("guard 'failing'")
