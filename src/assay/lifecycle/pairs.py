"""Let each outcome judge a canary and the champion: the one that did not answer is asked again.

So the difference of two models is seen without what all requests differ by, over all outcomes,
whoever answered. It takes an outcome that does not depend on who answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.evaluation.sequential import paired
from assay.lifecycle import logged, outcomes
from assay.lifecycle.outcomes import Judge
from assay.lifecycle.rollback import intact
from assay.lifecycle.serve import plan_of
from assay.serving import answers as answering
from assay.serving import routes
from assay.serving.alarm import Paired
from assay.serving.model import ServedModel
from assay.serving.routes import Routing

Floats = NDArray[np.float64]

CHUNK = 5_000
"""Rows that are asked again at once."""

KEPT = 4
"""Versions that stay loaded."""

TOUCHED = ("rejected", "clipped", "taken as missing")
"""What a door does to a row that does not come as the model takes it."""


@dataclass(slots=True)
class _Pair:
    """What was learnt of one canary and one champion.

    Attributes:
        since: Answers from this moment on count, ISO 8601.
        seen: Units that were learnt from, or could not be.
        wealth: Of each bet, logarithms.
        sums: Count, and both versions' sums of losses: canary, champion.
    """

    since: str
    seen: pl.Series = field(default_factory=lambda: pl.Series("unit", [], pl.String))
    wealth: Floats = field(default_factory=lambda: np.zeros(len(paired.BETS)))
    sums: Floats = field(default_factory=lambda: np.zeros(3))

    @property
    def told(self) -> Paired:
        count = max(self.sums[0], 1.0)
        return Paired(
            log_evidence=float(paired.log_evidence(self.wealth)),
            outcomes=int(self.sums[0]),
            loss=float(self.sums[1] / count),
            champion_loss=float(self.sums[2] / count),
        )


class Pairs:
    """All pairs of the present routing; each unit is learnt from once, when its outcome came.

    Args:
        project: The project, or its folder.
    """

    def __init__(self, project: ProjectOrFolder) -> None:
        self._workspace = Workspace(loaded(project))
        self._policy = plan_of(self._workspace.project).policy
        self._metric = outcomes.loss_of(self._workspace.project, None)
        self._pairs: dict[tuple[int, int], _Pair] = {}
        self._model = lru_cache(maxsize=KEPT)(self._loaded)
        self._judge = lru_cache(maxsize=KEPT)(self._judged_by)

    def learn(self, routing: Routing, settled_at: str) -> dict[int, Paired]:
        """Learn from the outcomes that have come since, and return what all say, by canary.

        Args:
            routing: Who answers.
            settled_at: From when on every worker follows it, ISO 8601.

        Raises:
            AssayError: If a version cannot be loaded.
        """
        champion = routing.champion
        if self._metric.row_range is None or champion is None:  # no bound is known beforehand
            return {}
        wanted = [(champion, canary.version) for canary in routing.canaries]
        self._pairs = {key: self._pairs.get(key) or _Pair(settled_at) for key in wanted}
        for key, pair in self._pairs.items():
            known = outcomes.labelled(self._workspace, since=pair.since or None)
            fresh = self._fresh(known, key, pair)
            for start in range(0, fresh.height, CHUNK):
                self._learn(pair, key, fresh[start : start + CHUNK])
            pair.seen = pl.concat([pair.seen, fresh["unit"]])
        return {canary: pair.told for (_, canary), pair in self._pairs.items()}

    def _fresh(self, known: pl.DataFrame, key: tuple[int, int], pair: _Pair) -> pl.DataFrame:
        """Return the first answer of each unit that is new, if a model gave it as it came."""
        unit = outcomes.unit_of(self._workspace.project)
        known = known.with_columns(unit=pl.col(unit)).filter(pl.col("version").is_in(key))
        new = known.join(pair.seen.to_frame(), on="unit", how="anti").sort("at", "request", "row")
        return logged.sound(new.unique("unit", keep="first", maintain_order=True))

    def _learn(self, pair: _Pair, key: tuple[int, int], answered: pl.DataFrame) -> None:
        champion, canary = key
        low, high = self._range(self._judge(champion))
        for version, other in ((champion, canary), (canary, champion)):
            part, again = ask_again(
                self._model(other), answered.filter(pl.col("version") == version)
            )
            if not part.height:
                continue
            own = self._judge(version).losses(part["outcome"], part["scores"])
            its = self._judge(other).losses(part["outcome"], again)
            both = np.stack([own, its] if version == canary else [its, own])
            both = np.clip(both[:, np.isfinite(both).all(axis=0)], low, high)
            pair.wealth = pair.wealth + paired.wealth(both[0] - both[1], bound=high - low)
            pair.sums = pair.sums + np.array([both.shape[1], *both.sum(axis=1)])

    def _range(self, judge: Judge) -> tuple[float, float]:
        assert self._metric.row_range is not None
        return self._metric.row_range(judge.terms)

    def _judged_by(self, version: int) -> Judge:
        return Judge.of(self._workspace, version, self._metric)

    def _loaded(self, version: int) -> ServedModel:
        routing = routes.read(self._workspace.ledger)
        folder = intact(self._workspace, routing, version)
        return ServedModel.load(folder, routing.registered[version], policy=self._policy)


def ask_again(model: ServedModel, answered: pl.DataFrame) -> tuple[pl.DataFrame, list[list[float]]]:
    """Return the logged rows that a version takes as they came, and its scores of them."""
    records = logged.records(answered)
    whole = [place for place, record in enumerate(records) if _complete(record, model)]
    if not whole:
        return answered.clear(), []
    admitted = model.admit([records[place] for place in whole])
    touched = {reason.row for reason in admitted.reasons if reason.action in TOUCHED}
    scores = answering.scores_of(model, admitted)
    kept = [row for row in range(len(scores)) if row not in touched]
    return answered[[whole[row] for row in kept]], [scores[row] for row in kept]


def _complete(record: dict[str, Any], model: ServedModel) -> bool:
    """Whether a record has the columns that may not be absent; a redacted one has not."""
    columns = model.door.contract.columns
    return all(name in record or columns[name].nullable for name in model.door.columns)
