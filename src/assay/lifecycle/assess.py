"""The sealed test of a run: opened once for a model, on the ledger, and asked everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.project import Project, Settings
from assay.core.protocols import Scorer
from assay.core.workspace import Workspace
from assay.data import target
from assay.data.columns import exactly
from assay.evaluation.evaluate import evaluate
from assay.evaluation.loss import row_loss
from assay.lifecycle.prepare import Prepared, sealed_test
from assay.lifecycle.progress import climb
from assay.lifecycle.state import RunFolder
from assay.lifecycle.tracking import champion_scorer, tracker
from assay.registry.tracking import CHAMPION
from assay.training.fit import FitResult

FEWEST_DAYS = 20
"""Days below which an interval over days would say more of their number than of the model."""

Progress = Callable[[str, float], None]


def assess(
    project: Project,
    workspace: Workspace,
    prepared: Prepared,
    result: FitResult,
    scorer: Scorer,
    folder: RunFolder,
    tell: Progress,
) -> EvaluationEvidence:
    """Open the sealed test, and ask it everything at once.

    The same model put to the same test again, as after a kill, is no further look.
    """
    settings = project.settings
    registry = tracker(workspace)
    champion = registry.alias(CHAMPION)
    sealed_id = prepared.splits.evidence.sealed_id
    tell("evaluate", 0.0)
    number = champion.number if champion else None
    sealed = sealed_test(project, workspace, sealed_id)
    opened = sealed.open(folder.state.run_id, "evaluate", model=result.evidence.model_hash)
    labels = target.encode(
        opened.labels,
        task=settings.data.task,
        classes=result.evidence.classes,
        positive=settings.data.positive,
    )
    baselines: Mapping[str, Scorer] = result.baselines
    looked_at = dict.fromkeys([*prepared.columns.used, *settings.evaluate.sensitive])
    evaluation = evaluate(
        scorer,
        prepared.splits.test.select(exactly(looked_at)),
        opened,
        labels=labels,
        primary=settings.fit.metric,
        baselines=baselines,
        champion=champion_scorer(workspace, registry),
        champion_rows=prepared.splits.test,
        sensitive=settings.evaluate.sensitive,
        allowed_gap=settings.evaluate.allowed_gap,
        cost=settings.fit.cost,
        quantile=settings.fit.quantile,
        seed=settings.fit.seed,
        groups=dependent(prepared.splits.test, settings),
        sealed_id=sealed_id,
        level_asked=settings.evaluate.level,
        progress=lambda stage, fraction: tell(f"evaluate: {stage}", fraction),
    )
    losses = row_loss(settings.data.task, labels, scorer.scores(prepared.splits.test))
    ladder = climb(workspace, sealed_id, folder.state.run_id, losses)
    evaluation = replace(
        evaluation,
        champion=number,
        ladder_loss=ladder.released,
        ladder_climbed=ladder.climbed,
    )
    folder.keep(evaluation)
    tell("evaluate", 1.0)
    return evaluation


def dependent(test: pl.DataFrame, settings: Settings) -> pl.Series | None:
    """Return what makes test rows depend on each other, so that intervals count that, not rows.

    The group where rows are split by group; otherwise the day where they are split by time, if
    there are enough days.
    """
    data, kind = settings.data, settings.split.kind
    if data.group is not None and "group" in kind:
        return test[data.group]
    if data.time is not None and kind == "time" and test[data.time].dtype.is_temporal():
        days = test[data.time].dt.date()
        return days if days.n_unique() >= FEWEST_DAYS else None
    return None
