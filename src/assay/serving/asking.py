"""Ask the versions that answer, and have the answers in the log before anybody sees them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import msgspec

from assay.serving import answers as answering
from assay.serving.answers import Answers, NoAnswer
from assay.serving.batch import Batch
from assay.serving.beside.shadowing import Shadowing
from assay.serving.counters import Counters
from assay.serving.http import Refused, later
from assay.serving.log.record import Answered
from assay.serving.log.spool import Spool
from assay.serving.model import ServedModel
from assay.serving.plan import ServePlan
from assay.serving.watch import Board, Watch

FEW_ROWS = 64
"""Rows that are scored at once where they arrive; more are scored beside the loop."""


class Asking:
    """Answers records for every endpoint that predicts.

    Args:
        plan: What the server was told.
        watch: Keeps the versions that answer.
        spool: The worker's end of the prediction log.
        counters: What the worker counts.
        shadowing: Asks the shadows what was answered.
    """

    def __init__(
        self,
        plan: ServePlan,
        watch: Watch,
        spool: Spool,
        counters: Counters,
        shadowing: Shadowing,
    ) -> None:
        self._plan = plan
        self._shadowing = shadowing
        self._watch = watch
        self._spool = spool
        self._counters = counters
        self._batch = Batch()
        self._encode = msgspec.json.Encoder().encode

    async def __call__(
        self,
        records: list[dict[str, Any]],
        request: str,
        body: bytes,
        model: ServedModel | None = None,
        client: str = "",
    ) -> Answers:
        """Answer records, and log them with the answers.

        Args:
            records: One a row.
            request: The request's id.
            body: The records as they came, JSON; empty if they came in another form.
            model: The version that was asked for by its number; routing decides if None.
            client: Name of the token that the request holds.

        Raises:
            Refused: If there are too many rows or none, nobody can answer, or the answer cannot be
                logged and the plan says that nothing is answered unlogged.
        """
        began = time.perf_counter()
        said, keys = await self._answers(records, request, model)
        at_us = self._log(request, said, body, records, keys, began, client)
        if model is None and self._shadowing.wanted:
            self._shadowing.hear(at_us, request, body or self._encode(records))
        return said

    async def _answers(
        self, records: list[dict[str, Any]], request: str, model: ServedModel | None
    ) -> tuple[Answers, list[str]]:
        if not 1 <= len(records) <= self._plan.most_rows:
            raise wrong_size(len(records), self._plan.most_rows)
        board = self._watch.board
        column = self._plan.key
        if column is None:
            keys = [request] * len(records)
        else:
            keys = [str(record.get(column, "")) for record in records]
        try:
            if len(records) == 1 and model is None and self._batch.pays:
                said = await self._together(board, records, keys[0])
            elif len(records) <= FEW_ROWS:
                said = answering.answers(board, records, keys, model)
            else:
                said = await asyncio.to_thread(answering.answers, board, records, keys, model)
        except NoAnswer as cause:
            raise later("the model and its baseline both failed") from cause
        if said.route == "baseline":
            self._counters.named["fallbacks"] += 1
        self._counters.named["rows"] += len(said.scores)
        for reason in said.reasons:
            self._counters.broken(reason.check, reason.action)
        return said, keys

    async def _together(self, board: Board, records: list[dict[str, Any]], key: str) -> Answers:
        """Answer one record with others that came in the same turn."""
        version, role = board.routing.choose(key)
        assert version is not None
        model = board.models[version]
        said, admitted = answering.held(model, records, role)
        if said.rejected:
            return said
        scores = await self._batch.score(model, admitted)
        return answering.completed(model, records, said, scores)

    def _log(
        self,
        request: str,
        said: Answers,
        body: bytes,
        records: list[dict[str, Any]],
        keys: list[str],
        began: float,
        client: str,
    ) -> int:
        """Log an answer, and return when that was, microseconds."""
        at_us = time.time_ns() // 1000
        if self._plan.redact or not body:
            body = self._encode([_without(record, self._plan.redact) for record in records])
        written = self._spool.write(
            Answered(
                at_us=at_us,
                request=request,
                versions=[each.model_version for each in said.predictions] or [said.version],
                route=said.route,
                key=keys[0] if self._plan.key else "",
                latency_us=int((time.perf_counter() - began) * 1e6),
                status=422 if said.rejected else 200,
                body=body,
                scores=said.scores,
                predictions=[each.prediction for each in said.predictions],
                reasons=said.reasons,
                client=client,
            )
        )
        if written:
            self._counters.named["log_records"] += 1
            return at_us
        self._counters.named["log_dropped"] += 1
        if self._plan.lossless:
            raise later("the answer cannot be logged, and [serve] lossless forbids to give it")
        return at_us


def wrong_size(rows: int, most_rows: int) -> Refused:
    """Return the refusal of a request with no rows, or too many."""
    if not rows:
        return Refused(400, "the request holds no rows", f"send 1 to {most_rows:,} of them")
    return Refused(
        413,
        f"the request holds more than {most_rows:,} rows",
        "send fewer at once, or score them in batch with `assay predict`",
    )


def _without(record: Mapping[str, Any], redacted: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in redacted}
