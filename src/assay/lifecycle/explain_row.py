"""Say why a registered version predicts what it does for one row of a source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import polars as pl

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import SnapshotEvidence
from assay.core.evidence.evaluation import LocalExplanation
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.data import snapshot, source
from assay.evaluation import explain
from assay.evaluation.adapters.lime import explain_lime
from assay.lifecycle.batch.answers import predictions
from assay.lifecycle.state import RunFolder
from assay.lifecycle.tracking import model_folder, tracker, version_of
from assay.registry import original
from assay.registry import rows as raw
from assay.registry.scorer import CompiledScorer
from assay.registry.tracking import Version

Method = Literal["shap", "lime"]

NEIGHBOURS = 5_000
"""Rows of the version's own data that LIME draws its neighbourhood like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one column adds; `value` is the row's, as text, or None where it is missing."""

    column: str
    value: str | None
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRow:
    """Why one prediction is what it is: `base` and all contributions add up to `total`.

    Attributes:
        row: Position of the row in the source, from 0.
        prediction: What `assay predict` adds to the row.
        explains: The class that is explained; None for a regression.
        scale: What is added up: `log-odds`, `log-probability (unnormalised)`, `probability` or
            `value`.
        parts: Largest first.
    """

    version: int
    row: int
    method: Method
    prediction: dict[str, str | float]
    explains: str | None
    scale: str
    base: float
    total: float
    parts: tuple[Part, ...]


def explain_row(
    project: ProjectOrFolder,
    url: str,
    row: int,
    *,
    method: str = "shap",
    query: str | None = None,
    version: int | None = None,
    alias: str | None = None,
) -> ExplainedRow:
    """Return what each column adds to the prediction of one row.

    Shapley values are those of the fitted model on the link scale: they add up to its margin.
    LIME fits a linear model around the row, to the probability (or value) of the compiled scorer;
    its parts add up to that local model's answer, which is near the scorer's and seldom equal.

    Args:
        project: The project, or its folder.
        url: Source, as for `assay init`.
        row: Position of the row in the source, from 0.
        method: `shap` or `lime`.
        query: SQL query, when the source is a database.
        version: Version to explain.
        alias: Alias to explain; the champion, or else the latest candidate, if neither is given.

    Raises:
        MissingExtra: If LIME is asked for and not installed.
        InputError: If there is no such row, method or version, or the source lacks columns.
    """
    project = loaded(project)
    if method not in (known := get_args(Method)):
        raise InputError(
            f"'{method}' is not a way to explain{did_you_mean(method, known)}",
            remedy=f"use one of {', '.join(known)}",
        )
    workspace = Workspace(project)
    chosen = version_of(tracker(workspace), version, alias)
    folder = model_folder(workspace, chosen)
    scorer = CompiledScorer.load(folder)
    read = raw.load(folder).read(_row(project, url, row, query))
    if method == "shap":
        fitted = original.load(
            workspace.run(chosen.run_id),
            version=chosen.number,
            expected=scorer.description.model_hash,
        )
        found = explain.explain_row(fitted, read, 0)
    else:
        near = raw.load(folder).read(_neighbours(project, workspace, chosen))
        columns = list(scorer.columns)
        found = explain_lime(scorer, pl.concat([read[columns], near[columns]]), 0)
    return ExplainedRow(
        version=chosen.number,
        row=row,
        method=cast(Method, method),
        prediction=predictions(scorer, scorer.scores(read)).row(0, named=True),
        explains=_class(scorer, read),
        scale=_scale(scorer, cast(Method, method)),
        base=found.base,
        total=found.margin,
        parts=_parts(found, read),
    )


def _row(project: Project, url: str, row: int, query: str | None) -> pl.DataFrame:
    header = project.settings.data.header
    frame = source.scan(url, query=query, header=header, root=Path.cwd())
    wanted = frame.slice(row, 1).collect() if row >= 0 else pl.DataFrame()
    if wanted.height == 0:
        rows = frame.select(pl.len()).collect().item()
        raise InputError(
            f"there is no row {row}: the source has {rows:,} rows",
            where=url,
            remedy="give the position of a row, from 0",
        )
    return wanted


def _neighbours(project: Project, workspace: Workspace, version: Version) -> pl.DataFrame:
    taken = RunFolder(workspace.run(version.run_id)).evidence.get(SnapshotEvidence)
    opened = snapshot.open_version(workspace.snapshots / project.settings.name, taken.content_hash)
    every = max(1, taken.rows // NEIGHBOURS)
    return opened.frame.gather_every(every).head(NEIGHBOURS).collect()


def _class(scorer: CompiledScorer, row: pl.DataFrame) -> str | None:
    if scorer.task == "regression":
        return None
    return scorer.classes[1 if scorer.task == "binary" else int(scorer.scores(row)[0].argmax())]


def _scale(scorer: CompiledScorer, method: Method) -> str:
    if scorer.task == "regression":
        return "value"
    if method == "lime":
        return "probability"
    return "log-odds" if scorer.task == "binary" else "log-probability (unnormalised)"


def _parts(found: LocalExplanation, row: pl.DataFrame) -> tuple[Part, ...]:
    values = row.row(0, named=True)
    return tuple(
        Part(
            column=name,
            value=None if values[name] is None else str(values[name]),
            contribution=contribution,
        )
        for name, contribution in found.contributions
    )
