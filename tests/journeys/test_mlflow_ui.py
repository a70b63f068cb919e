"""`mlflow ui` on a workspace shows its runs, models and files."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assay.registry.adapters.mlflow import Mlflow
from assay.registry.tracking import CHAMPION

pytest.importorskip("flask")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    registry = Mlflow(
        f"sqlite:///{folder / 'mlflow.db'}",
        artifacts=folder / "artifacts",
        project="flights",
        model="flights",
    )
    (folder / "model").mkdir()
    (folder / "model" / "scorer.json").write_text("{}")
    tracking_id = registry.start(name="flights", run_id="R1")
    registry.log(tracking_id, params={"metric": "roc_auc"}, metrics={"test_roc_auc": 0.7362})
    registry.artifacts(tracking_id, folder / "model", into="evidence")
    version = registry.register(
        tracking_id,
        folder / "model",
        columns=("hour",),
        classes=("no", "yes"),
        tags={"assay.run_id": "R1"},
    )
    registry.set_alias(CHAMPION, version.number)
    registry.finish(tracking_id, status="finished")
    return folder


@pytest.fixture(scope="module")
def server(workspace: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore"}
    with (workspace / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "mlflow", "ui", "--host", "127.0.0.1"),
                *("--backend-store-uri", f"sqlite:///{workspace / 'mlflow.db'}"),
                *("--port", str(port), "--workers", "1"),
            ],
            cwd=workspace,
            env={**os.environ, **quiet},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, workspace / "server.log")
        yield address
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=30)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"mlflow ui stopped: {log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(f"{address}/health", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"mlflow ui did not answer: {log.read_text()[-2000:]}")


def ask(address: str, path: str, body: object | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{address}/api/2.0/mlflow/{path}",
        data=data,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_mlflow_ui_shows_run_version_and_files_of_a_workspace(server: str) -> None:
    experiment = ask(server, "experiments/get-by-name?experiment_name=flights")["experiment"]
    found = ask(server, "runs/search", {"experiment_ids": [experiment["experiment_id"]]})
    (run,) = found["runs"]
    assert run["info"]["status"] == "FINISHED"
    assert {"key": "metric", "value": "roc_auc"} in run["data"]["params"]
    assert run["data"]["metrics"][0]["value"] == pytest.approx(0.7362)
    files = ask(server, f"artifacts/list?run_id={run['info']['run_id']}&path=evidence")
    assert [each["path"] for each in files["files"]] == ["evidence/scorer.json"]
    champion = ask(server, "registered-models/alias?name=flights&alias=champion")
    assert champion["model_version"]["version"] == "1"
    with urllib.request.urlopen(server, timeout=30) as page:
        assert b"<title>MLflow</title>" in page.read()


def test_adapter_speaks_to_a_server_as_to_a_database(server: str, tmp_path: Path) -> None:
    registry = Mlflow(server, artifacts=tmp_path, project="flights", model="flights")
    champion = registry.alias(CHAMPION)
    assert champion is not None
    assert (champion.number, champion.run_id) == (1, "R1")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "scorer.json").write_text("{}")
    tracking_id = registry.start(name="flights", run_id="R2")
    assert registry.start(name="flights", run_id="R2") == tracking_id
    registry.log(tracking_id, params={"a": 1}, metrics={"b": 2.0}, tags={"c": 3})
    version = registry.register(
        tracking_id, tmp_path / "model", columns=("hour",), classes=(), tags={}
    )
    assert version.number == 2
    registry.delete_version(2)
    registry.finish(tracking_id, status="failed")
    assert [run.status for run in registry.runs()] == ["failed", "finished"]
