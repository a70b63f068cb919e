"""Turn records into answers: who answers, what it says, and who stands in where it fails."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from assay.registry.compiled.description import Description
from assay.serving.door import Admitted
from assay.serving.field import Reason
from assay.serving.model import ServedModel, Table
from assay.serving.watch import Board

logger = logging.getLogger("assay.serving")

Records = Sequence[Mapping[str, Any]] | Table
"""Rows of one request: one mapping each, or columns."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a prediction is what it is: `base` and all contributions add up to `total`.

    Attributes:
        explains: The class that is explained; None for a value.
        scale: What is added up: `log-odds`, `log-probability (unnormalised)` or `value`.
        contributions: What each column adds, largest first.
    """

    explains: str | None
    scale: str
    base: float
    total: float
    contributions: dict[str, float]


class Prediction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is said of one row.

    Attributes:
        probability: Of each class, by name; absent for a value.
        model_version: Version that answered.
        reasons: What broke the contract, and what was done about it.
        explanation: Where one was asked for; None where there is none, which the next says why.
    """

    prediction: str | float
    probability: dict[str, float] | None = None
    model_version: int
    reasons: list[Reason] = []
    explanation: Explanation | msgspec.UnsetType | None = msgspec.UNSET
    explanation_missing: str = ""


@dataclass(slots=True)
class Answers:
    """What is said of the rows of one request.

    Attributes:
        scores: One list a row.
        version: Version that answered; the champion's where several did.
        route: `champion`, `canary`, `baseline`, `mixed`, or `asked for`.
        rejected: Whether the contract forbids an answer; there are no predictions then.
    """

    version: int
    route: str
    predictions: list[Prediction] = field(default_factory=list)
    scores: list[list[float]] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    rejected: bool = False


class NoAnswer(Exception):  # noqa: N818  (the caller tells the client to come back)
    """Neither the model nor its baseline can answer."""


def answers(
    board: Board, records: Records, keys: Sequence[str], model: ServedModel | None = None
) -> Answers:
    """Answer each record by the version that its key decides, or by one that was asked for.

    Raises:
        NoAnswer: If a model fails and has no baseline that does not.
    """
    routing = board.routing
    if model is not None:
        return _answered(model, records, "asked for")
    if not routing.canaries:
        return _answered(board.champion, records, "champion")
    chosen = [routing.choose(key) for key in keys]
    groups = list(dict.fromkeys(chosen))
    if len(groups) == 1:
        version, role = groups[0]
        assert version is not None
        return _answered(board.models[version], records, role)
    return _mixed(board, records, chosen)


def _mixed(board: Board, records: Records, chosen: Sequence[tuple[int | None, str]]) -> Answers:
    """Return the answers of several versions, in the order of the records."""
    whole = Answers(version=board.champion.version, route="mixed")
    predictions: list[Prediction | None] = [None] * len(records)
    scores: list[list[float]] = [[]] * len(records)
    for group in dict.fromkeys(chosen):
        places = [place for place, other in enumerate(chosen) if other == group]
        version, role = group
        assert version is not None
        part = _answered(board.models[version], _some(records, places), role)
        whole.rejected = whole.rejected or part.rejected
        whole.reasons += [
            msgspec.structs.replace(reason, row=places[reason.row]) for reason in part.reasons
        ]
        for place, prediction, score in zip(places, part.predictions, part.scores, strict=False):
            predictions[place], scores[place] = prediction, score
    if not whole.rejected:
        whole.predictions = [each for each in predictions if each is not None]
        whole.scores = scores
    return whole


def _some(records: Records, places: Sequence[int]) -> Records:
    if isinstance(records, Sequence):
        return [records[place] for place in places]
    return records.some(places)


def _answered(model: ServedModel, records: Records, route: str) -> Answers:
    said, admitted = held(model, records, route)
    return said if said.rejected else completed(model, records, said, scores_of(model, admitted))


def held(model: ServedModel, records: Records, route: str) -> tuple[Answers, Admitted]:
    """Hold records against a version's contract; the answers have no predictions yet."""
    admitted = model.admit(records)
    said = Answers(version=model.version, route=route, reasons=admitted.reasons)
    said.rejected = bool(admitted.reasons) and admitted.rejected
    return said, admitted


def scores_of(model: ServedModel, admitted: Admitted) -> list[list[float]]:
    """Return the scores of a version, or nothing if it fails."""
    try:
        return model.score(admitted)
    except Exception:  # whatever a graph raises, the baseline answers; it is logged and counted
        logger.exception("version %d failed; its baseline answers", model.version)
        return []


def completed(
    model: ServedModel, records: Records, said: Answers, scores: list[list[float]]
) -> Answers:
    """Add predictions to answers that were held; the baseline's where the version has none.

    Raises:
        NoAnswer: If the version failed and has no baseline that does not.
    """
    said.scores = scores
    if not scores or not _finite(scores):
        said.route = "baseline"
        said.scores = _stand_in(model, records)
    said.predictions = _predictions(model.description, said)
    return said


def _stand_in(model: ServedModel, records: Records) -> list[list[float]]:
    try:
        scores = model.score_by_baseline(records)
    except Exception as cause:  # as above; now nobody is left to answer
        raise NoAnswer from cause
    if not scores or not _finite(scores):
        raise NoAnswer
    return scores


def _finite(scores: list[list[float]]) -> bool:
    return all(math.isfinite(value) for row in scores for value in row)


def _predictions(description: Description, said: Answers) -> list[Prediction]:
    reasons: dict[int, list[Reason]] = {}
    for reason in said.reasons:
        reasons.setdefault(reason.row, []).append(reason)
    classes, version = description.classes, said.version
    if not classes:
        return [
            Prediction(prediction=score[0], model_version=version, reasons=reasons.get(row, []))
            for row, score in enumerate(said.scores)
        ]
    threshold = 0.5 if description.threshold is None else description.threshold
    found = []
    for row, score in enumerate(said.scores):
        if len(score) == 1:
            positive = score[0]
            chosen = classes[positive >= threshold]
            probability = {classes[0]: 1.0 - positive, classes[1]: positive}
        else:
            chosen = classes[max(range(len(score)), key=score.__getitem__)]
            probability = dict(zip(classes, score, strict=True))
        found.append(
            Prediction(
                prediction=chosen,
                probability=probability,
                model_version=version,
                reasons=reasons.get(row, []),
            )
        )
    return found
