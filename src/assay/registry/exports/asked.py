"""Ask a served version for the proof rows over HTTP, and hold what it says against the graph."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from assay.registry.exports.source import Source
from assay.registry.exports.target import Checks

SECONDS = 60


def check_scores(source: Source, port: int, token: str | None, checks: Checks) -> None:
    """Ask for each proof row by itself, as a client does, and compare bit for bit.

    A row of the proof may break a condition across columns, since its values were drawn one by
    one; a server refuses it, rightly.
    """
    what = "the proof rows over HTTP, from the server that the Dockerfile starts"
    headers = {"content-type": "application/json"}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    equal = refused = 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    for record, expected in zip(source.proof.rows, source.scores, strict=True):
        status, said = ask(connection, "POST", "/v1/predict", record, headers)
        if status == 422:
            refused += 1
        elif status != 200 or said["model_version"] != source.version:
            checks.hold(what, f"status {status}: {json.dumps(said)[:300]}", holds=False)
        else:
            equal += np.array_equal(scores_of(source, said), expected)
    connection.close()
    rows = len(source.proof.rows)
    told = f"{equal} of {rows} rows bit for bit as the graph here says"
    told += f"; {refused} break a condition across columns and are refused" if refused else ""
    checks.hold(what, told, holds=equal + refused == rows)


def check_open(source: Source, port: int, checks: Checks) -> None:
    """Try that a request without the token is refused."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    record = source.proof.rows[0]
    status, _ = ask(connection, "POST", "/v1/predict", record, {"content-type": "application/json"})
    connection.close()
    checks.hold("a request without the token", f"is refused ({status})", holds=status == 401)


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: object,
    headers: Mapping[str, str],
) -> tuple[int, Any]:
    """Return the status and the JSON of an answer."""
    content = None if body is None else json.dumps(body).encode()
    connection.request(method, path, content, dict(headers))
    answer = connection.getresponse()
    said = answer.read()
    try:
        return answer.status, json.loads(said)
    except ValueError:
        return answer.status, said.decode(errors="replace")


def scores_of(source: Source, said: Mapping[str, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the scores that an answer holds, as the graph gives them."""
    description = source.description
    if description.task == "regression":
        return np.array([said["prediction"]], dtype=np.float64)
    wanted = description.classes[1:] if description.task == "binary" else description.classes
    return np.array([said["probability"][name] for name in wanted], dtype=np.float64)
