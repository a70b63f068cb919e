"""The server's hot path: a bare ASGI app that reads records, answers them, and logs both."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from assay.serving import answers as answering
from assay.serving import http
from assay.serving.answers import Answers, NoAnswer, Prediction
from assay.serving.counters import Counters, exposition
from assay.serving.http import JSON, Client, Headers, Receive, Refused, Scope, Send
from assay.serving.inference import Inference
from assay.serving.log.record import Answered, Feedback
from assay.serving.log.spool import Spool
from assay.serving.model import ServedModel
from assay.serving.plan import ServePlan
from assay.serving.watch import Watch

logger = logging.getLogger("assay.serving")

Handler = Callable[[Scope, Receive, Send, Headers], Awaitable[tuple[str, int]]]

FEW_ROWS = 64
"""Rows that are scored at once where they arrive; more are scored beside the loop."""

RETRY_SECONDS = 1


class One(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to one record."""

    request_id: str
    model_version: int
    prediction: str | float
    probability: dict[str, float] | None = None
    reasons: list[Any] = []


class Many(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a list of records."""

    request_id: str
    model_version: int
    predictions: list[Prediction]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became known of a request, or of a key, as a client says it."""

    outcome: Any
    request_id: str = ""
    key: str = ""
    row: int = 0
    at: str = ""


class App:
    """One worker.

    Args:
        plan: What the server was told.
        watch: Keeps the versions that answer.
        spool: The worker's end of the prediction log.
        counters: What it counts.
        pages: App for every address that the hot path does not know: control, documents.
        token: Bearer token of predictions, or None.
    """

    def __init__(
        self,
        plan: ServePlan,
        watch: Watch,
        spool: Spool,
        counters: Counters,
        pages: Callable[[Scope, Receive, Send], Awaitable[None]],
        *,
        token: bytes | None = None,
    ) -> None:
        self._plan = plan
        self._watch = watch
        self._spool = spool
        self._counters = counters
        self._pages = pages
        self._token = token
        self._waiting = 0
        self._prefix = f"{time.time_ns() // 1_000_000:x}-{os.getpid():x}-"
        self._numbers = itertools.count()
        self._decoder = msgspec.json.Decoder(list[dict[str, Any]] | dict[str, Any])
        self._outcomes = msgspec.json.Decoder(list[Outcome] | Outcome)
        self._encode = msgspec.json.Encoder().encode
        self._ticker: asyncio.Task[None] | None = None
        self._handlers: dict[str, tuple[bytes, Handler]] = {
            "/v1/predict": (b"POST", self._predict),
            "/v1/feedback": (b"POST", self._feedback),
            "/metrics": (b"GET", self._metrics),
            "/health": (b"GET", self._health),
        }
        self._inference = Inference(plan.name, watch, self._body, self._asked)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._lifespan(receive, send)
            return
        path = scope["path"]
        found = self._handlers.get(path)
        if found is None and path.startswith("/v2"):
            found = scope["method"].encode(), self._inference
            path = "/v2"
        if found is None:
            await self._pages(scope, receive, send)
            return
        method, handler = found
        began = time.perf_counter()
        request = self._request_id(scope)
        headers = ((b"x-request-id", request.encode()),)
        self._waiting += 1
        try:
            self._admit(scope, method)
            route, status = await handler(scope, receive, send, headers)
        except Refused as refused:
            route, status = "refused", refused.status
            await http.refuse(send, refused, headers)
        except Client:
            route, status = "gone", 499
        finally:
            self._waiting -= 1
        self._counters.answered(path, route, status, time.perf_counter() - began)

    def _admit(self, scope: Scope, method: bytes) -> None:
        if scope["method"].encode() != method:
            raise Refused(
                405, f"{scope['path']} takes {method.decode()}", headers=((b"allow", method),)
            )
        if method == b"GET":
            return
        if self._waiting > self._plan.most_waiting:
            self._counters.named["shed"] += 1
            raise _later("the server is busy")
        if not http.authorised(scope, self._token):
            raise Refused(
                401,
                "a bearer token is needed",
                "send `Authorization: Bearer TOKEN`, as [serve] token names it",
                headers=((b"www-authenticate", b"Bearer"),),
            )

    def _request_id(self, scope: Scope) -> str:
        given = http.header(scope, b"x-request-id")
        if given is not None and REQUEST_ID.fullmatch(given):
            return given.decode()
        return f"{self._prefix}{next(self._numbers):x}"

    async def _predict(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> tuple[str, int]:
        body = await self._body(receive)
        try:
            read = self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
            raise Refused(
                400,
                f"the body is no JSON object, nor a list of them: {cause}",
                'send {"column": value, ...}, or a list of such records',
            ) from cause
        records = [read] if isinstance(read, dict) else read
        request = headers[0][1].decode()
        said = await self._asked(records, request, body)
        if said.rejected:
            raise Refused(
                422,
                f"{len(said.reasons)} values break the contract",
                "correct them, or set [serve] policy to 'clip' or 'impute'",
                detail=said.reasons,
            )
        content = self._encode(self._worded(read, request, said))
        await http.answer(send, 200, content, (JSON, *headers))
        return said.route, 200

    async def _asked(
        self,
        records: list[dict[str, Any]],
        request: str,
        body: bytes,
        model: ServedModel | None = None,
    ) -> Answers:
        """Answer records, and log them with the answers before anybody sees these.

        Args:
            records: One a row.
            request: The request's id.
            body: The records as they came, JSON; empty if they came in another form.
            model: The version that was asked for by its number; routing decides if None.
        """
        began = time.perf_counter()
        said, keys = await self._answers(records, request, model)
        self._log(request, said, body, records, keys, began, 422 if said.rejected else 200)
        return said

    async def _answers(
        self, records: list[dict[str, Any]], request: str, model: ServedModel | None
    ) -> tuple[Answers, list[str]]:
        if not records or len(records) > self._plan.most_rows:
            raise Refused(
                413 if records else 400,
                f"a request holds 1 to {self._plan.most_rows:,} rows, this one {len(records):,}",
                "send fewer at once, or score them in batch with `assay predict`",
            )
        board = self._watch.board
        column = self._plan.key
        if column is None:
            keys = [request] * len(records)
        else:
            keys = [str(record.get(column, "")) for record in records]
        try:
            if len(records) <= FEW_ROWS:
                said = answering.answers(board, records, keys, model)
            else:
                said = await asyncio.to_thread(answering.answers, board, records, keys, model)
        except NoAnswer as cause:
            raise _later("the model and its baseline both failed") from cause
        if said.route == "baseline":
            self._counters.named["fallbacks"] += 1
        self._counters.named["rows"] += len(said.scores)
        for reason in said.reasons:
            self._counters.broken(reason.check, reason.action)
        return said, keys

    def _worded(self, read: object, request: str, said: Answers) -> One | Many:
        if isinstance(read, list):
            return Many(
                request_id=request, model_version=said.version, predictions=said.predictions
            )
        only = said.predictions[0]
        return One(
            request_id=request,
            model_version=only.model_version,
            prediction=only.prediction,
            probability=only.probability,
            reasons=only.reasons,
        )

    def _log(
        self,
        request: str,
        said: Answers,
        body: bytes,
        records: list[dict[str, Any]],
        keys: list[str],
        began: float,
        status: int,
    ) -> None:
        """Log an answer before it is sent.

        Raises:
            Refused: If it cannot be logged, and the plan says that nothing is answered unlogged.
        """
        if self._plan.redact or not body:
            body = self._encode([_without(record, self._plan.redact) for record in records])
        written = self._spool.write(
            Answered(
                at_us=time.time_ns() // 1000,
                request=request,
                versions=[each.model_version for each in said.predictions] or [said.version],
                route=said.route,
                key=keys[0] if self._plan.key else "",
                latency_us=int((time.perf_counter() - began) * 1e6),
                status=status,
                body=body,
                scores=said.scores,
                predictions=[each.prediction for each in said.predictions],
                reasons=said.reasons,
            )
        )
        self._count_logged(written=written)

    def _count_logged(self, *, written: bool) -> None:
        if written:
            self._counters.named["log_records"] += 1
            return
        self._counters.named["log_dropped"] += 1
        if self._plan.lossless:
            raise _later("the answer cannot be logged, and [serve] lossless forbids to give it")

    async def _feedback(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> tuple[str, int]:
        body = await self._body(receive)
        try:
            read = self._outcomes.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
            raise Refused(
                400,
                f"the body is no outcome, nor a list of them: {cause}",
                'send {"request_id": "...", "outcome": value}, or {"key": "...", "outcome": value}',
            ) from cause
        outcomes = read if isinstance(read, list) else [read]
        if any(not (outcome.request_id or outcome.key) for outcome in outcomes):
            raise Refused(
                422, "an outcome names neither request nor key", "give `request_id` or `key`"
            )
        for outcome in outcomes:
            written = self._spool.write(
                Feedback(
                    at_us=time.time_ns() // 1000,
                    request=outcome.request_id,
                    key=outcome.key,
                    row=outcome.row,
                    outcome=outcome.outcome,
                    outcome_at=outcome.at,
                )
            )
            if not written:
                self._counters.named["log_dropped"] += 1
                raise _later("the outcome cannot be kept")
        await http.answer(send, 202, b'{"accepted":%d}' % len(outcomes), (JSON, *headers))
        return "feedback", 202

    async def _body(self, receive: Receive) -> bytes:
        return await http.body_of(
            receive, most_bytes=self._plan.most_bytes, timeout_seconds=self._plan.timeout_seconds
        )

    async def _metrics(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> tuple[str, int]:
        self._counters.write()
        content = await asyncio.to_thread(exposition, self._plan.counters)
        kind = (b"content-type", b"text/plain; version=0.0.4; charset=utf-8")
        await http.answer(send, 200, content, (kind, *headers))
        return "metrics", 200

    async def _health(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> tuple[str, int]:
        board = self._watch.board
        told = {
            "status": "ok",
            "model": self._plan.name,
            "version": board.routing.champion,
            "behind": self._watch.behind,
        }
        await http.answer(send, 200, self._encode(told), (JSON, *headers))
        return "health", 200

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._ticker = asyncio.create_task(self._tick())
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._ticker is not None:
                    self._ticker.cancel()
                self._watch.end()
                self._spool.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            try:
                self._spool.tick()
                self._counters.counts.behind = bool(self._watch.behind)
                self._counters.write()
            except OSError:  # a full disk must not end the ticking
                logger.exception("a worker could not write down what it counted")


REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{1,64}")
"""What a client may call its request; anything else gets a name of the server's."""


def _later(what: str) -> Refused:
    return Refused(
        503,
        what,
        f"try again in {RETRY_SECONDS} s",
        headers=((b"retry-after", b"%d" % RETRY_SECONDS),),
    )


def _without(record: Mapping[str, Any], redacted: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in redacted}
