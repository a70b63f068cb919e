"""The sealed test of a run: opened once for a model, on the ledger, and asked everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.project import Project, Settings
from assay.core.protocols import Scorer
from assay.core.workspace import Workspace
from assay.data import target
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

    A model that another run has put to the same test already is not put to it again: the answer
    is known, and another look would only cost.
    """
    settings = project.settings
    registry = tracker(workspace)
    champion = registry.alias(CHAMPION)
    sealed_id = prepared.splits.evidence.sealed_id
    tell("evaluate", 0.0)
    number = champion.number if champion else None
    known = _known(settings, workspace, result.evidence.model_hash, sealed_id, number)
    if known is not None:
        folder.keep(known)
        tell("evaluate", 1.0)
        return known
    sealed = sealed_test(project, workspace, sealed_id)
    opened = sealed.open(folder.state.run_id, "evaluate")
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
        prepared.splits.test.select(list(looked_at)),
        opened,
        labels=labels,
        primary=settings.fit.metric,
        baselines=baselines,
        champion=champion_scorer(workspace, registry),
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


def _known(
    settings: Settings, workspace: Workspace, model_hash: str, sealed_id: str, champion: int | None
) -> EvaluationEvidence | None:
    """Return what another run was told, if it asked the same of the same model."""
    if settings.fit.cost is not None:
        return None  # costs may have changed, and the evidence does not hold them
    asked = (
        sealed_id,
        champion,
        settings.fit.metric,
        settings.evaluate.level,
        settings.evaluate.sensitive,
    )
    for run_id in reversed(workspace.runs()):
        evidence = RunFolder(workspace.run(run_id)).evidence
        fit, told = evidence.find(FitEvidence), evidence.find(EvaluationEvidence)
        if fit is None or told is None or fit.model_hash != model_hash:
            continue
        if asked == (
            told.sealed_id,
            told.champion,
            told.primary,
            told.level_asked,
            told.sensitive,
        ):
            return told
    return None
