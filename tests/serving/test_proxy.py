"""An early signal stands for a late outcome only after past rows have shown that it does."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.serving.test_experiment import ledger, traffic

import assay
from assay.core.errors import InputError
from assay.core.project import load
from assay.lifecycle.serve import plan_of
from assay.serving.keeper import Keeper
from assay.serving.log import filing
from assay.serving.log.record import Feedback
from assay.serving.log.spool import Spool


@pytest.fixture
def late(project: Path) -> Path:
    """A project with a declared signal, a weak champion, and answers whose outcome is known."""
    assay.rollback(project)
    settings = project / "assay.toml"
    settings.write_text(f'{settings.read_text()}\n[rollout]\nproxy = "biopsy"\n')
    traffic(project, begin=0, end=569)
    return project


def signals(project: Path, *, wrong: float, outcomes: dict[str, str]) -> None:
    """Tell of each answer an early signal that is wrong in a share of them."""
    plan, random = plan_of(load(project)), np.random.default_rng(0)
    spool = Spool(plan.spool, most_bytes=10**9)
    other = {'"benign"': "malignant", '"malignant"': "benign"}
    for request, truth in outcomes.items():
        said = other[truth] if random.random() < wrong else truth.strip('"')
        spool.write(
            Feedback(
                at_us=time.time_ns() // 1000, request=request, key="", row=0, outcome=said,
                outcome_at="", signal="biopsy",
            )
        )  # fmt: skip
    spool.close()


def told(project: Path) -> dict[str, str]:
    """Outcomes by request."""
    plan = plan_of(load(project))
    found = filing.read_feedback(plan.spool, plan.log).select("request", "outcome").collect()
    return dict(found.iter_rows())


def plan(project: Path, **options: Any) -> None:
    terms: dict[str, Any] = {"effect": 0.25, "requests_a_day": 300, "share": 0.5, "looks": 2}
    terms |= options
    assay.plan_experiment(project, 2, metric="log_loss", proxy=True, **terms)


def test_an_experiment_is_decided_by_a_signal_that_stands_for_the_outcome(late: Path) -> None:
    truth = told(late)
    signals(late, wrong=0.0, outcomes=truth)
    plan(late, baseline=0.45, deviation=0.5)
    proven = ledger(late, "experiment")[-1].body["proxy"]
    assert (proven["signal"], proven["units"]) == ("biopsy", 569)
    assert proven["low"] > 0.99 and proven["effect"] == pytest.approx(proven["by_signal"])
    traffic(late, begin=0, end=569, outcomes=False, named="new-")
    assert assay.experiment_status(late).labelled == {}  # neither outcome nor signal has come
    by_place = {request.split("-")[0]: said for request, said in truth.items()}
    fresh = [each for each in _requests(late) if each.startswith("new-")]
    signals(late, wrong=0.0, outcomes={each: by_place[each.split("-")[1]] for each in fresh})
    Keeper(plan_of(load(late))).work()
    found = assay.experiment_status(late)
    assert found.look is not None and found.look.verdict == "promote"
    assert found.experiment.signal == "biopsy"


def _requests(project: Path) -> list[str]:
    plan = plan_of(load(project))
    return filing.read(plan.spool, plan.log).collect()["request"].to_list()


def test_a_signal_that_foretells_too_little_is_refused_with_what_was_found(late: Path) -> None:
    signals(late, wrong=0.3, outcomes=told(late))
    with pytest.raises(InputError, match="does not stand for the outcome well enough") as refused:
        plan(late, baseline=0.45, deviation=0.5)
    assert "569 units; correlation" in refused.value.where
    assert ledger(late, "experiment") == []
    assert assay.routing(late).canaries == ()


def test_a_signal_is_not_believed_before_outcomes_have_come(late: Path) -> None:
    some = dict(list(told(late).items())[:150])
    signals(late, wrong=0.0, outcomes=some)
    with pytest.raises(InputError, match="are both known of 150 answers"):
        plan(late)


def test_a_signal_that_may_be_off_by_the_effect_is_refused(late: Path) -> None:
    signals(late, wrong=0.004, outcomes=told(late))
    settings = late / "assay.toml"
    settings.write_text(settings.read_text() + "proxy_correlation = 0.1\n")
    with pytest.raises(InputError, match="may be off by as much as the effect of 1e-05"):
        plan(late, effect=1e-5)


def test_no_signal_is_taken_that_was_not_declared(project: Path) -> None:
    with pytest.raises(InputError, match="no early signal is declared"):
        assay.rollback(project)
        plan(project)
