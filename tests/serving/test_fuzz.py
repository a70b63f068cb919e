"""No body, whatever is in it, makes the server fail: it answers, or says what is wrong."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.serving.conftest import records

from assay.core.ledger import Ledger
from assay.core.project import load
from assay.lifecycle.serve import plan_of
from assay.serving.app import App
from assay.serving.counters import Counters
from assay.serving.http import Receive, Scope, Send
from assay.serving.log.spool import Spool
from assay.serving.watch import Watch

EXAMPLES = int(os.environ.get("ASSAY_FUZZ_EXAMPLES", "150"))
FUZZED = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
REFUSALS = {400, 404, 405, 413, 422}

JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("the hot path handed a request on")


@pytest.fixture(scope="module")
def app(
    two_champions: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[App, dict[str, Any]]]:
    """One worker, without a socket, and a record that it answers."""
    folder, plan = tmp_path_factory.mktemp("worker"), plan_of(load(two_champions))
    watch = Watch(Ledger(plan.ledger), Path(plan.root) / "runs", policy="reject")
    watch.begin()
    spool = Spool(folder / "spool", most_bytes=10**9)
    yield App(plan, watch, spool, Counters(folder), _nothing), records(two_champions)[0]
    watch.end()


def ask(app: App, path: str, body: bytes, headers: tuple[tuple[bytes, bytes], ...] = ()) -> int:
    """Return the status of one request's answer, after holding its body to be JSON."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    asyncio.run(app(scope, receive, send))
    start, content = sent
    if (b"content-type", b"application/json") in start["headers"]:
        json.loads(content["body"])
    status: int = start["status"]
    return status


@given(body=st.binary(max_size=200))
@FUZZED
def test_bytes_are_answered_or_refused(app: tuple[App, dict[str, Any]], body: bytes) -> None:
    for path in ("/v1/predict", "/v1/feedback", "/v2/models/served/infer", "/v2/repository/index"):
        assert ask(app[0], path, body) in REFUSALS | {200, 202}


@given(body=JSON)
@FUZZED
def test_json_is_answered_or_refused(app: tuple[App, dict[str, Any]], body: Any) -> None:
    content = json.dumps(body).encode()
    for path in ("/v1/predict", "/v1/feedback"):
        assert ask(app[0], path, content) in REFUSALS | {200, 202}


@given(data=st.data())
@FUZZED
def test_a_record_with_any_values_is_answered_or_refused(
    app: tuple[App, dict[str, Any]], data: st.DataObject
) -> None:
    running, record = app
    names = data.draw(st.lists(st.sampled_from(list(record)), max_size=4, unique=True))
    changed = {**record, **{name: data.draw(JSON) for name in names}}
    assert ask(running, "/v1/predict", json.dumps(changed).encode()) in {200, 422}


@given(data=st.data())
@FUZZED
def test_tensors_with_any_values_are_answered_or_refused(
    app: tuple[App, dict[str, Any]], data: st.DataObject
) -> None:
    running, record = app
    inputs = [
        {
            "name": name,
            "shape": data.draw(st.sampled_from([[1], [1, 1], [2], [-1], [], [10**12]])),
            "datatype": data.draw(st.sampled_from(["BYTES", "FP64", "INT64", "BOOL", "FP16", 3])),
            "data": data.draw(st.one_of(st.just([value]), JSON)),
        }
        for name, value in record.items()
    ]
    name = running._plan.name
    body = json.dumps({"inputs": inputs, "id": data.draw(st.one_of(st.text(), JSON))}).encode()
    length = data.draw(st.one_of(st.none(), st.integers(0, 400)))
    headers = () if length is None else ((b"inference-header-content-length", b"%d" % length),)
    assert ask(running, f"/v2/models/{name}/infer", body, headers) in REFUSALS | {200}


@pytest.mark.parametrize(
    ("path", "changes", "status"),
    [
        ("/v1/predict", {"size": 10**30}, 422),
        ("/v1/feedback", {"key": "a", "outcome": 10**30}, 422),
        ("/v1/feedback", {"key": "a", "outcome": 1, "row": 2**40}, 422),
        ("/v1/feedback", {"key": "a", "outcome": 1, "row": -1}, 422),
        ("/v1/feedback", {"key": "a", "outcome": "benign", "row": 1.5}, 422),
        ("/v1/feedback", {"key": "a", "outcome": "benign", "row": 3.0}, 202),
    ],
)
def test_a_number_that_the_log_cannot_hold_is_refused(
    app: tuple[App, dict[str, Any]], path: str, changes: dict[str, Any], status: int
) -> None:
    running, record = app
    body = {**record, **changes} if path == "/v1/predict" else changes
    assert ask(running, path, json.dumps(body).encode()) == status
