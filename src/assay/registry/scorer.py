"""The compiled scorer: what was fitted, as one graph that alone scores from here on.

Loading it needs onnxruntime, NumPy and Polars: no scikit-learn, no LightGBM, no pickle.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.evidence.data import Task
from assay.core.workspace import write_atomic
from assay.registry.compiled.description import (
    DESCRIPTION,
    FORMAT,
    Description,
    Engine,
    Form,
    Saved,
    changed,
)
from assay.registry.compiled.engine import KEY, THREADS, GraphEngine

if TYPE_CHECKING:
    import polars as pl

    from assay.training.model import Fitted

BASELINE = "baseline"
"""Folder beside a scorer that holds the linear baseline's."""


class CompiledScorer:
    """Scores raw rows.

    Args:
        engine: The graph, or for what cannot be compiled the original.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def load(cls, folder: Path, *, threads: int = THREADS) -> CompiledScorer:
        """Read what `save` wrote.

        Args:
            folder: Where it was saved.
            threads: Threads for tables.

        Raises:
            InputError: If a file is missing, was changed, or has a newer form.
        """
        try:
            saved = msgspec.json.decode((folder / DESCRIPTION).read_bytes(), type=Saved)
            engine = _engine(folder, saved, threads)
        except FileNotFoundError as cause:
            raise InputError(
                f"there is no {Path(cause.filename).name}",
                where=str(folder),
                remedy="give the folder of a compiled scorer",
            ) from cause
        except msgspec.DecodeError as cause:
            raise changed(folder, DESCRIPTION) from cause
        if engine.description != saved.description:
            raise changed(folder, DESCRIPTION)
        return cls(engine)

    def for_tables(self) -> CompiledScorer:
        """Return a scorer that gives the same bits, and is quicker with many rows.

        It scores in the thread that calls it. Needs the package `onnx`, which a server does not.
        """
        if not isinstance(self._engine, GraphEngine):
            return self
        from assay.registry.compiled.columns import ColumnEngine

        return CompiledScorer(ColumnEngine(self._engine))

    def save(self, folder: Path) -> None:
        """Write what scores, and `scorer.json`.

        Raises:
            OSError: If the folder cannot be written.
        """
        self._engine.save(folder)
        saved = Saved(hash=self.hash, description=self.description)
        write_atomic(folder / DESCRIPTION, codec.encode(saved))

    @property
    def engine(self) -> Engine:
        """What scores inside."""
        return self._engine

    @property
    def description(self) -> Description:
        """What the graph does not say of itself."""
        return self._engine.description

    @property
    def form(self) -> Form:
        """`onnx`, or `estimator` for what could not be compiled."""
        return self.description.form

    @property
    def hash(self) -> str:
        """SHA-256 of the graph, or of the original."""
        return self._engine.hash

    @property
    def size_bytes(self) -> int:
        """Size of the graph, 0 for an original."""
        return self._engine.size_bytes

    @property
    def task(self) -> Task:
        """What is predicted."""
        return self.description.task

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes in the order of probabilities."""
        return self.description.classes

    @property
    def threshold(self) -> float | None:
        """Decision threshold on the positive probability; None unless binary."""
        return self.description.threshold

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns it reads."""
        return self.description.columns

    def scores(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Return predictions: (n,) for binary and regression, (n, classes) for multiclass.

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        scores = self._engine.run(rows, "scores")
        return scores if self.task == "multiclass" else scores[:, 0]

    def margins(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Return predictions on the link scale, shape (n, outputs).

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        return self._engine.run(rows, "margins")

    def score_row(self, record: Mapping[str, object]) -> NDArray[np.float64]:
        """Return the prediction for one row, without a frame: shape (1,) or (classes,).

        Bit for bit what `scores` gives for the row in a table.

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        return self._engine.run_row(record)


def baseline_hash(folder: Path) -> str:
    """Return the SHA-256 of the baseline's graph beside a scorer; empty if it has none.

    Raises:
        InputError: If a file of the baseline is missing, or was changed.
    """
    baseline = folder / BASELINE
    return CompiledScorer.load(baseline).hash if baseline.is_dir() else ""


def compile(fitted: Fitted) -> CompiledScorer:
    """Compile a fitted model; the same model gives the same bytes.

    An own estimator that cannot be compiled is served as it was fitted, which is slow. Needs the
    packages of training; what it returns does not, unless it is such an estimator.

    Raises:
        InputError: If a model without own estimators does what a graph cannot say.
    """
    from assay.registry.compiled.model import graph_of

    metadata = {KEY: codec.encode(_describe(fitted, "onnx")).decode()}
    try:
        return CompiledScorer(GraphEngine(graph_of(fitted, metadata=metadata)))
    except InputError:
        if not has_estimators(fitted):
            raise
        return keep(fitted)


def keep(fitted: Fitted) -> CompiledScorer:
    """Return a scorer that scores with the fitted model itself: slow, and the same by nature."""
    from assay.registry.estimator import OriginalEngine

    return CompiledScorer(OriginalEngine(fitted, _describe(fitted, "estimator")))


def has_estimators(fitted: Fitted) -> bool:
    """Return whether a member is an own estimator, which may be served uncompiled."""
    from assay.training.estimator import EstimatorMember

    return any(isinstance(member, EstimatorMember) for member in fitted.members)


def _describe(fitted: Fitted, form: Form) -> Description:
    from assay.registry.compiled.model import spec_of

    return Description(
        format=FORMAT,
        task=fitted.task,
        classes=fitted.classes,
        threshold=fitted.threshold,
        columns=fitted.columns,
        spec=spec_of(fitted),
        model_hash=fitted.hash(),
        form=form,
    )


def _engine(folder: Path, saved: Saved, threads: int) -> Engine:
    if saved.description.form == "onnx":
        return GraphEngine.load(folder, expected=saved.hash, threads=threads)
    from assay.registry.estimator import OriginalEngine

    return OriginalEngine.load(folder, expected=saved.hash, description=saved.description)
