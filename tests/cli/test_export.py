"""`assay export` as a user types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.registered_versions import project_of, register


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = project_of("regression", tmp_path_factory.mktemp("typed"))
    register(project, "regression", promoted=True)
    register(project, "regression", promoted=False)
    return project.root


def _assay(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assay.cli.main", "export", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_json_says_what_was_checked_and_what_was_not(folder: Path) -> None:
    done = _assay(folder, "--to", "onnx", "--out", "there", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert (said["version"], said["to"]) == (1, "onnx")
    assert said["folder"] == str(folder / "there")
    assert {"what", "found"} == set(said["checked"][0])
    assert {"what", "why"} == set(said["not_checked"][0])
    kept = json.loads((folder / "there" / "export.json").read_text())
    assert (kept["checked"], kept["not_checked"]) == (said["checked"], said["not_checked"])


def test_words_end_with_what_was_not_checked_and_where_it_stands(folder: Path) -> None:
    done = _assay(folder, "1", "--to", "onnx")
    assert done.returncode == 0, done.stderr
    assert "not checked other runtimes and providers" in done.stdout
    told = " ".join(done.stdout.split())
    assert told.index("not checked the contract") < told.index("version 1 of table for onnx, 5")


def test_candidate_is_refused_with_exit_1_and_the_way_to_go(folder: Path) -> None:
    done = _assay(folder, "2", "--to", "onnx", "--json")
    assert done.returncode == 1
    assert "`assay promote 2`" in json.loads(done.stdout)["error"]["remedy"]


def test_unknown_target_is_a_usage_error(folder: Path) -> None:
    done = _assay(folder, "--to", "tensorrt")
    assert done.returncode == 2
    assert "use docker, kserve, mlflow, onnx, triton" in done.stderr
