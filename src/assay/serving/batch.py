"""Score requests that arrive together in one call of the graph; one that is alone never waits.

All requests that the loop finds in one turn begin one after the other before it looks for more.
Each but the last knows that others are about to begin, so the first leaves its rows here, and all
are scored when the last has left its own.
"""

from __future__ import annotations

import asyncio

from assay.serving import answers as answering
from assay.serving.door import Admitted
from assay.serving.model import ServedModel

Scores = list[list[float]]
_Part = tuple[ServedModel, Admitted, "asyncio.Future[Scores]"]


class Turn:
    """What a worker's connections know of the present turn.

    Attributes:
        arrived: Requests that have come and have not begun.
    """

    __slots__ = ("arrived",)

    def __init__(self) -> None:
        self.arrived = 0


TURN = Turn()
"""That of the process: it has one loop."""


class Batch:
    """Rows of requests of one turn."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []

    @property
    def pays(self) -> bool:
        """Whether other requests are in this turn."""
        return TURN.arrived > 0 or bool(self._parts)

    async def score(self, model: ServedModel, admitted: Admitted) -> Scores:
        """Return the scores of a request's rows, or nothing if the model fails."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Scores] = loop.create_future()
        if not self._parts:
            loop.call_soon(self._flush)  # after those that are about to begin
        self._parts.append((model, admitted, future))
        return await future

    def _flush(self) -> None:
        parts, self._parts = self._parts, []
        models = {id(model): model for model, _, _ in parts}
        for key, model in models.items():
            self._scored(model, [part for part in parts if id(part[0]) == key])

    def _scored(self, model: ServedModel, parts: list[_Part]) -> None:
        whole = Admitted(
            [row for _, admitted, _ in parts for row in admitted.numbers],
            [row for _, admitted, _ in parts for row in admitted.texts],
            [],
        )
        scores = answering.scores_of(model, whole)
        start = 0
        for _, admitted, future in parts:
            end = start + len(admitted.numbers)
            found = scores[start:end] or answering.scores_of(model, admitted)  # it may be another's
            if not future.done():
                future.set_result(found)
            start = end
