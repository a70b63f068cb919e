"""Each outcome judges both versions, whoever answered, where an answer changes no outcome."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.serving.test_experiment import scored, traffic

import assay
from assay.core.project import load
from assay.evaluation.metrics import log_loss
from assay.lifecycle.deploy import last_withdrawn
from assay.lifecycle.pairs import Pairs
from assay.lifecycle.serve import plan_of
from assay.serving.keeper import Keeper

SETTLED_SECONDS = 5.0


def work(project: Path) -> Keeper:
    keeper = Keeper(plan_of(load(project)))
    keeper.work()
    return keeper


def test_a_canary_that_is_worse_goes_although_it_answered_hardly_anything(project: Path) -> None:
    assay.deploy(project, 1, role="canary", percent=5)
    traffic(project, begin=0, end=569, later_seconds=SETTLED_SECONDS)
    work(project)
    routing = assay.routing(project)
    assert (routing.canaries, routing.champion) == ((), 2)
    gone = last_withdrawn(project)
    assert gone is not None
    reason = gone.reason
    assert reason.startswith("guard 'paired loss': a mean loss of")
    assert "over 569 outcomes" in reason


def test_a_canary_that_is_better_stays(project: Path) -> None:
    assay.rollback(project)
    assay.deploy(project, 2, role="canary", percent=5)
    traffic(project, begin=0, end=569, later_seconds=SETTLED_SECONDS)
    keeper = work(project)
    assert [each.version for each in assay.routing(project).canaries] == [2]
    pair = keeper.guard.pairs[2]
    assert pair.log_evidence < 0 and pair.loss < pair.champion_loss


def test_where_answers_change_outcomes_each_judges_its_own_version_alone(project: Path) -> None:
    settings = project / "assay.toml"
    settings.write_text(f"{settings.read_text()}answers_change_outcomes = true\n")
    assay.deploy(project, 1, role="canary", percent=5)
    traffic(project, begin=0, end=569, later_seconds=SETTLED_SECONDS)
    assert work(project).guard.pairs == {}
    assert [each.version for each in assay.routing(project).canaries] == [1]


@pytest.mark.parametrize("inputs", [True, False])
def test_losses_of_both_are_those_of_batch_and_no_unit_counts_twice(
    project: Path, inputs: bool
) -> None:
    assay.deploy(project, 1, role="canary", percent=30)
    pairs = Pairs(project)
    for begin, end in ((0, 100), (100, 200)):
        traffic(project, begin=begin, end=end, later_seconds=SETTLED_SECONDS, inputs=inputs)
        found = pairs.learn(assay.routing(project), "")
    again = pairs.learn(assay.routing(project), "")[1]
    if not inputs:
        assert again.outcomes == 0  # redacted: the other version cannot be asked
        return
    assert again == found[1]
    table = pl.read_parquet(project / "cells.parquet").head(200)
    labels = (table["diagnosis"] == "malignant").cast(pl.Float64).to_numpy()
    for version, loss in ((1, again.loss), (2, again.champion_loss)):
        chances = scored(project, table, version)["probability_malignant"].to_numpy()
        losses = np.minimum(log_loss.row_loss(labels, chances), log_loss.MOST)
        assert loss == pytest.approx(losses.mean(), rel=1e-6)
    assert again.outcomes == 200
