"""Join answers with what became known later: the loss of each answer whose outcome has come."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

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
from assay.serving.moves import Known
from assay.serving.target import label_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """What answers turned out to be worth.

    Attributes:
        by_version: Mean loss of each labelled unit, shape (units,), by the version that answered.
        unreadable: Outcomes that were set aside, since they are no value of the target.
        example: One of them, as the client wrote it; empty if there is none.
    """

    by_version: dict[int, Floats]
    unreadable: int
    example: str


def losses(
    workspace: Workspace, metric: Metric, *, since: str | None = None, signal: str = ""
) -> Losses:
    """Return the mean loss of each labelled unit, by the version that answered it.

    An outcome that is no value of the target is set aside and counted; the others stand.

    Args:
        workspace: Holds the log.
        metric: One that is a mean of losses.
        since: Answers from this moment on, ISO 8601; all if absent.
        signal: An early signal that stands for the outcome; the outcome itself if empty.
    """
    joined = labelled(workspace, since=since, signal=signal)
    found: dict[int, Floats] = {}
    aside: list[str] = []
    for (version,), part in joined.group_by("version", maintain_order=True):
        judged = Judge.of(workspace, int(str(version)), metric)
        losses = part.with_columns(loss=pl.Series(judged.losses(part["outcome"], part["scores"])))
        aside += losses.filter(pl.col("loss").is_nan())["outcome"].to_list()
        by_unit = losses.drop_nans("loss").group_by(unit_of(workspace.project))
        found[int(str(version))] = by_unit.agg(pl.col("loss").mean())["loss"].to_numpy()
    found = {version: each for version, each in found.items() if len(each)}
    return Losses(by_version=found, unreadable=len(aside), example=aside[0] if aside else "")


def labelled(workspace: Workspace, *, since: str | None = None, signal: str = "") -> pl.DataFrame:
    """Return answers whose outcome has come, with it in the column `outcome`, JSON.

    Args:
        workspace: Holds the log.
        since: Answers from this moment on, ISO 8601; all if absent.
        signal: An early signal that is joined in its place.
    """
    plan = plan_of(workspace.project)
    answers = since_of(filing.read(plan.spool, plan.log), since)
    known = answers.filter(pl.col("scores").is_not_null() & (pl.col("route") != "asked for"))
    said = filing.read_feedback(plan.spool, plan.log, signal=signal)
    said = said.sort("at", maintain_order=True)  # of two in one list the last one counts
    by_request = said.filter(pl.col("request") != "").unique(["request", "row"], keep="last")
    by_key = said.filter(pl.col("key") != "").unique("key", keep="last")
    return (
        known.join(
            by_request.select("request", "row", "outcome"), on=["request", "row"], how="left"
        )
        .join(by_key.select("key", of_key="outcome"), on="key", how="left")
        .with_columns(outcome=pl.coalesce("outcome", "of_key"))
        .filter(pl.col("outcome").is_not_null())
        .collect()
    )


def unit_of(project: Project) -> str:
    """Return the column of the log that names what is counted once."""
    return "key" if project.settings.serve.key else "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Says what the answers of a version were worth.

    Attributes:
        terms: Threshold of the version, costs and quantile of the project.
    """

    described: Description
    metric: Metric
    terms: Terms

    @classmethod
    def of(cls, workspace: Workspace, version: int, metric: Metric) -> Judge:
        """Return the judge of a version of a workspace."""
        described, fit = _described(workspace, version), workspace.project.settings.fit
        terms = Terms(
            threshold=0.5 if described.threshold is None else described.threshold,
            cost=fit.cost,
            quantile=fit.quantile,
        )
        return cls(described=described, metric=metric, terms=terms)

    def losses(self, outcomes: pl.Series, scores: pl.Series | Sequence[Sequence[float]]) -> Floats:
        """Return the loss of each answer, shape (n,); NaN where its outcome is no target's value.

        Args:
            outcomes: As clients wrote them, JSON, shape (n,).
            scores: One list a row, shape (n, 1) or (n, classes).
        """
        assert self.metric.row_loss is not None
        labels = _labels(outcomes, self.described)
        readable = np.isfinite(labels)
        table = np.array(list(scores), dtype=np.float64).reshape(len(labels), -1)[readable]
        said = table if self.described.task == "multiclass" else table[:, 0]
        found = np.full(len(labels), np.nan)
        found[readable] = self.metric.row_loss(labels[readable], said, self.terms)
        return found


def sums_since(project: ProjectOrFolder, since: str | None) -> Known:
    """Return count, sum and sum of squares of the project's loss since a moment, by version."""
    project = loaded(project)
    found = losses(Workspace(project), loss_of(project, None), since=since)
    return Known(
        losses={version: sums.of(each) for version, each in found.by_version.items()},
        unreadable=found.unreadable,
        example=found.example,
    )


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


def _labels(outcomes: pl.Series, described: Description) -> Floats:
    """Return outcomes as clients wrote them, JSON, as labels; NaN where one cannot be read."""
    read = [label_of(msgspec.json.decode(each), described) for each in outcomes]
    return np.array(read, dtype=np.float64)
