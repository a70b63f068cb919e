"""Shadows are asked what was answered already, by a process beside the worker: nobody waits for it.

A request is left here when it has its answer, which costs it an append to a list. What waits goes
to the process together, one lot at a time; while that one is at work, more waits here, and beyond a
limit it is skipped and counted.
"""

from __future__ import annotations

import asyncio
import logging

import msgspec

from assay.serving.beside.process import Beside, Unavailable
from assay.serving.counters import Counters
from assay.serving.routes import Registered
from assay.serving.watch import Watch

MODULE = "assay.serving.beside.shadow_scorer"

PERIOD_SECONDS = 0.05
"""How long requests are collected before they are handed over."""

MOST_BYTES = 4_000_000
"""Bytes of requests that may wait; more are skipped."""

TIMEOUT_SECONDS = 30.0
"""How long one lot may take; loading the versions at first is part of it."""

logger = logging.getLogger("assay.serving")


class Heard(msgspec.Struct, frozen=True, array_like=True):
    """A request that was answered.

    Attributes:
        at_us: When.
        body: Its records, JSON, as they came.
    """

    at_us: int
    request: str
    body: bytes


class Lot(msgspec.Struct, frozen=True, array_like=True):
    """Requests, and who is to be asked: the shadows, and the champion beside them."""

    champion: Registered
    shadows: list[Registered]
    requests: list[Heard]


class Tally(msgspec.Struct, array_like=True):
    """What became of a lot, in answers of shadows.

    Attributes:
        unlogged: Answers that the log had no room for.
    """

    answered: int = 0
    refused: int = 0
    failed: int = 0
    unlogged: int = 0


class Shadowing:
    """The worker's end.

    Args:
        watch: Says which versions are shadows.
        counters: What the worker counts.
    """

    def __init__(self, watch: Watch, counters: Counters) -> None:
        self._watch = watch
        self._counters = counters
        self._process = Beside(MODULE, most_waiting=1)
        self._decoder = msgspec.msgpack.Decoder(Tally)
        self._requests: list[Heard] = []
        self._size = 0
        self._task: asyncio.Task[None] | None = None
        self._problem = ""

    @property
    def wanted(self) -> bool:
        """Whether there is a shadow."""
        return bool(self._watch.board.routing.shadows)

    def hear(self, at_us: int, request: str, body: bytes) -> None:
        """Take a request that was answered; never waits."""
        if self._size + len(body) > MOST_BYTES:
            self._counters.named["shadow_skipped"] += 1
            return
        self._requests.append(Heard(at_us, request, body))
        self._size += len(body)

    def begin(self) -> None:
        """Hand over from now on."""
        self._task = asyncio.create_task(self._hand_over())

    def close(self) -> None:
        """End, and the process too."""
        if self._task is not None:
            self._task.cancel()
        self._process.close()

    async def _hand_over(self) -> None:
        while True:
            await asyncio.sleep(PERIOD_SECONDS)
            requests, self._requests, self._size = self._requests, [], 0
            routing = self._watch.board.routing
            if not requests or not routing.shadows or routing.champion is None:
                continue
            lot = Lot(
                champion=routing.registered[routing.champion],
                shadows=[routing.registered[version] for version in routing.shadows],
                requests=requests,
            )
            try:
                content = await self._process.ask(
                    msgspec.msgpack.encode(lot), timeout_seconds=TIMEOUT_SECONDS
                )
            except Unavailable as problem:
                self._say(str(problem))
                self._counters.named["shadow_skipped"] += len(requests)
            else:
                self._count(self._decoder.decode(content))

    def _count(self, tally: Tally) -> None:
        named = self._counters.named
        named["shadow_answers"] += tally.answered
        named["shadow_refused"] += tally.refused
        named["shadow_failed"] += tally.failed
        named["log_dropped"] += tally.unlogged
        self._problem = ""

    def _say(self, problem: str) -> None:
        if problem != self._problem:
            logger.error("shadows are not asked: %s", problem)
        self._problem = problem
