"""A shadow is asked what was answered, measured as it is, and nobody waits for it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import polars as pl
from tests.serving.conftest import Serve, Served, children_of, records, wait_until

import assay
from assay.core.project import load
from assay.core.workspace import Workspace
from assay.lifecycle import shadow_live
from assay.lifecycle.serve import plan_of
from assay.serving.beside.shadow_scorer import ShadowScorer, asked
from assay.serving.log import filing


def said(project: Path) -> pl.DataFrame:
    plan = plan_of(load(project))
    return filing.read_shadows(plan.spool, plan.log).sort("at").collect()


def processes(server: Served) -> list[int]:
    """The processes that ask shadows."""
    return [
        child
        for worker in server.workers()
        for child in children_of(worker)
        if b"shadow_scorer" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def metric(server: Served, name: str) -> float:
    lines = server.ask("/metrics")[1].splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(f"assay_{name}_total "))


def test_a_shadow_is_measured_on_what_was_asked_and_survives_its_process(
    project: Path, serve: Serve
) -> None:
    rows = records(project, 40)
    narrow = {name: rows[0][name] for name in ("patient", "radius_error", "mean_symmetry")}
    with serve(project) as server:
        for row in rows[:3]:
            server.ask("/v1/predict", row)
        assert processes(server) == []  # nobody is a shadow
        assert server.control("deploy", {"version": 1, "as": "shadow"})[0] == 200
        wait_until(lambda: server.control("state")[1]["shadows"] == [1])
        server.ask("/v1/predict", rows[0])
        kind = {"content-type": "application/vnd.apache.arrow.stream"}
        stream = pl.DataFrame(rows[:2]).write_ipc_stream(None).getvalue()
        assert server.ask("/v1/predict", stream, headers=kind)[0] == 200  # no shadow sees tables
        told = [server.ask("/v1/predict", row) for row in rows]
        assert {status for status, _ in told} == {200}
        assert server.ask("/v1/predict", narrow)[0] == 422  # the shadow reads no more than that
        assert server.ask("/v1/predict", {**rows[0], "mean_symmetry": "high"})[0] == 422
        wait_until(lambda: said(project).height == 43)
        live = assay.shadow(project, 1).live
        assert live is not None and (live.asked, live.skipped) == (43, 1)
        (victim,) = processes(server)
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: _asked_again(server, rows[0]) and said(project).height > 43)
        assert processes(server) != [victim]
        assert metric(server, "shadow_answers") >= 42
        assert metric(server, "shadow_refused") == 1
    found = assay.shadow(project, 1).live
    assert found is not None
    assert found.took is not None and found.champion_took is not None and found.served is not None
    assert 0 < found.took.p50_us <= found.took.p99_us
    assert found.processor is not None and found.champion_processor is not None
    assert 0 < found.processor.p50_us <= found.processor.p99_us
    assert (found.refused, found.failed) == (1, 0)
    assert found.champion_refused == 2
    assert found.asked > 43
    ((problem, count),) = found.problems
    assert ("mean_symmetry" in problem, count) == (True, 1)
    table = pl.read_parquet(project / "cells.parquet").head(40)
    assay.predict(project, str(_kept(project, table)), project / "by-1.parquet", version=1)
    batch = pl.read_parquet(project / "by-1.parquet")["probability_malignant"].to_list()
    by_request = {row["request"]: row["scores"] for row in said(project).to_dicts()}
    assert [by_request[one["request_id"]][0][0] for _, one in told] == batch


def _asked_again(server: Served, row: dict[str, object]) -> bool:
    assert server.ask("/v1/predict", row)[0] == 200  # while the process is away, too
    return said(server.project).height > 43


def _kept(project: Path, table: pl.DataFrame) -> Path:
    table.write_parquet(project / "asked.parquet")
    return project / "asked.parquet"


def test_a_shadow_that_cannot_be_loaded_fails_at_every_request_and_says_why(project: Path) -> None:
    assert asked("the scorer was changed", [{}]).status == "failed"
    plan = plan_of(load(project))
    registered = assay.routing(project).registered
    first = min((project / ".assay" / "runs").iterdir())
    (first / "model" / "proof.json").unlink()
    scorer = ShadowScorer(plan)
    assert isinstance(scorer._model(registered[1]), str)
    assert asked(scorer._model(registered[2]), records(project, 2)).status == "answered"


def test_a_version_that_never_was_a_shadow_has_no_measures(project: Path) -> None:
    assert shadow_live.measured(Workspace(load(project)), 2, 1) is None
