"""Ask a served version for the proof rows over HTTP, and hold what it says against the graph."""

from __future__ import annotations

import http.client
import json
import math
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from assay.registry.exports.source import Source
from assay.registry.exports.target import Checks

SECONDS = 60


def check_scores(source: Source, port: int, token: str | None, checks: Checks) -> None:
    """Ask for each proof row by itself, as a client does, and compare bit for bit."""
    what = "the proof rows over HTTP, from the server that the Dockerfile starts"
    headers = _headers(token)
    strict = source.settings.serve.policy == "reject"
    refused = source.refused if strict else frozenset()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    for place, record in enumerate(source.proof.rows):
        status, said = ask(connection, "POST", "/v1/predict", record, headers)
        if place in refused:
            right = status == 422
        else:
            right = status == 200 and said["model_version"] == source.version
            right = right and np.array_equal(scores_of(source, said), source.scores[place])
        if not right:
            seen = f"row {place} of the proof: status {status}, {json.dumps(said)[:300]}"
            checks.hold(what, seen, holds=False)
    connection.close()
    told = f"{len(source.proof.rows) - len(refused)} rows bit for bit as the graph here says"
    also = f"; {len(refused)} break a condition across columns, and are refused"
    checks.hold(what, told + (also if refused else ""))


def check_explanation(source: Source, port: int, token: str | None, checks: Checks) -> None:
    """Ask why, until the process that explains has started."""
    allowed = (row for row in range(len(source.proof.rows)) if row not in source.refused)
    if (row := next(allowed, None)) is None:
        checks.leave("explanations", "every proof row breaks a condition across columns")
        return
    record, what = source.proof.rows[row], "?explain=true over HTTP"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    end = time.monotonic() + SECONDS
    why, said = None, None
    while why is None and time.monotonic() < end:
        status, said = ask(connection, "POST", "/v1/predict?explain=true", record, _headers(token))
        why = said.get("explanation") if status == 200 else None
    connection.close()
    if why is None:
        checks.hold(what, json.dumps(said)[:300], holds=False)
        return
    total = why["base"] + sum(why["contributions"].values())
    checks.hold(
        what,
        f"{len(why['contributions'])} columns add up to the margin",
        holds=math.isclose(total, why["total"], rel_tol=1e-6, abs_tol=1e-6),
    )


def _headers(token: str | None) -> dict[str, str]:
    sent = {"content-type": "application/json"}
    return sent if token is None else {**sent, "authorization": f"Bearer {token}"}


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
