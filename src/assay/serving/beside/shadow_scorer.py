"""The process that asks shadows, request by request as a worker would, and times each of them.

The champion is asked here too: who takes longer is told by both under the same load at the same
moment, which the log of what workers answered cannot tell.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

import msgspec

from assay.core.errors import AssayError
from assay.serving.beside import pipe
from assay.serving.beside.shadowing import Heard, Lot, Tally
from assay.serving.log.record import Shadowed
from assay.serving.log.spool import Spool
from assay.serving.model import ServedModel
from assay.serving.plan import ServePlan, handed_over
from assay.serving.routes import Registered

KEPT = 6
"""Versions that stay loaded."""

SPARED = 0.5
"""Part of the log's room that shadows leave to what was really answered."""


class Said(msgspec.Struct):
    """What a version said of one request, and what that took, microseconds.

    Attributes:
        processor_us: What it kept the processor busy; the rest of `taken_us` it waited for it.
    """

    status: str
    scores: list[list[float]] = []
    problem: str = ""
    taken_us: float = 0.0
    processor_us: float = 0.0


class ShadowScorer:
    """Asks the versions.

    Args:
        plan: What the server was told.
    """

    def __init__(self, plan: ServePlan) -> None:
        self._plan = plan
        most_bytes = int(plan.most_log_bytes * (1 - SPARED))
        self._spool = Spool(plan.spool, most_bytes=most_bytes)
        self._lots = msgspec.msgpack.Decoder(Lot)
        self._bodies = msgspec.json.Decoder(list[dict[str, Any]] | dict[str, Any])
        self._models: OrderedDict[Registered, ServedModel | str] = OrderedDict()
        self._turn = 0

    def answer(self, message: bytes) -> bytes:
        """Ask the shadows about a lot of requests, log what they say, and tell how it went."""
        lot, tally = self._lots.decode(message), Tally()
        champion = self._model(lot.champion)
        shadows = [self._model(each) for each in lot.shadows]
        for heard in lot.requests:
            read = self._bodies.decode(heard.body)
            records = [read] if isinstance(read, dict) else read
            for registered, shadow in zip(lot.shadows, shadows, strict=True):
                theirs, ours = self._both(shadow, champion, records)
                setattr(tally, theirs.status, getattr(tally, theirs.status) + 1)
                record = _record(heard, registered.version, theirs, lot.champion.version, ours)
                tally.unlogged += not self._spool.write(record)
        self._spool.tick()
        self._spool.close()
        return msgspec.msgpack.encode(tally)

    def _both(
        self, shadow: ServedModel | str, champion: ServedModel | str, records: list[dict[str, Any]]
    ) -> tuple[Said, Said]:
        """Ask both, each first in every other turn: the second finds a warmer cache."""
        self._turn += 1
        if self._turn % 2:
            theirs = asked(shadow, records)
            return theirs, asked(champion, records)
        ours = asked(champion, records)
        return asked(shadow, records), ours

    def _model(self, registered: Registered) -> ServedModel | str:
        """Return a version, or why it cannot be loaded; that is not tried again and again."""
        if registered not in self._models:
            folder = Path(self._plan.root) / "runs" / registered.run / "model"
            try:
                self._models[registered] = ServedModel.load(
                    folder, registered, policy=self._plan.policy
                )
            except AssayError as problem:
                self._models[registered] = problem.what
            while len(self._models) > KEPT:
                self._models.popitem(last=False)
        self._models.move_to_end(registered)
        return self._models[registered]


def asked(model: ServedModel | str, records: list[dict[str, Any]]) -> Said:
    """Return what a version says of a request, by the way that a worker takes."""
    if isinstance(model, str):
        return Said("failed", problem=model)
    began, busy = time.perf_counter(), time.thread_time()
    try:
        said = _answered(model, records)
    except Exception as problem:  # whatever a graph raises is what is looked for here
        said = Said("failed", problem=f"{type(problem).__name__}: {problem}"[:200])
    said.processor_us = (time.thread_time() - busy) * 1e6
    said.taken_us = (time.perf_counter() - began) * 1e6
    return said


def _answered(model: ServedModel, records: list[dict[str, Any]]) -> Said:
    admitted = model.admit(records)
    if admitted.reasons and admitted.rejected:
        first = next(each for each in admitted.reasons if each.action == "rejected")
        return Said("refused", problem=f"'{first.column}': {first.expected}")
    scores = model.score(admitted)
    if not all(math.isfinite(value) for row in scores for value in row):
        return Said("failed", problem="a score is not finite")
    return Said("answered", scores=scores)


def _record(heard: Heard, version: int, theirs: Said, champion: int, ours: Said) -> Shadowed:
    return Shadowed(
        at_us=heard.at_us,
        request=heard.request,
        version=version,
        status=theirs.status,
        latency_us=theirs.taken_us,
        processor_us=theirs.processor_us,
        champion=champion,
        champion_us=ours.taken_us,
        champion_processor_us=ours.processor_us,
        scores=theirs.scores,
        problem=theirs.problem,
    )


if __name__ == "__main__":
    pipe.serve(ShadowScorer(handed_over()).answer)
