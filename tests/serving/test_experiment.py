"""An experiment is announced, waits for outcomes, and decides by its plan."""

from __future__ import annotations

import json
import time
from pathlib import Path

import polars as pl
import pytest

import assay
from assay.core.errors import InputError
from assay.core.ledger import Entry
from assay.core.project import load
from assay.core.workspace import Workspace
from assay.lifecycle.experiment.announced import Experiment
from assay.lifecycle.serve import plan_of
from assay.serving.keeper import Keeper
from assay.serving.log import alone
from assay.serving.log.record import Answered, Feedback
from assay.serving.log.spool import Spool


def traffic(
    project: Path, *, begin: int, end: int, outcomes: bool = True, inputs: bool = True,
    later_seconds: float = 0.0, named: str = "",
) -> None:  # fmt: skip
    """Answer rows of the table as the routing says, and tell their outcomes, as a server logs."""
    plan, routing = plan_of(load(project)), assay.routing(project)
    table = pl.read_parquet(project / "cells.parquet")[begin:end]
    said = {
        version: assay.score(project, table) if version == routing.champion else None
        for version in (1, 2)
    }
    other = next(version for version in (1, 2) if version != routing.champion)
    said[other] = scored(project, table, other)
    spool = Spool(plan.spool, most_bytes=10**9)
    at_us = time.time_ns() // 1000 + int(later_seconds * 1e6)
    bodies = [json.dumps(row).encode() for row in table.drop("diagnosis").to_dicts()]
    for place, (patient, truth) in enumerate(table.select("patient", "diagnosis").iter_rows()):
        version, role = routing.choose(patient)
        assert version is not None
        scores = said[version]
        assert scores is not None
        chance = scores["probability_malignant"][place]
        request = f"{named}{begin + place}-{role}"
        spool.write(
            Answered(
                at_us=at_us,
                request=request,
                versions=[version],
                route=role,
                key=patient,
                latency_us=100,
                status=200,
                body=bodies[place] if inputs else b"{}",
                scores=[[chance]],
                predictions=[scores["prediction"][place]],
                reasons=[],
            )
        )
        if outcomes:
            told = Feedback(
                at_us=at_us,
                request=request,
                key="",
                row=0,
                outcome=truth,
                outcome_at="",
            )
            spool.write(told)
    spool.close()


def scored(project: Path, table: pl.DataFrame, version: int) -> pl.DataFrame:
    out = project / f"by-{version}.parquet"
    table.write_parquet(project / "some.parquet")
    assay.predict(project, str(project / "some.parquet"), out, version=version, mode="overwrite")
    return pl.read_parquet(out)


@pytest.fixture
def weak_champion(project: Path) -> Path:
    """The project with version 1, which is worse, as champion."""
    assay.rollback(project)
    return project


def plan(
    project: Path, challenger: int = 2, *, effect: float = 0.25, promote: bool = False
) -> Experiment:
    return assay.plan_experiment(
        project, challenger, effect=effect, requests_a_day=300, share=0.5, looks=2,
        metric="log_loss", baseline=0.45, deviation=0.5, promote=promote,
    )  # fmt: skip


def ledger(project: Path, kind: str) -> list[Entry]:
    return [each for each in Workspace(load(project)).ledger.entries() if each.kind == kind]


def test_a_better_challenger_is_promoted_by_the_plan(weak_champion: Path) -> None:
    announced = plan(weak_champion)
    assert announced.unit == "patient"
    assert [each.version for each in assay.routing(weak_champion).canaries] == [2]
    traffic(weak_champion, begin=0, end=40)
    early = assay.experiment_status(weak_champion)
    assert early.look is None
    assert "is due at" in early.waiting
    traffic(weak_champion, begin=40, end=569)
    found = assay.experiment_status(weak_champion)
    assert found.look is not None
    assert (found.look.verdict, found.look.reason) == ("promote", "better")
    assert found.look.low > 0


def test_a_worse_challenger_is_withdrawn_and_the_champion_stays(project: Path) -> None:
    plan(project, challenger=1)
    traffic(project, begin=0, end=569)
    found = assay.experiment_status(project)
    assert found.look is not None
    assert found.look.verdict == "keep"
    assert assay.routing(project).canaries == ()
    assert assay.experiment_status(project).experiment.ended == f"look 1: {found.look.reason}"
    with pytest.raises(InputError, match="no experiment is running"):
        assay.stop_experiment(project)


def test_looks_are_taken_when_due_once_and_nobody_has_to_ask(weak_champion: Path) -> None:
    plan(weak_champion)
    traffic(weak_champion, begin=0, end=40)
    keeper = Keeper(plan_of(load(weak_champion)))
    keeper.work()
    assert len(ledger(weak_champion, "experiment")) == 1  # there is too little to look at
    traffic(weak_champion, begin=40, end=569)
    keeper._looked_at = -1e9  # as if the pause after the last joining were over
    keeper.work()
    *_, look = ledger(weak_champion, "experiment")
    assert (look.body["is"], look.body["look"]["verdict"]) == ("look", "promote")
    Keeper(plan_of(load(weak_champion))).work()  # another server takes over
    found = assay.experiment_status(weak_champion)
    assert found.look is not None and found.look.z == look.body["look"]["z"]
    assert len(ledger(weak_champion, "experiment")) == 2
    assert assay.routing(weak_champion).champion == 1  # a verdict promotes nobody by itself


