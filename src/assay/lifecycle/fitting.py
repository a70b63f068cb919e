"""Training within a run: the plan from the project, and the result kept so that it is done once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assay.core.evidence.fit import ExecutedPlan, FitEvidence
from assay.core.project import Project
from assay.data import target
from assay.lifecycle.prepare import Prepared
from assay.lifecycle.state import RunFolder
from assay.training import fit as training
from assay.training.fit import FitPlan, FitResult
from assay.training.model import Fitted

Progress = Callable[[str, float], None]


def fit(project: Project, prepared: Prepared, *, folder: RunFolder, tell: Progress) -> FitResult:
    """Fit baselines, candidates and what ships; a result that is already there is read."""
    kept = folder.path / "fitted"
    found = folder.evidence.find(FitEvidence)
    if found is not None and (kept / "complete").exists():
        tell("fit", 1.0)
        return _load(kept, found)
    result = training.fit(
        prepared.splits,
        fit_plan(project, prepared),
        profile=prepared.profile,
        checkpoints=folder.path / "checkpoints",
        progress=lambda stage, fraction: tell(f"fit: {stage}", fraction),
    )
    tell("fit", 1.0)
    _save(kept, result)
    folder.keep(result.evidence)
    return result


def replay(
    project: Project, prepared: Prepared, plan: ExecutedPlan, *, tell: Progress
) -> FitResult:
    """Do again what a plan says was done, whatever the clock says."""
    return training.fit(
        prepared.splits,
        fit_plan(project, prepared),
        profile=prepared.profile,
        checkpoints=None,
        progress=lambda stage, fraction: tell(f"fit: {stage}", fraction),
        replay=plan,
    )


def fit_plan(project: Project, prepared: Prepared) -> FitPlan:
    """Return what the project asks of training."""
    data, wanted = project.settings.data, project.settings.fit
    labels = prepared.splits.development[data.target]
    return FitPlan(
        task=data.task,
        classes=target.classes_of(labels, task=data.task, positive=data.positive),
        target=data.target,
        positive=data.positive,
        metric=wanted.metric,
        quantile=wanted.quantile,
        cost=wanted.cost,
        budget_seconds=wanted.budget_seconds,
        seed=wanted.seed,
        threads=wanted.threads,
        columns=prepared.columns.used,
        overrides=project.settings.features.encode,
        estimators=wanted.estimators,
        root=project.root,
    )


def _save(folder: Path, result: FitResult) -> None:
    result.fitted.save(folder / "model")
    for name, baseline in result.baselines.items():
        baseline.save(folder / "baselines" / name)
    for number, model in enumerate(result.fold_models):
        model.save(folder / "folds" / str(number))
    (folder / "complete").touch()


def _load(folder: Path, evidence: FitEvidence) -> FitResult:
    folds = folder / "folds"
    names = sorted((p.name for p in folds.iterdir()), key=int) if folds.is_dir() else []
    return FitResult(
        fitted=Fitted.load(folder / "model"),
        baselines={
            path.name: Fitted.load(path) for path in sorted((folder / "baselines").iterdir())
        },
        fold_models=tuple(Fitted.load(folds / name) for name in names),
        evidence=evidence,
    )
