"""Turn rows of a source into rows of predictions: one for each, bit for bit what a server says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import CheckResult
from assay.data.columns import exactly
from assay.data.contract import model
from assay.data.contract.checks import columns_of
from assay.data.contract.tablewise import column_checks
from assay.lifecycle.batch.door import Door
from assay.lifecycle.batch.keep import kept
from assay.lifecycle.batch.tally import Tally, results
from assay.registry import rows as raw
from assay.registry.rows import CONTRACT
from assay.registry.scorer import BASELINE, CompiledScorer
from assay.serving.field import Policy

Floats = NDArray[np.float64]

STOOD_IN = "the model gave no number (its baseline answered)"
NO_NUMBER = "the model gave no number (rejected)"


class Answerer:
    """Answers rows with one version; several threads may call it at once.

    Args:
        folder: Where the version's scorer and raw rows were kept.
        schema: Columns of the source.
        policy: What is done with values that break the contract.
        keep: Columns of the source that are written beside the predictions, as `keep.kept` reads
            it.
        version: Number of the version.
        drop_rejected: Whether rows without a prediction are left out.

    Raises:
        InputError: If the source lacks columns, or a file of the version was changed.

    Attributes:
        scorer: What scores.
        raw: What reads rows.
        policy: What is done with values that break the contract.
        keep: Columns of the source that are written.
        renamed: Those that have the name of a prediction's, with their new names.
        reads: Columns of the source that are needed.
    """

    def __init__(
        self,
        folder: Path,
        schema: pl.Schema,
        *,
        policy: Policy,
        keep: Sequence[str] | None,
        version: int,
        drop_rejected: bool = False,
    ) -> None:
        self._folder, self._version, self._drop = folder, version, drop_rejected
        self._schema = schema
        self._contract = model.load(folder / CONTRACT)
        self.scorer = CompiledScorer.load(folder, threads=1).for_tables()
        self.raw = raw.load(folder)
        self.policy: Policy = policy
        self._door = Door(self.raw, self._contract, schema, policy)
        self.keep = kept(keep, schema.names(), self._contract)
        self.renamed = _renamed(tuple(self._added), self.keep)
        wanted = {*self.keep, *self.raw.columns, self._contract.table.time}
        self.reads = tuple(name for name in schema if name in wanted)

    @property
    def form(self) -> pl.Schema:
        """Columns that are written, and their types."""
        own = {self.renamed.get(name, name): self._schema[name] for name in self.keep}
        return pl.Schema({**own, **self._added})

    @property
    def _added(self) -> dict[str, pl.DataType]:
        classes = self.scorer.classes
        added: dict[str, pl.DataType] = {"prediction": pl.String() if classes else pl.Float64()}
        added |= {f"probability_{name}": pl.Float64() for name in classes}
        if self.scorer.threshold is not None:
            added["threshold"] = pl.Float64()
        return {**added, "model_version": pl.Int32(), "reasons": pl.String()}

    def answer(self, frame: pl.DataFrame, start: int) -> tuple[pl.DataFrame, Tally]:
        """Return the predictions beside the kept columns, and what was seen of the rows.

        Args:
            frame: Rows as they came.
            start: Position of the first of them in the source.
        """
        admitted = self._door.admit(frame, start)
        tally, rejected, reasons = admitted.tally, admitted.rejected, admitted.reasons
        scores = self.scorer.scores(admitted.rows)
        finite = np.isfinite(scores).reshape(frame.height, -1)
        failed = ~np.logical_and.reduce(finite, axis=1)
        if rejected is not None:
            failed &= ~rejected.to_numpy()
        if failed.any():
            scores, helped = self._stand_in(admitted.rows, scores, failed)
            lost = pl.Series(failed & ~helped)
            rejected = lost if rejected is None else rejected | lost
            reasons = _also(_also(reasons, pl.Series(helped), STOOD_IN), lost, NO_NUMBER)
            tally.stood_in = int(helped.sum())
            tally.rejected = int(rejected.sum())
        own = frame.select(exactly(self.keep)).rename(self.renamed)
        said = predictions(self.scorer, scores)
        if rejected is not None:
            said = said.with_columns(pl.when(~rejected).then(pl.all()))
        if self.scorer.threshold is not None:
            said = said.with_columns(threshold=pl.lit(self.scorer.threshold, pl.Float64))
        said = said.with_columns(
            model_version=pl.lit(self._version, pl.Int32),
            reasons=pl.lit(None, pl.String) if reasons is None else reasons,
        )
        whole = own.hstack(said) if self.keep else said
        if self._drop and rejected is not None:
            whole = whole.filter(~rejected)
        return whole, tally

    def broken(self, seen: Tally) -> Iterator[CheckResult]:
        """Yield what rows or columns of the source break of the contract.

        Args:
            seen: Of all rows.
        """
        columns = columns_of(self._contract, "serving")
        for check in (
            *results(seen, self._contract),
            *column_checks(self._contract, columns, self._schema.names()),
        ):
            concerns = check.column in (None, *self.raw.columns) or check.check == "extra-column"
            if check.violations and concerns:
                yield check

    @cached_property
    def _baseline(self) -> CompiledScorer | None:
        folder = self._folder / BASELINE
        return CompiledScorer.load(folder, threads=1) if folder.is_dir() else None

    def _stand_in(
        self, rows: pl.DataFrame, scores: Floats, failed: NDArray[np.bool_]
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Return scores with the baseline's where the model gave none, and where it could help."""
        helped = np.zeros_like(failed)
        if self._baseline is None:
            return scores, helped
        places = np.flatnonzero(failed)
        said = self._baseline.scores(rows[places])
        able = np.isfinite(said.reshape(len(places), -1)).all(axis=1)
        scores = scores.copy()
        scores[places[able]] = said[able]
        helped[places[able]] = True
        return scores, helped


def predictions(scorer: CompiledScorer, scores: Floats) -> pl.DataFrame:
    """Return the columns that a prediction consists of: `prediction`, `probability_<class>`.

    Args:
        scorer: Names the classes and the threshold.
        scores: What `scorer.scores` gave, shape (n,) or (n, classes).
    """
    if not scorer.classes:
        return pl.DataFrame({"prediction": scores})
    if scores.ndim == 1:
        threshold = 0.5 if scorer.threshold is None else scorer.threshold
        chosen = (scores >= threshold).astype(np.uint32)
        probabilities = [1.0 - scores, scores]
    else:
        chosen = scores.argmax(axis=1).astype(np.uint32)
        probabilities = list(np.ascontiguousarray(scores.T))
    names = pl.Series("prediction", scorer.classes, dtype=pl.String)
    columns = [
        pl.Series(f"probability_{name}", values)
        for name, values in zip(scorer.classes, probabilities, strict=True)
    ]
    return pl.DataFrame([names.gather(pl.Series(chosen)), *columns])


def _renamed(added: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Return new names for the kept columns that are called as those of predictions are."""
    renamed: dict[str, str] = {}
    for name in names:
        if name in added:
            new = f"source_{name}"
            while new in {*names, *added, *renamed.values()}:
                new = f"source_{new}"
            renamed[name] = new
    return renamed


def _also(reasons: pl.Series | None, rows: pl.Series, text: str) -> pl.Series | None:
    """Add a reason to some rows."""
    if not rows.any():
        return reasons
    known = pl.Series([None], dtype=pl.String) if reasons is None else reasons
    told = pl.concat_str([known, pl.lit(text)], separator="; ", ignore_nulls=True)
    return pl.select(pl.when(rows).then(told).otherwise(known)).to_series()