def test_a_status_beside_a_server_takes_no_look(weak_champion: Path) -> None:
    plan(weak_champion)
    traffic(weak_champion, begin=0, end=569)
    with alone.held(plan_of(load(weak_champion)).log) as ours:
        assert ours
        found = assay.experiment_status(weak_champion)
        assert found.look is None and "is due at 50%" in found.waiting
    assert assay.experiment_status(weak_champion).look is not None


def test_a_server_with_a_log_of_its_own_leaves_the_looks_to_the_one_that_announced(
    weak_champion: Path,
) -> None:
    plan(weak_champion)
    traffic(weak_champion, begin=0, end=569)
    (plan_of(load(weak_champion)).folder / "identity").write_text("another")
    Keeper(plan_of(load(weak_champion))).work()
    found = assay.experiment_status(weak_champion)
    assert (found.look, found.waiting[:14]) == (None, "another server")


def test_a_challenger_that_is_found_better_asks_the_gate_where_that_was_declared(
    weak_champion: Path,
) -> None:
    plan(weak_champion, promote=True)
    traffic(weak_champion, begin=0, end=569)
    found = assay.experiment_status(weak_champion)
    assert (found.experiment.refused, found.experiment.ended) == ("", "promoted")
    assert assay.routing(weak_champion).champion == 2


def test_a_gate_that_refuses_the_winner_is_asked_once_and_told(weak_champion: Path) -> None:
    plan(weak_champion, promote=True)
    traffic(weak_champion, begin=0, end=569, inputs=False)  # so the gate can compare nothing
    found = assay.experiment_status(weak_champion).experiment
    assert (found.ended, found.won) == (None, False)
    assert "ops-no-shadow" in found.refused
    entries = len(ledger(weak_champion, "shadow"))
    assay.experiment_status(weak_champion)
    assert len(ledger(weak_champion, "shadow")) == entries
    assert assay.routing(weak_champion).champion == 1


def test_an_experiment_ends_with_one_of_its_arms(weak_champion: Path) -> None:
    plan(weak_champion)
    assay.deploy(weak_champion, 2, role="none", reason="a guard")
    assert assay.experiment_status(weak_champion).experiment.ended == "a guard"
    plan(weak_champion)
    assay.promote(weak_champion, 2)
    assert assay.experiment_status(weak_champion).experiment.ended == "promoted"


def test_an_outcome_that_cannot_be_read_is_set_aside_counted_and_the_others_stand(
    weak_champion: Path,
) -> None:
    plan(weak_champion)
    traffic(weak_champion, begin=0, end=569)
    serving = plan_of(load(weak_champion))
    spool = Spool(serving.spool, most_bytes=10**9)
    for request, outcome in (("0-champion", "maybe"), ("0-canary", "maybe"), ("nobody", 1)):
        told = {"key": "", "row": 0, "outcome_at": ""}
        at_us = time.time_ns() // 1000
        spool.write(Feedback(at_us=at_us, request=request, outcome=outcome, **told))  # type: ignore[arg-type]
    spool.close()
    found = assay.experiment_status(weak_champion)
    assert (found.unreadable, sum(found.labelled.values())) == (1, 568)
    assert found.look is not None


def test_a_plan_by_what_was_answered_stands_although_an_outcome_cannot_be_read(
    weak_champion: Path,
) -> None:
    traffic(weak_champion, begin=0, end=200)
    serving = plan_of(load(weak_champion))
    spool = Spool(serving.spool, most_bytes=10**9)
    at_us = time.time_ns() // 1000
    told = {"at_us": at_us, "key": "", "row": 0, "outcome_at": ""}
    spool.write(Feedback(request="0-champion", outcome="maybe", **told))  # type: ignore[arg-type]
    spool.close()
    made = assay.plan_experiment(
        weak_champion, 2, effect=0.25, requests_a_day=300, share=0.5, looks=2, metric="log_loss"
    )
    assert made.plan.baseline > 0


def test_answers_without_outcomes_are_waited_for(weak_champion: Path) -> None:
    plan(weak_champion)
    traffic(weak_champion, begin=0, end=569, outcomes=False)
    found = assay.experiment_status(weak_champion)
    assert found.look is None
    assert found.labelled == {}
    assert sum(found.answered.values()) == 569


def test_two_experiments_at_once_are_refused_and_one_can_be_stopped(weak_champion: Path) -> None:
    plan(weak_champion)
    with pytest.raises(InputError, match="is being tried already"):
        plan(weak_champion)
    assay.stop_experiment(weak_champion, reason="a test")
    assert assay.routing(weak_champion).canaries == ()
    plan(weak_champion, effect=0.3)


def test_a_plan_without_labelled_answers_asks_for_what_it_needs(weak_champion: Path) -> None:
    with pytest.raises(InputError, match="too few to plan by"):
        assay.plan_experiment(weak_champion, 2, effect=0.1, requests_a_day=300)
