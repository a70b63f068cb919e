"""A worker's app, bare ASGI: who may ask, which endpoint answers, and what is counted."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from assay.serving import http
from assay.serving.asking import Asking
from assay.serving.batch import TURN
from assay.serving.beside.explanation import Explaining
from assay.serving.beside.shadowing import Shadowing
from assay.serving.beside.tables import Tables
from assay.serving.counters import Counters, exposition
from assay.serving.http import JSON, Client, Headers, Receive, Refused, Scope, Send, later
from assay.serving.inference import Inference
from assay.serving.limit import Limit
from assay.serving.log.spool import Spool
from assay.serving.outcome import Outcomes
from assay.serving.plan import ServePlan
from assay.serving.predict import Predict
from assay.serving.tokens import CLIENT, Tokens
from assay.serving.watch import Watch

logger = logging.getLogger("assay.serving")

Handler = Callable[[Scope, Receive, Send, Headers], Awaitable[tuple[str, int]]]


class App:
    """One worker.

    Args:
        plan: What the server was told.
        watch: Keeps the versions that answer.
        spool: The worker's end of the prediction log.
        counters: What it counts.
        pages: App for every address that the hot path does not know: control, documents.
        tokens: Who may ask for predictions; anybody if None.
        limit: How often a client may ask, or None.
    """

    def __init__(
        self,
        plan: ServePlan,
        watch: Watch,
        spool: Spool,
        counters: Counters,
        pages: Callable[[Scope, Receive, Send], Awaitable[None]],
        *,
        tokens: Tokens | None = None,
        limit: Limit | None = None,
    ) -> None:
        self._plan = plan
        self._watch = watch
        self._spool = spool
        self._counters = counters
        self._pages = pages
        self._tokens = tokens
        self._limit = limit
        self._client_header = (plan.client_header or "").lower().encode()
        self._waiting = 0
        self._prefix = f"{time.time_ns() // 1_000_000:x}-{os.getpid():x}-"
        self._numbers = itertools.count()
        self._encode = msgspec.json.Encoder().encode
        self._ticker: asyncio.Task[None] | None = None
        self._explaining = Explaining(
            Path(plan.root) / "runs", timeout_seconds=plan.explain_seconds
        )
        self._tables = Tables(counters)
        self._shadowing = Shadowing(watch, counters)
        asking = Asking(plan, watch, spool, counters, self._shadowing)
        self._handlers: dict[str, tuple[bytes, Handler]] = {
            "/v1/predict": (
                b"POST",
                Predict(asking, self._explaining, self._tables, watch, self._body),
            ),
            "/v1/feedback": (
                b"POST",
                Outcomes(watch, spool, counters, self._body, keyed=plan.key is not None),
            ),
            "/metrics": (b"GET", self._metrics),
            "/health": (b"GET", self._health),
        }
        self._inference = Inference(plan.name, watch, self._body, asking)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._lifespan(receive, send)
            return
        if TURN.arrived:
            TURN.arrived -= 1
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
        client = None if self._tokens is None else self._tokens.holder(scope)
        if client:
            scope = {**scope, CLIENT: client}
        self._waiting += 1
        try:
            self._admit(scope, method, client)
            route, status = await handler(scope, receive, send, headers)
        except Refused as refused:
            route, status = "refused", refused.status
            refuse = self._inference.refuse if handler is self._inference else http.refuse
            await refuse(send, refused, headers)
        except Client:
            route, status = "gone", 499
        finally:
            self._waiting -= 1
        self._counters.answered(path, route, status, time.perf_counter() - began)
        if client:
            self._counters.asked(client, status)

    def _admit(self, scope: Scope, method: bytes, client: str | None) -> None:
        if scope["method"].encode() != method:
            raise Refused(
                405,
                f"{scope['path']} takes {method.decode()}, not {scope['method']}",
                f"send it by {method.decode()}; `GET /openapi.json` describes it",
                headers=((b"allow", method),),
            )
        if method == b"GET":
            return
        if self._waiting > self._plan.most_waiting:
            self._counters.named["shed"] += 1
            raise later("the server is busy")
        if self._limit is not None:
            self._hold_back(self._limit, scope, client)
        if self._tokens is not None and client is None:
            raise Refused(
                401,
                "a bearer token is needed",
                "send `Authorization: Bearer TOKEN`, as [serve] token or tokens name it",
                headers=((b"www-authenticate", b"Bearer"),),
            )

    def _hold_back(self, limit: Limit, scope: Scope, client: str | None) -> None:
        """Hold a request back by who asks, as the token names it; else by where it comes from.

        So whoever guesses tokens is held back as well.
        """
        if client:
            name = b"token " + client.encode()
        elif self._client_header:
            name = http.header(scope, self._client_header) or b""
        else:
            name = (scope.get("client") or ("",))[0].encode()
        wait = limit.take(name)
        if wait:
            self._counters.named["limited"] += 1
            raise later("this client asks too often", status=429, seconds=wait)

    def _request_id(self, scope: Scope) -> str:
        given = http.header(scope, b"x-request-id")
        if given is not None and REQUEST_ID.fullmatch(given):
            return given.decode()
        return f"{self._prefix}{next(self._numbers):x}"

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
                self._shadowing.begin()
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._ticker is not None:
                    self._ticker.cancel()
                self._explaining.close()
                self._tables.close()
                self._shadowing.close()
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
