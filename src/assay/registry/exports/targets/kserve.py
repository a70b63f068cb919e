"""A manifest for KServe, with the image it runs: the version behind the Open Inference Protocol.

The image is that of the target `docker`, not a runtime of KServe's that takes the graph alone: only
so a request meets the contract, and is raw rows and not matrices.
"""

from __future__ import annotations

import functools
import http.client
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from assay.core.errors import InputError
from assay.core.workspace import write_atomic
from assay.registry.exports import asked, dockerfile, workspace
from assay.registry.exports.container import Running
from assay.registry.exports.source import Source
from assay.registry.exports.target import Checks, Progress
from assay.registry.exports.targets import docker

MANIFEST, REQUEST, IMAGE = "inference-service.yaml", "request.json", "image"

LONGEST = 40
"""Characters of a service's name: KServe makes host names of it that may have 63."""

_DATATYPES = {bool: "BOOL", int: "INT64", float: "FP64", str: "BYTES"}
_PROBES = ("readinessProbe", "livenessProbe")

START_SECONDS = 60
"""How long a start may take; a startup probe would say it better, but Knative has long had none."""


def write(source: Source, folder: Path, tell: Progress) -> None:
    """Write the version into a folder: manifest, a request to try it by, the image's context."""
    (folder / IMAGE).mkdir()
    docker.write(source, folder / IMAGE, tell)
    head = (
        f"# docker build --tag {source.image} {IMAGE} && docker push {source.image}\n"
        f"# kubectl apply --filename {MANIFEST}\n"
        f"# POST {infer_path(source)} with {REQUEST}\n"
    )
    text = head + yaml.safe_dump(manifest(source), sort_keys=False)
    write_atomic(folder / MANIFEST, text.encode())
    write_atomic(folder / REQUEST, json.dumps(_request(source), indent=1).encode())


def check(source: Source, folder: Path, checks: Checks, tell: Progress) -> None:
    """Try what was written; the probes are sent to the server that the image would start."""
    read = yaml.safe_load((folder / MANIFEST).read_text())
    checks.hold(
        f"{MANIFEST} is read back",
        f"InferenceService '{read['metadata']['name']}' of {read['apiVersion']}",
        holds=read == manifest(source),
    )
    container = read["spec"]["predictor"]["containers"][0]
    _check_against_image(container, folder / IMAGE, checks)
    probe = functools.partial(_check_running, source, folder, container, checks)
    docker.check(source, folder / IMAGE, checks, tell, probe)
    checks.leave(
        "the resources asked for", "they are a beginning; look at /metrics under your load"
    )
    checks.leave(
        "a cluster, and its schema of an InferenceService",
        f"none is here: `kubectl apply --dry-run=server --filename {MANIFEST}` asks it",
    )


def manifest(source: Source) -> dict[str, Any]:
    """Return the InferenceService.

    References:
        KServe, API `serving.kserve.io/v1beta1`, custom predictor; Kubernetes, Pod v1
    """
    variable = workspace.token_variable(source.settings.serve)
    name = service_name(source.name)
    writable = {"serving": f"{dockerfile.ROOT}/{dockerfile.STATE}", "tmp": "/tmp"}
    container: dict[str, Any] = {
        "name": "kserve-container",  # KServe looks for this name
        "image": source.image,
        "ports": [{"name": "http1", "containerPort": dockerfile.PORT, "protocol": "TCP"}],
        **({"env": [_secret(variable, name)]} if variable else {}),
        "readinessProbe": {**_probe("/v2/health/ready"), "periodSeconds": 5},
        "livenessProbe": {**_probe("/v2/health/live"), "initialDelaySeconds": START_SECONDS},
        "resources": {
            "requests": {"cpu": "500m", "memory": "512Mi"},
            "limits": {"cpu": "1", "memory": "1Gi"},
        },
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": dockerfile.USER,
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": n, "mountPath": path} for n, path in writable.items()],
    }
    return {
        "apiVersion": "serving.kserve.io/v1beta1",
        "kind": "InferenceService",
        "metadata": {
            "name": name,
            "labels": {"app.kubernetes.io/managed-by": "assay"},
            "annotations": {
                "assay/model": source.name,
                "assay/version": str(source.version),
                "assay/scorer": source.scorer.hash,
            },
        },
        "spec": {
            "predictor": {
                "containers": [container],
                "volumes": [{"name": each, "emptyDir": {}} for each in writable],
            }
        },
    }


