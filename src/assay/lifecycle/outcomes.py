"""Join answers with what became known later: the loss of each answer whose outcome has come."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.evaluation import metrics
from assay.evaluation.metric import Metric, Terms
from assay.evaluation.sequential import sums
from assay.lifecycle.serve import plan_of
from assay.registry.compiled.description import Description
from assay.registry.scorer import CompiledScorer
from assay.serving import routes
from assay.serving.log import filing


def losses(
    workspace: Workspace, metric: Metric, *, since: str | None = None
) -> dict[int, NDArray[np.float64]]:
    """Return the mean loss of each labelled unit, by the version that answered it.

    Args:
        workspace: Holds the log.
        metric: One that is a mean of losses.
        since: Answers from this moment on, ISO 8601; all if absent.

    Raises:
        InputError: If an outcome is no class of the target.
    """
    project, plan = workspace.project, plan_of(workspace.project)
    answers = since_of(filing.read(plan.spool, plan.log), since)
    known = answers.filter(pl.col("scores").is_not_null() & (pl.col("route") != "asked for"))
    said = filing.read_feedback(plan.spool, plan.log).sort("at")
    by_request = said.filter(pl.col("request") != "").unique(["request", "row"], keep="last")
    by_key = said.filter(pl.col("key") != "").unique("key", keep="last")
    joined = (
        known.join(
            by_request.select("request", "row", "outcome"), on=["request", "row"], how="left"
        )
        .join(by_key.select("key", of_key="outcome"), on="key", how="left")
        .with_columns(outcome=pl.coalesce("outcome", "of_key"))
        .filter(pl.col("outcome").is_not_null())
        .collect()
    )
    found: dict[int, NDArray[np.float64]] = {}
    for (version,), part in joined.group_by("version", maintain_order=True):
        described = _described(workspace, int(str(version)))
        labels = _labels(part["outcome"], described, project)
        scores = np.array(part["scores"].to_list(), dtype=np.float64)
        scores = scores if described.task == "multiclass" else scores[:, 0]
        terms = Terms(
            threshold=0.5 if described.threshold is None else described.threshold,
            cost=project.settings.fit.cost,
            quantile=project.settings.fit.quantile,
        )
        assert metric.row_loss is not None
        unit = "key" if project.settings.serve.key else "request"
        losses = part.with_columns(loss=pl.Series(metric.row_loss(labels, scores, terms)))
        found[int(str(version))] = (
            losses.group_by(unit).agg(pl.col("loss").mean())["loss"].to_numpy()
        )
    return found


def sums_since(project: ProjectOrFolder, since: str | None) -> dict[int, NDArray[np.float64]]:
    """Return count, sum and sum of squares of the project's loss since a moment, by version.

    Raises:
        InputError: If an outcome is no class of the target.
    """
    project = loaded(project)
    found = losses(Workspace(project), loss_of(project, None), since=since)
    return {version: sums.of(each) for version, each in found.items()}


def loss_of(project: Project, name: str | None) -> Metric:
    """Return a metric that is a mean of losses of single answers.

    Args:
        project: Names its metric and task.
        name: The metric; if absent the project's where it is such a mean, else `log_loss` or `mae`.

    Raises:
        InputError: If the metric is none, or does not fit the task.
    """
    settings = project.settings
    own = metrics.get(settings.fit.metric)
    usual = "mae" if settings.data.task == "regression" else "log_loss"
    chosen = metrics.get(name or (own.name if own.row_loss is not None else usual))
    if chosen.row_loss is None or settings.data.task not in chosen.tasks:
        fitting = [m.name for m in metrics.fitting(settings.data.task) if m.row_loss is not None]
        raise InputError(
            f"'{chosen.name}' is no loss of single answers to a {settings.data.task} question",
            where="option --metric",
            remedy=f"use one of {', '.join(fitting)}",
        )
    return chosen


def since_of(answers: pl.LazyFrame, since: str | None) -> pl.LazyFrame:
    """Return answers from a moment on."""
    if since is None:
        return answers
    return answers.filter(pl.col("at") >= pl.lit(datetime.datetime.fromisoformat(since)))


def _described(workspace: Workspace, version: int) -> Description:
    registered = routes.read(workspace.ledger).registered[version]
    return CompiledScorer.load(workspace.root / "runs" / registered.run / "model").description


def _labels(outcomes: pl.Series, described: Description, project: Project) -> NDArray[np.float64]:
    """Return outcomes as clients wrote them, JSON, as labels."""
    read: list[Any] = [msgspec.json.decode(each) for each in outcomes]
    if described.task == "regression":
        return np.array(read, dtype=np.float64)
    names = [("true" if x else "false") if isinstance(x, bool) else str(x) for x in read]
    places = {name: place for place, name in enumerate(described.classes)}
    unknown = [name for name in names if name not in places]
    if unknown:
        raise InputError(
            f"'{unknown[0]}' is no class of '{project.settings.data.target}'",
            where="outcomes sent to /v1/feedback",
            remedy=f"send one of {', '.join(described.classes)}",
        )
    return np.array([places[name] for name in names], dtype=np.float64)
