"""The graph alone: what the export says of it is all that somebody without Assay needs."""

from __future__ import annotations

import datetime
import http.server
import json
import math
import re
import shutil
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from tests.registry.exports.conftest import folder_of

import assay
from assay.core.errors import GateClosed
from assay.core.project import Project
from assay.lifecycle.export import Exported
from assay.registry.exports import target
from assay.registry.exports.source import Source


@pytest.fixture(scope="module", params=["flights", "penguins", "diamonds"])
def exported(request: pytest.FixtureRequest) -> Exported:
    project: Project = request.getfixturevalue(request.param)
    return assay.export(project, to="onnx")


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text())


def _python(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_sample_proves_the_graph_and_notices_a_score_that_is_not_its(
    exported: Exported, tmp_path: Path
) -> None:
    copy = shutil.copytree(exported.folder, tmp_path / "copy")
    done = _python(copy / "score.py")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["difference"] == 0
    proof = _read(copy, "proof.json")
    proof["scores"][3][0] += 3 * proof["tolerance"]
    (copy / "proof.json").write_text(json.dumps(proof))
    assert _python(copy / "score.py").returncode == 1


def test_raw_rows_become_the_matrices_by_what_the_export_says_of_them(exported: Exported) -> None:
    model, proof = _read(exported.folder, "model.json"), _read(exported.folder, "proof.json")
    for given in model["inputs"]:
        for place, column in enumerate(given["columns"]):
            if "made_by" in column:
                continue
            for record, row in zip(proof["rows"], proof[given["name"]], strict=True):
                assert row[place] == _as_told(given["name"], column, record)


def _as_told(matrix: str, column: dict[str, Any], record: dict[str, Any]) -> float | str | None:
    """Return a value as somebody who only read `model.json` would make it."""
    value = record[column.get("column", column["name"])]
    if "part" in column:
        return None if value is None else _part(datetime.datetime.fromisoformat(value), column)
    if matrix == "numeric":
        return None if value is None else float(np.float32(value))
    return "" if value is None else str(value)


def _part(at: datetime.datetime, column: dict[str, Any]) -> float:
    assert column["zone"] in (None, "UTC") and at.tzinfo in (None, datetime.UTC)
    parts = {
        "year": at.year,
        "month": at.month,
        "day": at.day,
        "hour": at.hour + at.minute / 60,
        "weekday": at.isoweekday(),
        "day of year": at.timetuple().tm_yday,
        "days since 2000": (at.date() - datetime.date(2000, 1, 1)).days,
    }
    return float(np.float32(parts[column["part"]]))


def test_outputs_mean_what_the_export_says(exported: Exported) -> None:
    model, proof = _read(exported.folder, "model.json"), _read(exported.folder, "proof.json")
    scores = np.array(proof["scores"])
    assert [each["name"] for each in model["outputs"]] == ["scores", "margins"]
    assert model["outputs"][0]["shape"] == ["rows", scores.shape[1]]
    session = _session(exported.folder / "model.onnx")
    kinds: dict[str, Any] = {"numeric": np.float32, "strings": np.object_}
    names = [each.name for each in session.get_inputs()]
    feed = {name: np.array(proof[name], kinds[name]) for name in names}
    (margins,) = session.run(["margins"], feed)
    if model["task"] == "binary":
        np.testing.assert_allclose(1 / (1 + np.exp(-margins)), scores, rtol=1e-12)
        positive, threshold = model["classes"][1], model["threshold"]
        assert f"'{positive}' from {threshold!r} on" in model["outputs"][0]["meaning"]
    elif model["task"] == "multiclass":
        np.testing.assert_allclose(scores.sum(axis=1), 1)
    else:
        np.testing.assert_array_equal(margins, scores)


def _session(graph: Path) -> onnxruntime.InferenceSession:
    """Return one of a single thread, as the export's configuration and sample have it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options)


def test_own_features_are_named_as_what_the_graph_does_not_make(flights: Project) -> None:
    folder = folder_of(flights, "onnx")
    if not folder.exists():
        assay.export(flights, to="onnx")
    model = _read(folder, "model.json")
    made = [c["name"] for given in model["inputs"] for c in given["columns"] if "made_by" in c]
    assert set(made) == {"month"}
    left = {each["what"] for each in _read(folder, "export.json")["not_checked"]}
    assert "your own features" in left


def test_changed_graph_does_not_pass_its_check(penguins: Project, tmp_path: Path) -> None:
    source, writer = source_of(penguins), target.find("onnx")
    writer.write(source, tmp_path, _quiet)
    content = bytearray((tmp_path / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "model.onnx").write_bytes(content)
    with pytest.raises(GateClosed, match="the graph is the one that was registered"):
        writer.check(source, tmp_path, target.Checks(), _quiet)


def source_of(project: Project) -> Source:
    """Return what the project's only version is exported from."""
    from assay.core.workspace import Workspace

    workspace = Workspace(project)
    (entry,) = workspace.ledger.entries("registered")
    return Source.load(
        workspace.root / "runs" / entry.body["run"] / "model",
        name=workspace.model_name,
        version=1,
        registered=entry.body,
        settings=project.settings,
    )


def _quiet(_stage: str, _fraction: float) -> None:
    pass


def test_triton_reads_the_repository_and_its_client_gets_the_scores(flights: Project) -> None:
    found = assay.export(flights, to="triton")
    name = flights.settings.name
    assert (found.folder / name / "1" / "model.onnx").exists()
    told = {each.what for each in found.checked}
    assert "config.pbtxt against Triton's schema" in told
    assert any(each.what == "a Triton server" for each in found.not_checked)
    with _triton(found.folder / name / "1" / "model.onnx", shift=0.0) as port:
        done = _python(found.folder / "ask.py", f"127.0.0.1:{port}")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["difference"] == 0
    with _triton(found.folder / name / "1" / "model.onnx", shift=0.01) as port:
        assert _python(found.folder / "ask.py", f"127.0.0.1:{port}").returncode == 1


def test_configuration_that_does_not_fit_the_graph_is_not_written_out(
    penguins: Project, tmp_path: Path
) -> None:
    source, writer = source_of(penguins), target.find("triton")
    writer.write(source, tmp_path, _quiet)
    (path,) = tmp_path.glob("*/config.pbtxt")
    path.write_text(re.sub(r"TYPE_STRING dims: \[ \d+", "TYPE_STRING dims: [ 9", path.read_text()))
    with pytest.raises(GateClosed, match="names, types and widths of inputs"):
        writer.check(source, tmp_path, target.Checks(), _quiet)


@contextmanager
def _triton(graph: Path, *, shift: float) -> Iterator[int]:
    """Serve a graph as Triton does, over its protocol's binary form; `shift` makes it wrong."""
    session = _session(graph)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            position = int(self.headers["Inference-Header-Content-Length"])
            feed = {}
            for tensor in json.loads(body[:position])["inputs"]:
                size = tensor["parameters"]["binary_data_size"]
                feed[tensor["name"]] = _tensor(tensor, body[position : position + size])
                position += size
            (scores,) = session.run(["scores"], feed)
            output = {
                "name": "scores",
                "datatype": "FP64",
                "shape": scores.shape,
                "data": (scores + shift).ravel().tolist(),
            }
            said = json.dumps({"outputs": [output]}).encode()
            self.send_response(200 if self.path.endswith("/versions/1/infer") else 404)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def _tensor(tensor: dict[str, Any], data: bytes) -> np.ndarray[Any, Any]:
    if tensor["datatype"] == "FP32":
        return np.frombuffer(data, "<f4").reshape(tensor["shape"])
    values, position = [], 0
    while position < len(data):
        (size,) = struct.unpack_from("<I", data, position)
        values.append(data[position + 4 : position + 4 + size].decode())
        position += 4 + size
    assert len(values) == math.prod(tensor["shape"])
    return np.array(values, dtype=object).reshape(tensor["shape"])
