"""A server over real HTTP: what it answers, whom it refuses, and what it survives."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.serving.conftest import (
    Serve,
    Served,
    answers_at_all,
    records,
    wait_until,
)

import assay
from assay.core.project import load
from assay.lifecycle.serve import plan_of
from assay.serving.log import filing


@pytest.fixture(scope="module")
def served(two_champions: Path, serve: Serve) -> Iterator[Served]:
    """A server that tests only ask."""
    with serve(two_champions, "--workers", "2") as running:
        yield running


def test_a_row_gets_online_the_answer_that_it_gets_in_batch_bit_for_bit(served: Served) -> None:
    table = pl.read_parquet(served.project / "cells.parquet")
    batch = assay.score(served.project, table)
    status, said = served.ask("/v1/predict", records(served.project, table.height))
    assert status == 200
    assert [one["prediction"] for one in said["predictions"]] == batch["prediction"].to_list()
    for name in ("benign", "malignant"):
        online = [one["probability"][name] for one in said["predictions"]]
        assert online == batch[f"probability_{name}"].to_list()


def test_one_record_gets_one_answer_with_version_and_request_id(served: Served) -> None:
    record = records(served.project)[0]
    status, said = served.ask("/v1/predict", record, headers={"x-request-id": "mine-1"})
    assert status == 200
    assert (said["request_id"], said["model_version"]) == ("mine-1", 2)
    assert sum(said["probability"].values()) == pytest.approx(1)


def test_a_row_that_breaks_the_contract_is_refused_with_every_reason(served: Served) -> None:
    record = {**records(served.project)[0], "mean_area": "large", "size": "huge"}
    status, said = served.ask("/v1/predict", record)
    assert status == 422
    assert {reason["column"] for reason in said["error"]["reasons"]} == {"mean_area", "size"}


def test_each_reason_names_its_row_the_first_one_too(served: Served) -> None:
    good, bad = records(served.project)[0], {**records(served.project)[0], "size": "huge"}
    for sent, rows in (([bad, good, bad], [0, 2]), (bad, [0])):
        _, said = served.ask("/v1/predict", sent)
        assert [reason["row"] for reason in said["error"]["reasons"]] == rows
    _, said = served.ask("/v1/feedback", {"request_id": "mine-1", "outcome": "maybe"})
    assert [reason["row"] for reason in said["error"]["reasons"]] == [0]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"[1]", 400),
        (b'"text"', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"{}", 422),
        (b'[{"a": 1' + b" " * 10_000_001, 413),
    ],
)
def test_a_body_that_is_no_record_is_refused_in_words(
    served: Served, body: bytes, status: int
) -> None:
    seen, said = served.ask("/v1/predict", body)
    assert seen == status
    assert said["error"]["what"]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/csv", b"radius_error\n1", 415),
        ("text/csv; charset=utf-8", b"radius_error\n1", 415),
        ("application/json", b"radius_error\n1", 400),
        ("application/json; charset=utf-8", b"{}", 422),
        ("application/x-www-form-urlencoded", b"radius_error\n1", 400),
        ("application/x-www-form-urlencoded", b"{}", 422),
    ],
)
def test_a_body_of_another_type_is_told_which_ones_are_read(
    served: Served, kind: str, body: bytes, status: int
) -> None:
    for path in ("/v1/predict", "/v1/feedback"):
        seen, said = served.ask(path, body, headers={"content-type": kind})
        assert (path, seen) == (path, status)
        assert ("application/json" in said["error"]["remedy"]) == (status == 415)


def test_each_mistake_has_a_remedy_that_fits_it(served: Served) -> None:
    assert "1 to 10,000" in served.ask("/v1/predict", b"[]")[1]["error"]["remedy"]
    status, said = served.ask("/v1/predict")
    assert (status, "by POST" in said["error"]["remedy"]) == (405, True)
    noted = {**records(served.project)[0], "size": "huge"}
    del noted["mean_texture"]  # may be missing, so it is noted and breaks nothing
    assert served.ask("/v1/predict", noted)[1]["error"]["what"] == "1 value breaks the contract"


def test_an_address_or_method_that_is_not_there_is_told(served: Served) -> None:
    assert served.ask("/v1/nothing")[0] == 404
    assert served.ask("/v1/predict")[0] == 405
    assert served.ask("/v1/control/rollback")[0] == 405


def test_control_refuses_whoever_has_no_token(served: Served) -> None:
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "open-sesame"}):
        for verb in ("rollback", "deploy"):
            assert served.ask(f"/v1/control/{verb}", {}, headers=headers)[0] == 401
    assert served.control("state")[1]["champion"] == 2


def test_the_document_describes_the_contract_and_its_example_is_answered(served: Served) -> None:
    status, document = served.ask("/openapi.json")
    assert status == 200
    record = document["components"]["schemas"]["Record"]
    assert record["properties"]["size"]["enum"] == ["large", "small"]
    body = document["paths"]["/v1/predict"]["post"]["requestBody"]
    example = body["content"]["application/json"]["example"]
    assert served.ask("/v1/predict", example)[0] == 200


def test_metrics_add_up_what_all_workers_answered(served: Served) -> None:
    def answered() -> float:
        _, text = served.ask("/metrics")
        start = 'assay_requests_total{endpoint="/v1/predict",route="champion",status="200"} '
        return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(start))

    before = answered()
    for record in records(served.project, 12):
        served.ask("/v1/predict", record)
    wait_until(lambda: answered() >= before + 12)


def test_an_outcome_that_comes_later_is_kept(served: Served) -> None:
    assert served.ask("/v1/feedback", {"request_id": "mine-1", "outcome": "benign"})[0] == 202
    assert served.ask("/v1/feedback", {"outcome": 1})[0] == 422
    assert served.ask("/v1/feedback", b"{")[0] == 400


@pytest.mark.parametrize(
    ("wrong", "where", "told"),
    [
        ({"request_id": "mine-1", "outcome": "maybe"}, "record 1, outcome", "benign, malignant"),
        ({"request_id": "mine-1", "outcome": 17}, "record 1, outcome", "benign, malignant"),
        ({"request_id": "mine-1"}, "record 1, $[1]", "outcome"),
        ({"request_id": "mine-1", "outcome": None}, "record 1, $[1].outcome", "null"),
        ({"request": "mine-1", "outcome": "benign"}, "record 1, $[1]", "request"),
        ({"outcome": "benign"}, "record 1, request_id", "named"),
    ],
)
def test_an_outcome_that_could_never_be_joined_is_refused_with_its_place_and_keeps_the_rest_out(
    served: Served, wrong: dict[str, object], where: str, told: str
) -> None:
    plan = plan_of(load(served.project))

    def kept() -> int:
        said = filing.read_feedback(plan.spool, plan.log).filter(pl.col("request") == "all-or-none")
        return said.collect().height

    good = {"request_id": "all-or-none", "outcome": "benign"}
    status, said = served.ask("/v1/feedback", [good, wrong])
    assert (status, said["error"]["where"]) == (422, where)
    assert told in said["error"]["what"]
    assert said["error"]["remedy"]
    assert kept() == 0


def test_an_outcome_of_a_key_is_refused_where_answers_have_none(
    project: Path, serve: Serve
) -> None:
    settings = project / "assay.toml"
    settings.write_text(settings.read_text().replace('key = "patient"\n', ""))
    with serve(project) as server:
        status, said = server.ask("/v1/feedback", {"key": "17", "outcome": "benign"})
        assert (status, said["error"]["where"]) == (422, "record 0, key")
        assert "[serve] key" in said["error"]["what"]
        _, document = server.ask("/openapi.json")
        assert "key" not in document["components"]["schemas"]["Outcome"]["properties"]


def test_a_rollback_reaches_every_worker_and_the_registry(project: Path, serve: Serve) -> None:
    record = records(project)[0]
    with serve(project, "--workers", "2") as server:
        assert server.ask("/v1/predict", record)[1]["model_version"] == 2
        assert server.control("rollback", {"reason": "a test"}) == (200, {
            "before": 2, "after": 1, "gate": None,
        })  # fmt: skip
        wait_until(lambda: _versions(server, record) == {1})
        wait_until(lambda: not (project / ".assay" / "moving.json").exists())
    assert assay.verify(project).problems == ()
    assert [reign.version for reign in assay.history(project)] == [1, 2, 1]


def _versions(server: Served, record: dict[str, object]) -> set[int]:
    """Return the versions that many fresh connections are answered by."""
    return {server.ask("/v1/predict", record)[1]["model_version"] for _ in range(12)}


def test_a_canary_answers_its_share_and_a_key_keeps_its_version(
    project: Path, serve: Serve
) -> None:
    rows = records(project, 500)
    assay.rollback(project)
    with serve(project) as server:
        body = {"version": 2, "as": "canary", "percent": 20}
        assert server.control("deploy", body)[0] == 200
        wait_until(lambda: server.control("state")[1]["canaries"] != [])
        first, again = (_by_key(server, rows) for _ in range(2))
        assert first == again
        assert 60 <= Counter(first.values())[2] <= 140
        server.control("deploy", {"version": 2, "as": "canary", "percent": 40})
        wait_until(lambda: server.control("state")[1]["canaries"][0]["percent"] == 40)
        grown = _by_key(server, rows)
        assert all(grown[key] == 2 for key, version in first.items() if version == 2)
        server.control("deploy", {"version": 2, "as": "none"})
        wait_until(lambda: set(_by_key(server, rows).values()) == {1})


def _by_key(server: Served, rows: list[dict[str, object]]) -> dict[object, int]:
    status, said = server.ask("/v1/predict", rows)
    assert status == 200, said
    return {
        row["patient"]: one["model_version"]
        for row, one in zip(rows, said["predictions"], strict=True)
    }


def test_a_model_that_was_changed_is_not_served(project: Path) -> None:
    latest = max((project / ".assay" / "runs").iterdir())
    graph = latest / "model" / "scorer.onnx"
    graph.write_bytes(graph.read_bytes()[:-1] + b"\0")
    done = _started(project)
    assert done.returncode == 2
    assert "was changed" in done.stderr


def test_a_baseline_that_the_ledger_does_not_know_stands_in_for_nothing(project: Path) -> None:
    other, latest = sorted((project / ".assay" / "runs").iterdir())
    for name in ("scorer.onnx", "scorer.json"):  # sound in itself, and not what was registered
        shutil.copy(other / "model" / name, latest / "model" / "baseline" / name)
    done = _started(project)
    assert done.returncode == 2
    assert "baseline differ from the ledger's" in done.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_a_model_that_was_changed_meanwhile_is_answered_by_from_its_copy(
    project: Path, serve: Serve, workers: int
) -> None:
    record = records(project)[0]
    graph = max((project / ".assay" / "runs").iterdir()) / "model" / "scorer.onnx"
    with serve(project, "--workers", str(workers)) as server:
        wait_until(lambda: len(_answering(server, record)) == workers)
        before = server.ask("/v1/predict", record)[1]
        graph.write_bytes(graph.read_bytes()[:-1] + b"\0")
        victims = server.workers()
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        wait_until(lambda: _restarted(server, victims))
        wait_until(lambda: len(_answering(server, record)) == workers)
        after = server.ask("/v1/predict", record)[1]
        assert after == {**before, "request_id": after["request_id"]}


def _restarted(server: Served, before: list[int]) -> bool:
    workers = server.workers()
    return len(workers) == len(before) and not {*before} & {*workers}


def test_a_copy_that_was_changed_too_is_not_believed(project: Path, serve: Serve) -> None:
    graph = max((project / ".assay" / "runs").iterdir()) / "model" / "scorer.onnx"
    content = graph.read_bytes()
    with serve(project) as server:
        (copy,) = (project / ".assay" / "serving" / "versions").glob("2-*/scorer.onnx")
        assert copy.read_bytes() == content
        for each in (graph, copy):
            each.write_bytes(content[:-1] + b"\0")
        (victim,) = server.workers()
        os.kill(victim, signal.SIGKILL)
        with pytest.raises(OSError):
            urllib.request.urlopen(f"{server.url}/health", timeout=3)
        graph.write_bytes(content)
        wait_until(lambda: answers_at_all(server))


def _answering(server: Served, record: dict[str, object]) -> set[int]:
    """Return the workers that many fresh connections are answered by; a request's id names it."""
    said = []
    for _ in range(12):
        with contextlib.suppress(OSError):  # the worker died with the question
            said.append(server.ask("/v1/predict", record)[1]["request_id"])
    return {int(request.split("-")[1], 16) for request in said}


def test_scores_that_differ_from_the_certificate_stop_the_start(project: Path) -> None:
    latest = max((project / ".assay" / "runs").iterdir())
    kept = latest / "model" / "proof.json"
    proof = json.loads(kept.read_bytes())
    proof["scores"][0][0] += 0.01
    kept.write_text(json.dumps(proof))
    done = _started(project)
    assert done.returncode == 2
    assert "proof differ" in done.stderr


def test_an_address_that_cannot_be_listened_at_is_told_with_who_has_it(two_champions: Path) -> None:
    done = _started(two_champions, port=99_999)
    assert (done.returncode, "99999 is no port" in done.stderr) == (2, True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = _started(two_champions, port=taken.getsockname()[1])
    assert done.returncode == 2
    assert f"by process {os.getpid()} (" in done.stderr


def test_a_way_back_that_is_not_there_is_a_finding_of_the_drill(project: Path) -> None:
    assay.rollback(project)
    done = subprocess.run(
        [sys.executable, "-m", "assay.cli.main", "drill", "rollback"],
        cwd=project, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "no version to go back to" in done.stderr


def _started(project: Path, port: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assay.cli.main", "serve", "--port", str(port)]
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
