"""Join answers with what became known later: the loss of each answer whose outcome has come."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.project import Project
from assay.core.workspace import Workspace
from assay.evaluation.metric import Metric, Terms
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
