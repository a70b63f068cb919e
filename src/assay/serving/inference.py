"""The Open Inference Protocol v2: the same answers, asked for by tensors of one column each."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np

from assay.core.errors import InputError
from assay.core.version import __version__
from assay.serving import http
from assay.serving.answers import Answers
from assay.serving.http import JSON, Headers, Receive, Refused, Scope, Send
from assay.serving.model import ServedModel
from assay.serving.protocol import metadata, request, response
from assay.serving.tokens import client_of
from assay.serving.watch import Board, Watch

Ask = Callable[[list[dict[str, Any]], str, bytes, ServedModel | None, str], Awaitable[Answers]]
"""Answers and logs records; the model is one that was named, or None where routing decides."""

_MODEL = re.compile(r"/v2/models/(?P<name>[^/]+)(/versions/(?P<version>[^/]+))?(/(?P<verb>\w+))?")


class Inference:
    """The endpoints below `/v2`.

    Args:
        name: Name of the model.
        watch: Keeps the versions that answer.
        body_of: Reads a body within the server's limits.
        ask: Answers and logs records.

    References:
        https://github.com/kserve/open-inference-protocol
    """

    def __init__(
        self,
        name: str,
        watch: Watch,
        body_of: Callable[[Receive], Awaitable[bytes]],
        ask: Ask,
    ) -> None:
        self._name = name
        self._watch = watch
        self._body_of = body_of
        self._ask = ask

    async def __call__(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> tuple[str, int]:
        """Answer one request."""
        try:
            content, more = await self._answer(scope, receive, headers[0][1].decode())
        except InputError as error:
            raise Refused(400, str(error)) from error
        await http.answer(send, 200, content, (*more, *headers))
        return "v2", 200

    async def refuse(self, send: Send, refused: Refused, headers: Headers) -> None:
        """Send an error in the protocol's own form."""
        told = refused.what + (f"; {refused.remedy}" if refused.remedy else "")
        content = metadata.to_json(metadata.failure(told))
        await http.answer(send, refused.status, content, (JSON, *headers, *refused.headers))

    async def _answer(
        self, scope: Scope, receive: Receive, request_id: str
    ) -> tuple[bytes, Headers]:
        path, method, board = scope["path"], scope["method"], self._watch.board
        if path == "/v2/repository/index":
            _only(method, "POST")
            ready = metadata.asks_only_ready(await self._body_of(receive))
            return metadata.to_json(metadata.index(self._entries(board), only_ready=ready)), (JSON,)
        found = _MODEL.fullmatch(path)
        if found is not None and found["verb"] == "infer":
            _only(method, "POST")
            model = self._model(board, found["name"], found["version"])
            return await self._infer(scope, receive, request_id, model, named=found["version"])
        _only(method, "GET")
        return metadata.to_json(self._told(path, found, board)), (JSON,)

    def _told(self, path: str, found: re.Match[str] | None, board: Board) -> metadata.Told:
        """Return what the server says of itself or of a model."""
        own: dict[str, metadata.Told] = {
            "/v2": metadata.ServerMetadata("assay", __version__),
            "/v2/health/live": metadata.Live(True),
            "/v2/health/ready": metadata.Ready(True),
        }
        if (said := own.get(path.rstrip("/"))) is not None:
            return said
        if found is None or found["verb"] not in (None, "ready"):
            raise Refused(404, f"there is no such address: {path}")
        model = self._model(board, found["name"], found["version"])
        if found["verb"] == "ready":
            return metadata.ModelReady(self._name, True)
        return self._described(board, model)

    def _model(self, board: Board, name: str, version: str | None) -> ServedModel:
        if name != self._name:
            raise Refused(404, f"there is no model '{name}'", f"the model is '{self._name}'")
        if version is None:
            return board.champion
        loaded = board.models.get(int(version)) if version.isdecimal() else None
        if loaded is None:
            raise Refused(
                404, f"version '{version}' is not loaded", f"loaded are {sorted(board.models)}"
            )
        return loaded

    async def _infer(
        self,
        scope: Scope,
        receive: Receive,
        request_id: str,
        model: ServedModel,
        *,
        named: str | None,
    ) -> tuple[bytes, Headers]:
        length = http.header(scope, request.LENGTH_HEADER.lower().encode())
        if length is not None and not length.isdigit():
            raise Refused(400, f"{request.LENGTH_HEADER} is no number")
        body = await self._body_of(receive)
        asked = request.decode(body, None if length is None else int(length))
        records = [
            dict(zip(asked.columns, values, strict=True))
            for values in zip(*asked.columns.values(), strict=True)
        ]
        said = await self._ask(records, request_id, b"", model if named else None, client_of(scope))
        if said.rejected:
            first = said.reasons[0]
            raise Refused(
                422,
                f"{len(said.reasons)} values break the contract; the first, in row {first.row}: "
                f"'{first.column}' must be {first.expected}, not {first.seen!r}",
            )
        content, json_length = response.encode(
            self._name, str(said.version), asked.id or request_id, _tensors(said), asked
        )
        if json_length is None:
            return content, (JSON,)
        sized = (request.LENGTH_HEADER.encode(), b"%d" % json_length)
        return content, ((b"content-type", b"application/octet-stream"), sized)

    def _entries(self, board: Board) -> list[metadata.RepositoryEntry]:
        return [
            metadata.RepositoryEntry(self._name, str(version), "READY", "")
            for version in sorted(board.models)
        ]

    def _described(self, board: Board, model: ServedModel) -> metadata.ModelMetadata:
        columns = [
            (name, metadata.DATATYPES.get(model.door.contract.columns[name].type, "BYTES"))
            for name in model.door.columns
        ]
        classes = len(model.description.classes)
        outputs = [metadata.TensorMetadata("prediction", "BYTES" if classes else "FP64")]
        if classes:
            outputs.append(metadata.TensorMetadata("probability", "FP64", (-1, classes)))
        return metadata.model(self._name, map(str, sorted(board.models)), columns, outputs)


def _only(method: str, allowed: str) -> None:
    if method != allowed:
        raise Refused(405, f"this address takes {allowed}", headers=((b"allow", allowed.encode()),))


def _tensors(said: Answers) -> dict[str, Any]:
    predictions = [each.prediction for each in said.predictions]
    probabilities = [each.probability for each in said.predictions]
    if probabilities[0] is None:
        return {"prediction": np.array(predictions, dtype=np.float64)}
    rows = [list(each.values()) for each in probabilities if each is not None]
    return {"prediction": predictions, "probability": np.array(rows, dtype=np.float64)}
