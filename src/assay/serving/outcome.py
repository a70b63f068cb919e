"""What became known of an answer later, as a client says it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Annotated

import msgspec

from assay.serving import http
from assay.serving.counters import Counters
from assay.serving.http import JSON, Headers, Receive, Refused, Scope, Send, later
from assay.serving.log.record import Feedback
from assay.serving.log.spool import Spool

MOST_ROW = 2**31 - 1
"""Largest position that the log's table holds."""

_Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became known of a request, or of a key; of an early signal, where that is named."""

    outcome: bool | _Whole | float | str
    request_id: str = ""
    key: str = ""
    row: Annotated[int, msgspec.Meta(ge=0, le=MOST_ROW)] = 0
    signal: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9._-]{0,64}$")] = ""
    at: str = ""


class Outcomes:
    """The endpoint that takes them.

    Args:
        spool: The worker's end of the prediction log.
        counters: What the worker counts.
        body_of: Reads a body within the server's limits.
    """

    def __init__(
        self, spool: Spool, counters: Counters, body_of: Callable[[Receive], Awaitable[bytes]]
    ) -> None:
        self._spool = spool
        self._counters = counters
        self._body_of = body_of
        self._decoder = msgspec.json.Decoder(list[Outcome] | Outcome)

    async def __call__(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> tuple[str, int]:
        """Keep what a request says, or refuse all of it."""
        body = await self._body_of(receive)
        try:
            read = self._decoder.decode(body)
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
            self._keep(outcome)
        await http.answer(send, 202, b'{"accepted":%d}' % len(outcomes), (JSON, *headers))
        return "feedback", 202

    def _keep(self, outcome: Outcome) -> None:
        written = self._spool.write(
            Feedback(
                at_us=time.time_ns() // 1000,
                request=outcome.request_id,
                key=outcome.key,
                row=outcome.row,
                outcome=outcome.outcome,
                outcome_at=outcome.at,
                signal=outcome.signal,
            )
        )
        if not written:
            self._counters.named["log_dropped"] += 1
            raise later("the outcome cannot be kept")
