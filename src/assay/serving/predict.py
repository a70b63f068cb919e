"""`POST /v1/predict`: records keyed by column, or a table; each row with its answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import msgspec

from assay.serving import http
from assay.serving.answers import Answers, Explanation, Prediction
from assay.serving.asking import Asking
from assay.serving.beside.explanation import Explaining
from assay.serving.beside.tables import FORMS, Form, Tables
from assay.serving.http import JSON, Headers, Receive, Refused, Scope, Send
from assay.serving.tokens import client_of
from assay.serving.watch import Watch


class One(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to one record."""

    request_id: str
    model_version: int
    prediction: str | float
    probability: dict[str, float] | None = None
    reasons: list[Any] = []
    explanation: Explanation | msgspec.UnsetType | None = msgspec.UNSET
    explanation_missing: str = ""


class Many(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a list of records."""

    request_id: str
    model_version: int
    predictions: list[Prediction]


class Predict:
    """The endpoint.

    Args:
        asking: Answers and logs records.
        explaining: Says why, where a client asks.
        tables: Answers what comes as a table.
        watch: Keeps the versions that answer.
        body_of: Reads a body within the server's limits.
    """

    def __init__(
        self,
        asking: Asking,
        explaining: Explaining,
        tables: Tables,
        watch: Watch,
        body_of: Callable[[Receive], Awaitable[bytes]],
    ) -> None:
        self._asking = asking
        self._explaining = explaining
        self._tables = tables
        self._watch = watch
        self._body_of = body_of
        self._decoder = msgspec.json.Decoder(list[dict[str, Any]] | dict[str, Any])
        self._encode = msgspec.json.Encoder().encode

    async def __call__(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> tuple[str, int]:
        """Answer one request."""
        query = scope.get("query_string", b"")
        explain = bool(query) and _asks_why(query)
        body = await self._body_of(receive)
        kind = http.header(scope, b"content-type")
        if kind is not None and (form := FORMS.get(http.media_type(kind))) is not None:
            if explain:
                raise Refused(400, "a table is not explained", "send the rows as JSON")
            return await self._table(scope, send, headers, form, body)
        try:
            read = self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
            raise http.not_json(
                kind,
                f"the body is no JSON object, nor a list of them: {cause}",
                'send {"column": value, ...}, or a list of such records',
                takes=(b"application/json", *FORMS),
            ) from cause
        records = [read] if isinstance(read, dict) else read
        request = headers[0][1].decode()
        said = await self._asking(records, request, body, client=client_of(scope))
        if said.rejected:
            raise broken_contract(said)
        if explain:
            board = self._watch.board
            said.predictions = await self._explaining.explained(board, records, said)
        content = self._encode(_worded(read, request, said))
        await http.answer(send, 200, content, (JSON, *headers))
        return said.route, 200

    async def _table(
        self, scope: Scope, send: Send, headers: Headers, form: Form, body: bytes
    ) -> tuple[str, int]:
        accept = http.header(scope, b"accept") or b""
        request = headers[0][1].decode()
        content, more, route = await self._tables.answered(
            form, body, accept, request, client_of(scope)
        )
        await http.answer(send, 200, content, (*more, *headers))
        return route, 200


def broken_contract(said: Answers) -> Refused:
    """Return the refusal of rows that break the contract, with every reason."""
    count = sum(reason.action == "rejected" for reason in said.reasons)
    return Refused(
        422,
        "1 value breaks the contract" if count == 1 else f"{count:,} values break the contract",
        "correct them, or set [serve] policy to 'clip' or 'impute'",
        detail=said.reasons,
    )


def _asks_why(query: bytes) -> bool:
    """Read `explain` of an address.

    Raises:
        Refused: If it is neither true nor false.
    """
    given = parse_qs(query.decode("latin-1"), keep_blank_values=True).get("explain", ["false"])[-1]
    if given not in ("true", "false"):
        raise Refused(400, f"explain is '{given[:20]}'", "write ?explain=true or ?explain=false")
    return given == "true"


def _worded(read: object, request: str, said: Answers) -> One | Many:
    if isinstance(read, list):
        return Many(request_id=request, model_version=said.version, predictions=said.predictions)
    only = said.predictions[0]
    return One(
        request_id=request,
        model_version=only.model_version,
        prediction=only.prediction,
        probability=only.probability,
        reasons=only.reasons,
        explanation=only.explanation,
        explanation_missing=only.explanation_missing,
    )
