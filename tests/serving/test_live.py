"""What the log of a server tells: skew, what a challenger would say, what is behind an answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.serving.conftest import Serve, Served, records

import assay
from assay.core.errors import GateClosed, InputError
from assay.core.project import load
from assay.core.workspace import Workspace
from assay.lifecycle.serve import plan_of
from assay.serving.log import filing


@pytest.fixture(scope="module")
def answered(
    two_champions: Path, tmp_path_factory: pytest.TempPathFactory, serve: Serve
) -> tuple[Path, str]:
    """A project whose server has answered all rows of its table, and the id of one request."""
    folder = tmp_path_factory.mktemp("answered") / "project"
    shutil.copytree(two_champions, folder, ignore=shutil.ignore_patterns("serving"))
    rows = records(folder, 569)
    with serve(folder) as server:
        assert server.ask("/v1/predict", rows)[0] == 200
        request = _alone(server, rows[0])
        _alone(server, {**rows[1], "mean_area": str(rows[1]["mean_area"])})  # a number as text
        assert server.ask("/v1/predict", {**rows[0], "size": "huge"})[0] == 422
        outcome = {"request_id": request, "outcome": "malignant"}
        assert server.ask("/v1/feedback", outcome)[0] == 202
    return folder, request


def _alone(server: Served, row: dict[str, object]) -> str:
    status, said = server.ask("/v1/predict", row)
    assert status == 200
    request: str = said["request_id"]
    return request


def test_logged_answers_score_the_same_in_batch(answered: tuple[Path, str]) -> None:
    found = assay.replay(answered[0])
    assert (found.rows, found.differing, found.largest) == (571, 0, 0.0)
    assert (found.skipped, found.why_skipped) == (1, (("refused at the door", 1),))


def test_an_answer_that_batch_would_not_give_is_found(
    answered: tuple[Path, str], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(answered[0], tmp_path / "project"))
    plan = plan_of(load(folder))
    log = filing.read(plan.spool, plan.log).collect()
    off = pl.when(pl.col("request") == answered[1]).then(1e-9).otherwise(0.0)
    wrong = log.with_columns(pl.col("scores").list.eval(pl.element()) + off)
    wrong.write_delta(str(plan.log / "answers"), mode="overwrite")
    found = assay.replay(folder)
    assert (found.differing, found.requests) == (1, (answered[1],))


def test_a_challenger_is_compared_on_what_was_asked(answered: tuple[Path, str]) -> None:
    found = assay.shadow(answered[0], 1)
    assert (found.champion, found.challenger, found.rows) == (2, 1, 571)
    assert found.low < found.disagreeing / found.rows < found.high
    assert sum(switch.rows for switch in found.switches) == found.disagreeing > 20
    assert found.live is None  # it never was a shadow, so nothing was measured


def test_a_version_never_disagrees_with_itself(answered: tuple[Path, str]) -> None:
    found = assay.shadow(answered[0], 2)
    assert (found.disagreeing, found.largest_shift, found.switches) == (0, 0.0, ())


def test_an_answer_tells_what_stands_behind_it(answered: tuple[Path, str]) -> None:
    folder, request = answered
    found = assay.blame(folder, request)
    assert (found.version, found.route, found.status) == (2, "champion", 200)
    assert found.promoted_at is not None and found.promoted_at < found.at
    assert (folder / ".assay" / "runs" / found.run).is_dir()
    (row,) = found.rows
    assert row.outcome == '"malignant"'
    assert row.prediction in ("benign", "malignant")
    with pytest.raises(InputError, match="holds no request"):
        assay.blame(folder, "nobody-asked-this")


def test_a_way_back_is_rehearsed_and_one_that_is_gone_is_told(project: Path) -> None:
    found = assay.drill_rollback(project)
    assert (found.target, found.problem) == (1, "")
    first = min((project / ".assay" / "runs").iterdir())
    (first / "model" / "scorer.onnx").unlink()
    assert "scorer.onnx" in assay.drill_rollback(project).problem


def test_nothing_is_promoted_over_a_champion_that_could_not_come_back(project: Path) -> None:
    assay.rollback(project)
    first = min((project / ".assay" / "runs").iterdir())
    (first / "model" / "proof.json").unlink()
    with pytest.raises(GateClosed) as closed:
        assay.promote(project, 2)
    assert "ops-no-rollback-target" in closed.value.where


def test_a_canary_is_compared_on_the_log_before_it_answers(
    answered: tuple[Path, str], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(answered[0], tmp_path / "project"))
    assay.deploy(folder, 1, role="canary", percent=20)
    *_, kept = Workspace(load(folder)).ledger.entries("shadow")
    assert (kept.body["champion"], kept.body["challenger"]) == (2, 1)
    assert (kept.body["compared"], kept.body["problem"]) == (571, "")
    assert kept.body["disagreeing"] > 20


def test_no_version_answers_that_could_not_be_compared_unless_that_is_waived(
    answered: tuple[Path, str], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(answered[0], tmp_path / "project"))
    plan = plan_of(load(folder))
    log = filing.read(plan.spool, plan.log).collect()
    redacted = log.with_columns(inputs=pl.lit("{}"))
    redacted.write_delta(str(plan.log / "answers"), mode="overwrite")
    shutil.rmtree(plan.spool)  # what was not filed when the server ended stands in `log` too
    for role in ("canary", "champion"):
        with pytest.raises(GateClosed) as closed:
            assay.deploy(folder, 1, role=role)
        assert "ops-no-shadow" in closed.value.where
    assert assay.routing(folder).canaries == ()
    settings = folder / "assay.toml"
    waiver = 'rule = "ops-no-shadow"\nreason = "all columns are redacted"\nexpires = 2999-01-31'
    settings.write_text(f"{settings.read_text()}\n[[practices.waivers]]\n{waiver}\n")
    assay.deploy(folder, 1, role="canary")
    assert [each.version for each in assay.routing(folder).canaries] == [1]


def test_a_version_without_evidence_gets_no_request(project: Path) -> None:
    assay.rollback(project)
    last = max((project / ".assay" / "runs").iterdir())
    (last / "evidence" / "ValidationEvidence.json").unlink()
    with pytest.raises(GateClosed, match="may not become canary") as closed:
        assay.deploy(project, 2, role="canary")
    assert "there is no ValidationEvidence" in closed.value.where
    assay.deploy(project, 2, role="shadow")  # nobody sees what it would say


def test_a_champion_is_deployed_through_the_gate(project: Path) -> None:
    assay.rollback(project)
    done = assay.deploy(project, 2, role="champion")
    assert (done.role, done.champion) == ("champion", 2)
    assert [each.by for each in assay.history(project)][-1] == "promotion"


def test_a_champion_that_is_promoted_again_is_told_that_nothing_is_left_to_do(
    project: Path,
) -> None:
    with pytest.raises(InputError, match="is the champion already") as told:
        assay.promote(project, 2)
    assert "nothing is left to do" in told.value.remedy
