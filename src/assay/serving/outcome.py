"""What became known of an answer later, as a client says it."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Annotated

import msgspec

from assay.serving import http
from assay.serving.counters import Counters
from assay.serving.field import Reason, shown
from assay.serving.http import JSON, Headers, Receive, Refused, Scope, Send, later
from assay.serving.log.record import Feedback
from assay.serving.log.spool import Spool
from assay.serving.target import expected, label_of
from assay.serving.watch import Watch

MOST_ROW = 2**31 - 1
"""Largest position that the log's table holds."""

_Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


_Row = (
    Annotated[int, msgspec.Meta(ge=0, le=MOST_ROW)]
    | Annotated[float, msgspec.Meta(ge=0, le=MOST_ROW, multiple_of=1)]
)
"""A position; one written `3.0` is the whole number 3, as JSON Schema has it."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became known of a request, or of a key; of an early signal, where that is named."""

    outcome: bool | _Whole | float | str
    request_id: str = ""
    key: str = ""
    row: _Row = 0
    signal: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9._-]{0,64}$")] = ""
    at: str = ""


class Outcomes:
    """The endpoint that takes them.

    Args:
        watch: Keeps the versions that answer, which know the values of the target.
        spool: The worker's end of the prediction log.
        counters: What the worker counts.
        body_of: Reads a body within the server's limits.
        keyed: Whether answers have keys (`[serve] key`).
    """

    def __init__(
        self,
        watch: Watch,
        spool: Spool,
        counters: Counters,
        body_of: Callable[[Receive], Awaitable[bytes]],
        *,
        keyed: bool,
    ) -> None:
        self._watch = watch
        self._spool = spool
        self._counters = counters
        self._body_of = body_of
        self._keyed = keyed
        self._decoder = msgspec.json.Decoder(list[Outcome] | Outcome)

    async def __call__(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> tuple[str, int]:
        """Keep what a request says, or refuse all of it."""
        kind = http.header(scope, b"content-type")
        outcomes = self._read(await self._body_of(receive), kind)
        reasons = list(self._reasons(outcomes))
        if reasons:
            raise _refusal(reasons, len(outcomes))
        for outcome in outcomes:
            self._keep(outcome)
        await http.answer(send, 202, b'{"accepted":%d}' % len(outcomes), (JSON, *headers))
        return "feedback", 202

    def _read(self, body: bytes, kind: bytes | None) -> list[Outcome]:
        try:
            read = self._decoder.decode(body)
        except msgspec.ValidationError as cause:
            what, _, path = str(cause).partition(" - at ")
            record = _PLACE.search(path)
            raise Refused(
                422,
                f"the body is no outcome, nor a list of them: {what}",
                self._form(),
                where=f"record {record[1] if record else 0}, {path.strip('`') or '$'}",
            ) from cause
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
            raise http.not_json(
                kind, f"the body is no JSON: {cause}", self._form(), takes=(b"application/json",)
            ) from cause
        return read if isinstance(read, list) else [read]

    def _form(self) -> str:
        by_key = ', or {"key": "...", "outcome": value}' if self._keyed else ""
        return f'send {{"request_id": "...", "outcome": value}}{by_key}; `GET /openapi.json`'

    def _reasons(self, outcomes: list[Outcome]) -> Iterator[Reason]:
        """Say of each outcome why it could never be joined with an answer."""
        board = self._watch.board
        models = [board.champion, *board.models.values()]
        for row, given in enumerate(outcomes):
            if not (given.request_id or given.key):
                named = "named, or `key`" if self._keyed else "named"
                yield _reason("request_id", "absent", named, None, row)
            elif given.key and not self._keyed:
                told = "absent, since assay.toml names no [serve] key and no answer has one"
                yield _reason("key", "extra", told, given.key, row)
            if all(math.isnan(label_of(given.outcome, each.description)) for each in models):
                told = expected(models[0].description)
                check = "type" if models[0].description.task == "regression" else "category"
                yield _reason("outcome", check, told, given.outcome, row)

    def _keep(self, outcome: Outcome) -> None:
        written = self._spool.write(
            Feedback(
                at_us=time.time_ns() // 1000,
                request=outcome.request_id,
                key=outcome.key,
                row=int(outcome.row),
                outcome=outcome.outcome,
                outcome_at=outcome.at,
                signal=outcome.signal,
            )
        )
        if not written:
            self._counters.named["log_dropped"] += 1
            raise later("the outcome cannot be kept")


_PLACE = re.compile(r"\$\[(\d+)\]")
"""The place of a record in msgspec's path to what is wrong."""


def _reason(column: str, check: str, told: str, seen: object, row: int) -> Reason:
    return Reason(
        column=column, check=check, expected=told, seen=shown(seen), action="rejected", row=row
    )


def _refusal(reasons: list[Reason], count: int) -> Refused:
    """Return the refusal of all outcomes of a request, with what is wrong with which."""
    first = reasons[0]
    bad = len({reason.row for reason in reasons})
    seen = "" if first.seen is None else f", not {msgspec.json.encode(first.seen).decode()}"
    return Refused(
        422,
        f"{bad} of {count} outcomes cannot be taken, and none was kept: "
        f"`{first.column}` must be {first.expected}{seen}",
        "correct what `reasons` names, and send all of them again",
        where=f"record {first.row}, {first.column}",
        detail=reasons,
    )
