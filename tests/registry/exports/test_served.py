"""What serves a version elsewhere: a container, a cluster, MLflow."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.registry.exports.test_graph import _quiet, source_of

import assay
from assay.core.errors import GateClosed
from assay.core.ledger import Ledger
from assay.core.project import Project
from assay.lifecycle.export import Exported
from assay.registry.exports import dockerfile, target
from assay.registry.exports.targets import kserve
from assay.serving import routes


@pytest.fixture(scope="module")
def cluster(flights: Project) -> Exported:
    """A manifest with the image's context, which is what the target `docker` writes."""
    return assay.export(flights, to="kserve")


def test_server_answers_as_the_graph_and_refuses_what_the_contract_does(cluster: Exported) -> None:
    found = {each.what: each.found for each in cluster.checked}
    told = found["the proof rows over HTTP, from the server that the Dockerfile starts"]
    counted = re.fullmatch(r"(\d+) rows bit for bit as the graph here says; (\d+) break.*", told)
    assert counted is not None
    assert int(counted[1]) + int(counted[2]) == 128
    assert min(int(counted[1]), int(counted[2])) > 0
    assert found["a request without the token"] == "is refused (401)"
    assert found["?explain=true over HTTP"].endswith("columns add up to the margin")
    assert "is refused, exit 2" in found["a model with one bit changed"]
    left = {each.what for each in cluster.not_checked}
    assert {"the limit of requests", "a build of the image", "hashes"} <= left


def test_no_secret_and_no_training_data_leave_the_project(
    cluster: Exported, flights: Project
) -> None:
    for path in cluster.folder.rglob("*"):
        if path.is_file():
            assert b"hunter2" not in path.read_bytes(), path
    assert not list(cluster.folder.rglob("*.parquet"))
    said = (cluster.folder / "image" / "project" / "assay.toml").read_text()
    assert "${ASSAY_TOKEN}" in said
    assert 'rate = "5/h"' in said
    assert str(flights.root) not in said


def test_ledger_of_the_image_vouches_for_the_version_word_for_word(
    cluster: Exported, flights: Project
) -> None:
    ledger = Ledger(f"sqlite:///{cluster.folder}/image/project/.assay/ledger.db")
    assert ledger.verify().broken is None
    routing = routes.read(ledger)
    assert (routing.champion, routing.before) == (1, None)
    (own,) = Ledger(f"sqlite:///{flights.root}/.assay/ledger.db").entries("registered")
    (there,) = ledger.entries("registered")
    assert there.body == own.body


def test_dockerfile_runs_as_nobody_special_and_pins_what_it_installs(cluster: Exported) -> None:
    image = cluster.folder / "image"
    said = {each.name: each for each in dockerfile.read((image / "Dockerfile").read_text())}
    assert said["USER"].said == "10001:10001"
    assert said["STOPSIGNAL"].said == "SIGTERM"
    assert said["CMD"].words()[:2] == ["assay", "serve"]
    assert "/health" in said["HEALTHCHECK"].words()[-1]
    lines = (image / "requirements.txt").read_text().splitlines()
    pinned = [line for line in lines if line and not line.startswith(("#", "./"))]
    assert len(pinned) > 50
    assert all(re.fullmatch(r"[a-z0-9-]+==\S+", line) for line in pinned)
    assert not any(line.startswith("pyarrow") for line in pinned)


def test_manifest_is_one_that_kserve_takes(cluster: Exported) -> None:
    manifest = yaml.safe_load((cluster.folder / "inference-service.yaml").read_text())
    assert (manifest["apiVersion"], manifest["kind"]) == (
        "serving.kserve.io/v1beta1",
        "InferenceService",
    )
    (container,) = manifest["spec"]["predictor"]["containers"]
    assert container["name"] == "kserve-container"
    (variable,) = container["env"]
    assert variable["valueFrom"]["secretKeyRef"]["key"] == "token"
    assert "value" not in variable
    mounts = {each["name"] for each in container["volumeMounts"]}
    assert mounts == {each["name"] for each in manifest["spec"]["predictor"]["volumes"]}


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("Churn_2.EU", "churn-2-eu"),
        ("2024", "m-2024"),
        ("x" * 90, "x" * 40),
        ("a-" * 30, "a-" * 19 + "a"),
    ],
)
def test_service_has_a_name_that_kubernetes_takes(model: str, name: str) -> None:
    found = kserve.service_name(model)
    assert re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", found)
    assert found == name


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('"assay", "serve"', '"assay", "sevre"', "the server starts as the Dockerfile says"),
        ("/health'", "/helth'", "HEALTHCHECK of a running server"),
    ],
)
def test_container_that_does_not_do_what_it_should_is_not_written_out(
    flights: Project, cluster: Exported, tmp_path: Path, before: str, after: str, fault: str
) -> None:
    image = shutil.copytree(cluster.folder / "image", tmp_path / "image")
    path = image / "Dockerfile"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(GateClosed, match=fault):
        target.find("docker").check(source_of(flights), image, target.Checks(), _quiet)


@pytest.fixture(scope="module")
def model(flights: Project) -> Exported:
    return assay.export(flights, to="mlflow")


def test_mlflow_loads_it_without_assay(model: Exported) -> None:
    found = {each.what: each.found for each in model.checked}
    told = found["mlflow.pyfunc.load_model in a fresh process, Assay not installed"]
    assert told.startswith("128 rows of the proof")
    assert "assay" not in (model.folder / "requirements.txt").read_text()


def test_mlflow_model_refuses_features_that_were_changed(model: Exported, tmp_path: Path) -> None:
    moved = shutil.copytree(model.folder, tmp_path / "moved")
    features = moved / "data" / "model" / "features.py"
    features.write_text(features.read_text().replace("month()", "day()"))
    done = subprocess.run(
        [sys.executable, moved / "load.py"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert "features.py was changed" in done.stderr
