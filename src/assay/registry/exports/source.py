"""A version as exports take it: its graph, what reads raw rows, and rows whose scores are known."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.project import Settings
from assay.registry import proof, rows
from assay.registry.compiled.description import Description
from assay.registry.compiled.engine import GraphEngine
from assay.registry.proof import Proof
from assay.registry.rows import RawRows
from assay.registry.scorer import CompiledScorer

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Source:
    """A version to export.

    Attributes:
        name: The model's registered name.
        version: Its number.
        folder: Where its files were kept.
        registered: What the ledger says of it.
        settings: The project's, for what serves it.
        image: Name of the container image, for targets that have one.
        scorer: Scores with the version's graph.
        raw: Reads raw rows.
        proof: Records, and their scores as the version was registered.
    """

    name: str
    version: int
    folder: Path
    registered: Mapping[str, Any]
    settings: Settings
    image: str
    scorer: CompiledScorer
    raw: RawRows
    proof: Proof

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        name: str,
        version: int,
        registered: Mapping[str, Any],
        settings: Settings,
        image: str | None = None,
    ) -> Source:
        """Read a version's files.

        Raises:
            InputError: If a file is missing or was changed, or the version has no graph.
        """
        scorer = CompiledScorer.load(folder)
        if not isinstance(scorer.engine, GraphEngine):
            raise InputError(
                f"version {version} is not compiled, and only a graph can be exported",
                where=str(folder),
                remedy="use an estimator that compiles (`assay explain serve-slow-form`), or score "
                "with `assay predict`",
            )
        return cls(
            name=name,
            version=version,
            folder=folder,
            registered=registered,
            settings=settings,
            image=image or f"{name.lower()}:{version}",
            scorer=scorer,
            raw=rows.load(folder),
            proof=proof.load(folder),
        )

    @property
    def description(self) -> Description:
        """Task, classes, threshold and how rows are read."""
        return self.scorer.description

    @functools.cached_property
    def graph(self) -> bytes:
        """The graph, whose hash the scorer compared when it was loaded."""
        assert isinstance(self.scorer.engine, GraphEngine)
        return self.scorer.engine.graph

    @functools.cached_property
    def rows(self) -> pl.DataFrame:
        """The records of the proof as the model reads them."""
        import polars as pl

        records = self.proof.rows
        series = (pl.Series(name, [row[name] for row in records]) for name in self.raw.columns)
        return self.raw.read(pl.DataFrame(list(series)))

    @functools.cached_property
    def refused(self) -> frozenset[int]:
        """Places of the records that break a condition across columns.

        The values of a proof are drawn one by one, so what holds between them in real rows may not
        hold in these.
        """
        import polars as pl

        conditions = [pl.sql_expr(each.sql) for each in self.raw.contract.expressions]
        known = set(self.raw.columns)
        asked = [each for each in conditions if set(each.meta.root_names()) <= known]
        broken = [
            self.rows.select((~each).fill_null(False).arg_true()).to_series() for each in asked
        ]
        return frozenset(row for places in broken for row in places)

    @functools.cached_property
    def matrices(self) -> tuple[NDArray[np.float32], NDArray[np.object_]]:
        """The records of the proof as the graph takes them, shapes (n, p) and (n, q)."""
        return self.description.spec.matrices(self.rows)

    @functools.cached_property
    def scores(self) -> NDArray[np.float64]:
        """What the graph says of them on this machine, shape (n, outputs)."""
        assert isinstance(self.scorer.engine, GraphEngine)
        return self.scorer.engine.run_matrices(*self.matrices)

    @property
    def kept(self) -> NDArray[np.float64]:
        """What it said of them when it was registered, shape (n, outputs)."""
        return np.array(self.proof.scores, dtype=np.float64).reshape(len(self.proof.rows), -1)
