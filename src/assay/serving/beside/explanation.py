"""Why predictions are what they are, asked of the process that explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from assay.serving.answers import Answers, Explanation, Prediction
from assay.serving.beside.process import Beside, Unavailable
from assay.serving.model import ServedModel
from assay.serving.watch import Board

MODULE = "assay.serving.beside.explainer"

MOST_ROWS = 100
"""Rows of one request that are explained."""

MOST_WAITING = 16

START_SECONDS = 30.0
"""How much longer a worker's first explanation may take: the process that explains starts then."""

SCALES = {
    "binary": "log-odds",
    "multiclass": "log-probability (unnormalised)",
    "regression": "value",
}
"""What contributions add up to, by task."""


class Rows(msgspec.Struct, frozen=True, array_like=True):
    """Rows to explain, as the model reads them.

    Attributes:
        run: Folder of the run that made the version.
        model_hash: Hash of its fitted model, as the graph that answered names it.
        numeric: Bytes of the number matrix, float32, shape (rows, p).
        strings: One list a string column.
    """

    run: str
    version: int
    model_hash: str
    rows: int
    numeric: bytes
    strings: list[list[str]]


class Explained(msgspec.Struct, frozen=True, array_like=True):
    """Explanations of all rows, or what kept them away.

    Attributes:
        rows: The output that is explained, base, total, and what each column adds, largest first.
    """

    rows: list[tuple[int, float, float, dict[str, float]]] = []
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one request that one version answered."""

    model: ServedModel
    places: list[int]


class Explaining:
    """Adds explanations to predictions; these are given even where no explanation can be.

    Args:
        runs: Folder of the runs, where versions keep their fitted models.
        timeout_seconds: How long a request waits for its explanations, once the process that
            explains has started.
    """

    def __init__(self, runs: Path, *, timeout_seconds: float) -> None:
        self._runs = runs
        self._timeout = timeout_seconds
        self._process = Beside(MODULE, most_waiting=MOST_WAITING)
        self._decoder = msgspec.msgpack.Decoder(Explained)
        self.close = self._process.close

    async def explained(
        self, board: Board, records: Sequence[Mapping[str, Any]], said: Answers
    ) -> list[Prediction]:
        """Return the predictions with their explanations, or with the reason why there is none."""
        if len(records) > MOST_ROWS:
            return _without(said.predictions, f"at most {MOST_ROWS} rows are explained at once")
        found = list(said.predictions)
        versions = [each.model_version for each in found]
        for version in dict.fromkeys(versions):
            places = [place for place, other in enumerate(versions) if other == version]
            model = board.models.get(version)
            try:
                if model is None:
                    raise Unavailable(f"version {version} is not loaded any more")
                told = await self._part(_Part(model, places), records, said)
            except Unavailable as problem:
                told = _without([found[place] for place in places], str(problem))
            for place, prediction in zip(places, told, strict=True):
                found[place] = prediction
        return found

    async def _part(
        self, part: _Part, records: Sequence[Mapping[str, Any]], said: Answers
    ) -> list[Prediction]:
        model, description = part.model, part.model.description
        admitted = model.admit([records[place] for place in part.places])
        if model.score(admitted) != [said.scores[place] for place in part.places]:
            raise Unavailable("the baseline answered in the model's place")
        question = Rows(
            run=str(self._runs / model.registered.run),
            version=model.version,
            model_hash=description.model_hash,
            rows=len(part.places),
            numeric=admitted.numeric.tobytes(),
            strings=admitted.strings.T.tolist(),
        )
        content = msgspec.msgpack.encode(question)
        answer = self._decoder.decode(
            await self._process.ask(
                content, timeout_seconds=self._timeout, start_seconds=START_SECONDS
            )
        )
        if answer.problem:
            raise Unavailable(answer.problem)
        classes, scale = description.classes, SCALES[description.task]
        return [
            msgspec.structs.replace(
                said.predictions[place],
                explanation=Explanation(
                    explains=(classes[1] if len(classes) == 2 else classes[output])
                    if classes
                    else None,
                    scale=scale,
                    base=base,
                    total=total,
                    contributions=contributions,
                ),
            )
            for place, (output, base, total, contributions) in zip(
                part.places, answer.rows, strict=True
            )
        ]


def _without(predictions: Sequence[Prediction], why: str) -> list[Prediction]:
    return [
        msgspec.structs.replace(each, explanation=None, explanation_missing=why)
        for each in predictions
    ]
