"""Requests that arrive together are scored together, each answered as it would be alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.serving.conftest import Serve, records

from assay.core.ledger import Ledger
from assay.core.project import load
from assay.lifecycle.serve import plan_of
from assay.serving.app import App
from assay.serving.batch import TURN
from assay.serving.counters import Counters
from assay.serving.http import Receive, Scope, Send
from assay.serving.log.spool import Spool
from assay.serving.model import ServedModel
from assay.serving.watch import Watch


@pytest.fixture
def app(two_champions: Path, tmp_path: Path) -> Iterator[App]:
    """One worker, without a socket."""
    plan = plan_of(load(two_champions))
    watch = Watch(Ledger(plan.ledger), Path(plan.root) / "runs", policy="reject")
    watch.load()
    spool = Spool(tmp_path / "spool", most_bytes=10**9)
    yield App(plan, watch, spool, Counters(tmp_path / "counters"), _nothing)
    spool.close()


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("the hot path handed a request on")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Rows of each call of a graph."""
    seen: list[int] = []
    score = ServedModel.score

    def counted(model: ServedModel, admitted: Any) -> Any:
        seen.append(len(admitted.numeric))
        return score(model, admitted)

    monkeypatch.setattr(ServedModel, "score", counted)
    return seen


def at_once(app: App, bodies: list[Any]) -> list[tuple[int, Any]]:
    """Return the answers to requests that arrive in one turn."""

    async def one(body: Any) -> tuple[int, Any]:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": json.dumps(body).encode()}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/v1/predict", "headers": ()}
        await app(scope, receive, send)
        said = json.loads(sent[1]["body"])
        said.pop("request_id", None)
        return sent[0]["status"], said

    async def every() -> list[tuple[int, Any]]:
        TURN.arrived = len(bodies)  # as connections count them
        return await asyncio.gather(*map(one, bodies))

    return asyncio.run(every())


def test_requests_of_one_turn_are_scored_in_one_call_and_answered_as_alone(
    app: App, two_champions: Path, calls: list[int]
) -> None:
    rows = records(two_champions, 40)
    alone = [at_once(app, [row])[0] for row in rows]
    assert calls == [1] * 40
    calls.clear()
    assert at_once(app, rows) == alone
    assert calls == [40]


def test_a_request_that_is_refused_or_holds_many_rows_hinders_no_other(
    app: App, two_champions: Path
) -> None:
    rows = records(two_champions, 30)
    bodies: list[Any] = [*rows[:5], {"size": "huge"}, rows[5:25], 7, *rows[25:]]
    assert at_once(app, bodies) == [at_once(app, [body])[0] for body in bodies]


def test_many_clients_at_once_get_their_own_answers(two_champions: Path, serve: Serve) -> None:
    rows = records(two_champions, 200)
    with serve(two_champions) as server:
        known = server.ask("/v1/predict", rows)[1]["predictions"]
        with ThreadPoolExecutor(24) as pool:
            said = list(pool.map(lambda row: server.ask("/v1/predict", row)[1], rows))
    assert [one["probability"] for one in said] == [one["probability"] for one in known]