def service_name(model: str) -> str:
    """Return a model's name as Kubernetes takes it.

    Raises:
        InputError: If nothing of it can be kept.

    Example:
        >>> service_name("Churn_2.EU")
        'churn-2-eu'
    """
    name = re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")[:LONGEST].rstrip("-")
    name = name if name[:1].isalpha() else f"m-{name}".rstrip("-")
    if name == "m":
        raise InputError(
            f"the model's name '{model}' holds nothing that Kubernetes takes",
            remedy="set [registry] model in assay.toml to a name of letters and digits",
        )
    return name


def infer_path(source: Source) -> str:
    """Return the address that answers, which has the model's own name."""
    return f"/v2/models/{source.name}/infer"


def _probe(path: str) -> dict[str, Any]:
    return {"httpGet": {"path": path, "port": dockerfile.PORT}, "timeoutSeconds": 5}


def _secret(variable: str, name: str) -> dict[str, Any]:
    """Return a variable whose value a secret of the cluster has."""
    reference = {"name": f"{name}-token", "key": "token"}
    return {"name": variable, "valueFrom": {"secretKeyRef": reference}}


def _request(source: Source) -> dict[str, Any]:
    """Return a request for one row of the proof, one tensor a column."""
    record = source.proof.rows[_asked_row(source)]
    inputs = [
        {
            "name": name,
            "shape": [1],
            "datatype": _DATATYPES.get(type(record[name]), "BYTES"),
            "data": [record[name]],
        }
        for name in source.raw.columns
    ]
    return {"inputs": inputs}


def _asked_row(source: Source) -> int:
    """Return the first row that the contract allows; the first of all if it allows none."""
    allowed = (place for place in range(len(source.proof.rows)) if place not in source.refused)
    return next(allowed, 0)


def _check_against_image(container: Mapping[str, Any], image: Path, checks: Checks) -> None:
    said = {each.name: each.said for each in dockerfile.read((image / "Dockerfile").read_text())}
    port, user = container["ports"][0]["containerPort"], container["securityContext"]["runAsUser"]
    asked_for = {container[each]["httpGet"]["port"] for each in _PROBES}
    checks.hold(
        "port, user and writable folder against the Dockerfile",
        f"{port}, {user} and {container['volumeMounts'][0]['mountPath']} in both",
        holds=said["EXPOSE"] == str(port)
        and asked_for == {port}
        and said["USER"].partition(":")[0] == str(user)
        and container["volumeMounts"][0]["mountPath"] in json.loads(said["VOLUME"]),
    )


def _check_running(
    source: Source, folder: Path, container: Mapping[str, Any], checks: Checks, running: Running
) -> None:
    """Send the manifest's probes and the request of the example."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=asked.SECONDS)
    for name in _PROBES:
        path = container[name]["httpGet"]["path"]
        status, _ = asked.ask(connection, "GET", path, None, {})
        checks.hold(f"{name}: GET {path}", f"is answered with {status}", holds=status == 200)
    variables = running.container.variables
    headers = {"content-type": "application/json"}
    if (variable := workspace.token_variable(source.settings.serve)) is not None:
        headers["authorization"] = f"Bearer {variables[variable]}"
    request = json.loads((folder / REQUEST).read_text())
    status, said = asked.ask(connection, "POST", infer_path(source), request, headers)
    connection.close()
    found = {each["name"]: each["data"] for each in said["outputs"]} if status == 200 else {}
    checks.hold(
        f"{REQUEST} over the Open Inference Protocol",
        f"status {status}; as the graph here says" if found else f"status {status}: {said}",
        holds=bool(found) and _scores(source, found) == source.scores[_asked_row(source)].tolist(),
    )


def _scores(source: Source, found: Mapping[str, list[float]]) -> list[float]:
    if source.description.task == "regression":
        return found["prediction"]
    wanted = found["probability"]
    return wanted[1:] if source.description.task == "binary" else wanted
