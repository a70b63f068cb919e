"""Logged answers as rows that a version can score again, and the versions that do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.workspace import Workspace
from assay.lifecycle.batch.door import Door
from assay.lifecycle.rollback import intact
from assay.lifecycle.serve import plan_of
from assay.registry import rows as raw
from assay.registry.rows import RawRows
from assay.registry.scorer import CompiledScorer
from assay.serving import routes
from assay.serving.log import filing
from assay.serving.model import ServedModel

Floats = NDArray[np.float64]

MOST_ROWS = 50_000
"""Rows that are scored again, the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A version, loaded for batch and as a server loads it."""

    number: int
    scorer: CompiledScorer
    raw: RawRows
    served: ServedModel


def answers(workspace: Workspace) -> pl.LazyFrame:
    """Return all logged answers in the order in which they were given.

    Raises:
        InputError: If nothing was logged yet.
    """
    plan = plan_of(workspace.project)
    found = filing.read(plan.spool, plan.log)
    if not any_answers(workspace):
        raise InputError(
            "nothing was answered yet", where=str(plan.log), remedy="`assay serve`, then ask it"
        )
    return found.sort("at", "request", "row")


def any_answers(workspace: Workspace) -> bool:
    """Whether anything was answered that is still in the log."""
    plan = plan_of(workspace.project)
    return filing.read(plan.spool, plan.log).head(1).collect().height > 0


def sound(log: pl.DataFrame) -> pl.DataFrame:
    """Return rows that a model answered as they came: nothing refused, put right, or stood in."""
    return log.filter(_unsound().is_null())


def why_unsound(log: pl.DataFrame) -> Counter[str]:
    """Return what keeps the other rows from being scored again, and how many of them."""
    return Counter(log.select(_unsound().alias("why"))["why"].drop_nulls().to_list())


def _unsound() -> pl.Expr:
    touched = pl.col("reasons").str.contains('"clipped"|"taken as missing"').fill_null(False)
    return (
        pl.when(pl.col("status") != 200)
        .then(pl.lit("refused at the door"))
        .when(pl.col("route") == "baseline")
        .then(pl.lit("answered by the baseline"))
        .when(touched)
        .then(pl.lit("with a value put right at the door"))
        .when(pl.col("inputs").is_null())
        .then(pl.lit("logged without inputs"))
    )


def records(log: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as clients sent them."""
    return [msgspec.json.decode(text) for text in log["inputs"]]


def complete(record: Mapping[str, Any], read: RawRows) -> bool:
    """Whether a record has the columns that may not be absent; a redacted one has not."""
    return all(name in record or read.contract.columns[name].nullable for name in read.columns)


def load(workspace: Workspace, number: int) -> Loaded:
    """Load a version for both ways of scoring.

    Raises:
        InputError: If there is no such version, its files were changed, or a server cannot run it.
    """
    routing = routes.read(workspace.ledger)
    folder = intact(workspace, routing, number)
    return Loaded(
        number=number,
        scorer=CompiledScorer.load(folder).for_tables(),
        raw=raw.load(folder),
        served=ServedModel.load(folder, routing.registered[number], policy="reject"),
    )


def scored(version: Loaded, records: Sequence[Mapping[str, Any]]) -> tuple[pl.DataFrame, Floats]:
    """Return rows as the model reads them, and their scores, by the way that batch takes.

    A column of a table has one type, and one of JSON may have several: records of equal types go
    together.
    """
    columns = version.raw.columns
    alike: dict[tuple[type, ...], list[int]] = {}
    for place, record in enumerate(records):
        kinds = tuple(type(record.get(name)) for name in columns)
        alike.setdefault(kinds, []).append(place)
    frames, scores, order = [], [], []
    for places in alike.values():
        values = {name: [records[place].get(name) for place in places] for name in columns}
        frame = pl.DataFrame(values)
        door = Door(version.raw, version.raw.contract, frame.schema, "reject")
        read = door.admit(frame, 0).rows
        frames.append(read)
        scores.append(version.scorer.scores(read))
        order += places
    back = np.argsort(order)
    whole = pl.concat(frames, how="vertical_relaxed") if frames else pl.DataFrame()
    return whole[back], np.concatenate(scores)[back] if scores else np.zeros(0)
