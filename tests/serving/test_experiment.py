"""An experiment is announced, waits for outcomes, and decides by its plan."""

from __future__ import annotations

import time
from pathlib import Path

import polars as pl
import pytest

import assay
from assay.core.errors import InputError
from assay.core.project import load
from assay.lifecycle.experiment import Experiment
from assay.lifecycle.serve import plan_of
from assay.serving.log.record import Answered, Feedback
from assay.serving.log.spool import Spool


def traffic(project: Path, *, begin: int, end: int, outcomes: bool = True) -> None:
    """Answer rows of the table as the routing says, and tell their outcomes, as a server logs."""
    plan, routing = plan_of(load(project)), assay.routing(project)
    table = pl.read_parquet(project / "cells.parquet")[begin:end]
    said = {
        version: assay.score(project, table) if version == routing.champion else None
        for version in (1, 2)
    }
    other = next(version for version in (1, 2) if version != routing.champion)
    said[other] = _scored(project, table, other)
    spool = Spool(plan.spool, most_bytes=10**9)
    for place, (patient, truth) in enumerate(table.select("patient", "diagnosis").iter_rows()):
        version, role = routing.choose(patient)
        assert version is not None
        scores = said[version]
        assert scores is not None
        chance = scores["probability_malignant"][place]
        request = f"{begin + place}-{role}"
        spool.write(
            Answered(
                at_us=time.time_ns() // 1000,
                request=request,
                versions=[version],
                route=role,
                key=patient,
                latency_us=100,
                status=200,
                body=b"{}",
                scores=[[chance]],
                predictions=[scores["prediction"][place]],
                reasons=[],
            )
        )
        if outcomes:
            told = Feedback(
                at_us=time.time_ns() // 1000,
                request=request,
                key="",
                row=0,
                outcome=truth,
                outcome_at="",
            )
            spool.write(told)
    spool.close()


def _scored(project: Path, table: pl.DataFrame, version: int) -> pl.DataFrame:
    out = project / f"by-{version}.parquet"
    table.write_parquet(project / "some.parquet")
    assay.predict(project, str(project / "some.parquet"), out, version=version, mode="overwrite")
    return pl.read_parquet(out)


@pytest.fixture
def weak_champion(project: Path) -> Path:
    """The project with version 1, which is worse, as champion."""
    assay.rollback(project)
    return project


def plan(project: Path, challenger: int = 2, *, effect: float = 0.25) -> Experiment:
    return assay.plan_experiment(
        project, challenger, effect=effect, requests_a_day=300, share=0.5, looks=2,
        metric="log_loss", baseline=0.45, deviation=0.5,
    )  # fmt: skip


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
    with pytest.raises(InputError, match="no experiment is running"):
        assay.experiment_status(project)


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
