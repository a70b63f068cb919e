"""Score logged requests again in batch: is online what batch is, and what would another say?"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence.serving import ReplayEvidence, ShadowEvidence
from assay.core.project import CostSection, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.evaluation import confusion
from assay.evaluation.disagreement import disagreement, money
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

TIMED_ROWS = 200
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """A version, loaded for batch and as a server loads it."""

    number: int
    scorer: CompiledScorer
    raw: RawRows
    served: ServedModel


def replay(project: ProjectOrFolder, *, most_rows: int = MOST_ROWS) -> ReplayEvidence:
    """Score logged answers again with the version that gave them, in batch, bit for bit.

    Args:
        project: The project, or its folder.
        most_rows: How many of the latest rows.

    Raises:
        InputError: If nothing was logged yet.
    """
    workspace = Workspace(loaded(project))
    log = _answers(workspace).tail(most_rows).collect()
    sound = _sound(log)
    differing: list[str] = []
    largest, scored = 0.0, 0
    for (number,), part in sound.group_by("version", maintain_order=True):
        version = _version(workspace, int(str(number)))
        records = _records(part)
        whole = [place for place, each in enumerate(records) if _complete(each, version.raw)]
        said = np.array(part["scores"].gather(whole).to_list(), dtype=np.float64)
        _, found = _scored(version, [records[place] for place in whole])
        gaps = np.abs(found.reshape(len(whole), -1) - said).max(axis=1, initial=0.0)
        differing += [part["request"][whole[place]] for place in np.flatnonzero(gaps > 0)]
        largest, scored = max(largest, float(gaps.max(initial=0.0))), scored + len(whole)
    return ReplayEvidence(
        rows=scored,
        differing=len(differing),
        largest=largest,
        requests=tuple(dict.fromkeys(differing))[:SHOWN],
        skipped=log.height - scored,
        since=str(log["at"][0]) if log.height else None,
    )


def shadow(project: ProjectOrFolder, version: int, *, most_rows: int = MOST_ROWS) -> ShadowEvidence:
    """Say what a version would have said of the requests that were answered.

    Args:
        project: The project, or its folder.
        version: The challenger.
        most_rows: How many of the latest rows.

    Raises:
        InputError: If there is no champion or version, nothing was logged yet, or the log leaves
            out what the challenger reads.
    """
    project = loaded(project)
    workspace = Workspace(project)
    routing = routes.read(workspace.ledger)
    if routing.champion is None:
        raise InputError("there is no champion to compare with", remedy="`assay promote`")
    champion, challenger = _version(workspace, routing.champion), _version(workspace, version)
    log = _sound(_answers(workspace).tail(most_rows).collect())
    records = [each for each in _records(log) if _complete(each, champion.raw)]
    kept = [each for each in records if not challenger.served.admit([each]).rejected]
    if not kept:
        raise InputError(
            f"no logged request can be scored by version {version}",
            where=f"{log.height} rows were logged, {len(records)} hold all columns",
            remedy="serve requests first; columns that are redacted cannot be scored again",
        )
    frame, said = _scored(champion, kept)
    _, other = _scored(challenger, kept)
    finite = np.isfinite(other).reshape(len(kept), -1).all(axis=1)
    frame, said, other = frame.filter(pl.Series(finite)), said[finite], other[finite]
    found = disagreement(frame, champion.scorer, challenger.scorer, said, other)
    expected, least, most = _money(champion, challenger, said, other, project.settings.fit.cost)
    shift = other - said
    cost = project.settings.fit.cost
    return ShadowEvidence(
        champion=champion.number,
        challenger=version,
        rows=int(finite.sum()),
        refused=len(records) - len(kept),
        failed=int((~finite).sum()),
        disagreeing=int(found.disagreeing.sum()),
        low=found.low,
        high=found.high,
        mean_shift=float(shift.mean()),
        largest_shift=float(np.abs(shift).max()),
        switches=found.switches,
        slices=found.slices,
        cost_a_row=expected,
        cost_low=least,
        cost_high=most,
        currency=cost.currency if cost else "",
        champion_us=_median_us(champion, kept),
        challenger_us=_median_us(challenger, kept),
        since=str(log["at"][0]),
    )


def _answers(workspace: Workspace) -> pl.LazyFrame:
    plan = plan_of(workspace.project)
    found = filing.read(plan.spool, plan.log)
    if not found.select(pl.len()).collect().item():
        raise InputError(
            "nothing was answered yet", where=str(plan.log), remedy="`assay serve`, then ask it"
        )
    return found.sort("at", "request", "row")


def _sound(log: pl.DataFrame) -> pl.DataFrame:
    """Return rows that a model answered as they came: nothing refused, put right, or stood in."""
    touched = pl.col("reasons").str.contains('"clipped"|"taken as missing"').fill_null(False)
    by_model = pl.col("route") != "baseline"
    return log.filter(
        (pl.col("status") == 200) & by_model & ~touched & pl.col("inputs").is_not_null()
    )


def _records(log: pl.DataFrame) -> list[dict[str, Any]]:
    return [msgspec.json.decode(text) for text in log["inputs"]]


def _complete(record: Mapping[str, Any], read: RawRows) -> bool:
    """Whether a record has the columns that may not be absent; a redacted one has not."""
    return all(name in record or read.contract.columns[name].nullable for name in read.columns)


def _version(workspace: Workspace, number: int) -> _Version:
    routing = routes.read(workspace.ledger)
    folder = intact(workspace, routing, number)
    return _Version(
        number=number,
        scorer=CompiledScorer.load(folder),
        raw=raw.load(folder),
        served=ServedModel.load(folder, routing.registered[number], policy="reject"),
    )


def _scored(version: _Version, records: Sequence[Mapping[str, Any]]) -> tuple[pl.DataFrame, Floats]:
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
        read = version.raw.read(pl.DataFrame(values))
        frames.append(read)
        scores.append(version.scorer.scores(read))
        order += places
    back = np.argsort(order)
    whole = pl.concat(frames, how="vertical_relaxed") if frames else pl.DataFrame()
    return whole[back], np.concatenate(scores)[back] if scores else np.zeros(0)


def _money(
    champion: _Version,
    challenger: _Version,
    said: Floats,
    other: Floats,
    cost: CostSection | None,
) -> tuple[float | None, float | None, float | None]:
    if cost is None or champion.scorer.task != "binary":
        return None, None, None
    first = confusion.decide(said, champion.scorer.threshold)
    second = confusion.decide(other, challenger.scorer.threshold)
    return money(first, second, (said + other) / 2, cost)


def _median_us(version: _Version, records: Sequence[Mapping[str, Any]]) -> float:
    """Return the median time that one row takes, door and graph."""
    served, taken = version.served, []
    for record in records[:TIMED_ROWS]:
        began = time.perf_counter()
        served.score(served.admit([record]))
        taken.append((time.perf_counter() - began) * 1e6)
    return statistics.median(taken)
