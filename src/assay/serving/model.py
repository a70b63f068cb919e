"""A version ready to answer: its door, its graph, its baseline, proven again on this machine."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assay.core.errors import InputError
from assay.registry import proof, rows
from assay.registry.compiled.cut import Cut
from assay.registry.compiled.description import Description
from assay.registry.compiled.engine import GraphEngine
from assay.registry.compiled.records import SCORES, RecordEngine
from assay.registry.scorer import BASELINE, CompiledScorer
from assay.serving.door import Admitted, Door
from assay.serving.field import Policy
from assay.serving.routes import Registered

logger = logging.getLogger("assay.serving")

TOLERANCE = 1e-5
"""Largest difference of a score from the one it was registered with, over the spread of values."""

Scores = list[list[float]]
"""Of each row: one score, or one a class."""


class Table(Protocol):
    """Rows that came as columns."""

    def __len__(self) -> int: ...

    def some(self, places: Sequence[int]) -> Table:
        """Return the rows at these places."""
        ...

    def admitted(self, door: Door) -> Admitted:
        """Hold the rows against a contract."""
        ...


@dataclass(slots=True)
class ServedModel:
    """One version, loaded.

    Attributes:
        version: Its number.
        description: Task, classes, threshold and columns.
        door: The contract that it was registered with.
        difference: Largest difference from the proof, as it was loaded.
    """

    version: int
    registered: Registered
    description: Description
    door: Door
    difference: float
    _engine: GraphEngine | RecordEngine
    _baseline: GraphEngine | None
    _baseline_door: Door | None

    @classmethod
    def load(cls, folder: Path, registered: Registered, *, policy: Policy) -> ServedModel:
        """Load a version, and prove it on this machine.

        Args:
            folder: Where its scorer, its raw rows and its proof were kept.
            registered: What the ledger vouches for.
            policy: What is done with values that break the contract.

        Raises:
            InputError: If a file is not the one that was registered, the version has no compiled
                graph, or its scores are not those that it was registered with.
        """
        raw = rows.load(folder)
        engine = _engine(CompiledScorer.load(folder), folder)
        baseline = None
        if registered.baseline:
            baseline = _engine(CompiledScorer.load(folder / BASELINE), folder / BASELINE)
        _vouched(folder, registered, engine, baseline, raw.hash)
        spec = engine.description.spec
        kept = proof.load(folder)
        proving = Door(raw, spec, "impute").admit(kept.rows)
        difference = _proven(folder, engine, proving, kept.scores)
        return cls(
            version=registered.version,
            registered=registered,
            description=engine.description,
            door=Door(raw, spec, policy),
            difference=difference,
            _engine=quicker(engine, proving),
            _baseline=baseline,
            _baseline_door=Door(raw, baseline.description.spec, policy) if baseline else None,
        )

    def admit(self, records: Sequence[Mapping[str, Any]] | Table) -> Admitted:
        """Hold records against the contract."""
        return _admitted(self.door, records)

    def score(self, admitted: Admitted) -> Scores:
        """Return the scores of each row."""
        if isinstance(self._engine, RecordEngine):
            return self._engine.run(admitted.numbers, admitted.texts)
        return _scores(self._engine, admitted)

    def score_by_baseline(self, records: Sequence[Mapping[str, Any]] | Table) -> Scores | None:
        """Return what the linear baseline says of them; None if the version has none."""
        if self._baseline is None or self._baseline_door is None:
            return None
        admitted = _admitted(self._baseline_door, records)
        return _scores(self._baseline, admitted)


def _scores(engine: GraphEngine, admitted: Admitted) -> Scores:
    scores: Scores = engine.run_matrices(admitted.numeric, admitted.strings).tolist()
    return scores


def _admitted(door: Door, records: Sequence[Mapping[str, Any]] | Table) -> Admitted:
    if isinstance(records, list) or isinstance(records, Sequence):  # noqa: SIM101  (quick first)
        return door.admit(records)
    return records.admitted(door)


def _engine(scorer: CompiledScorer, folder: Path) -> GraphEngine:
    engine = scorer.engine
    if not isinstance(engine, GraphEngine):
        raise InputError(
            "the version is not compiled, and a server runs compiled graphs only",
            where=str(folder),
            remedy="use an estimator that compiles (`assay explain serve-slow-form`), or score in "
            "batch with `assay predict`",
        )
    return engine


def quicker(engine: GraphEngine, rows: Admitted) -> GraphEngine | RecordEngine:
    """Return what has less to do for each row, if it gives the same bits of these.

    Args:
        engine: The whole graph, which is returned where there is nothing quicker.
        rows: Rows that both are asked about, alone and together.
    """
    cut = Cut.of(engine, (SCORES,))
    if cut is None:
        return engine
    quick = RecordEngine(cut)
    alone = [quick.run([n], [t])[0] for n, t in zip(rows.numbers, rows.texts, strict=True)]
    if alone == quick.run(rows.numbers, rows.texts) == _scores(engine, rows):
        return quick
    logger.warning("the graph in two parts differs from the whole, which is used")
    return engine


def _vouched(
    folder: Path,
    registered: Registered,
    engine: GraphEngine,
    baseline: GraphEngine | None,
    raw: str,
) -> None:
    found = {
        "scorer": engine.hash,
        "rows": raw,
        "proof": proof.digest_of(folder),
        "baseline": baseline.hash if baseline else "",
    }
    expected = {name: getattr(registered, name) for name in found}
    changed = [name for name, digest in found.items() if digest != expected[name]]
    if changed:
        raise InputError(
            f"version {registered.version} is not what was registered: {', '.join(changed)} "
            "differ from the ledger's",
            where=str(folder),
            remedy="take the files from the registry again, or register anew with `assay run`",
        )


def _proven(
    folder: Path, engine: GraphEngine, rows: Admitted, kept: Sequence[Sequence[float]]
) -> float:
    """Return the largest difference from the scores that were kept with the version."""
    expected = np.array(kept, dtype=np.float64)
    scores = engine.run_matrices(rows.numeric, rows.strings)
    spread = 1.0
    if engine.description.task == "regression":
        spread = float(np.ptp(expected)) or 1.0
    with np.errstate(invalid="ignore"):
        difference = float(np.abs(scores - expected).max(initial=0.0)) / spread
    if not difference <= TOLERANCE:  # NaN is no proof
        raise InputError(
            f"on this machine the scorer differs by {difference:.2g} from its certificate "
            f"({TOLERANCE:g} is allowed)",
            where=str(folder),
            remedy="use the onnxruntime that the model was registered with, or register it again "
            "on this machine with `assay run`",
        )
    return difference
