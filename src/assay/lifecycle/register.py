"""The last steps of a run: card and report, the registered version, the ledger's word for it."""

from __future__ import annotations

from collections.abc import Callable

from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import SnapshotEvidence
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.registry import CertificateEvidence, LineageEvidence
from assay.core.project import Project
from assay.core.workspace import Workspace
from assay.lifecycle.state import RunFolder
from assay.lifecycle.tracking import tracker
from assay.registry import rows
from assay.registry.scorer import CompiledScorer
from assay.registry.tracking import CANDIDATE

Progress = Callable[[str, float], None]


def register(
    project: Project,
    workspace: Workspace,
    folder: RunFolder,
    evidence: Bundle,
    *,
    scorer: CompiledScorer,
    tell: Progress,
) -> int:
    """Record the run, register its scorer, and point `candidate` at it.

    The version counts only once the ledger says so; `recover` removes one that a kill left
    without the ledger's word.

    Returns:
        The version's number.
    """
    tell("register", 0.0)
    registry = tracker(workspace)
    run_id = folder.state.run_id
    fit, evaluation = evidence.get(FitEvidence), evidence.get(EvaluationEvidence)
    snapshot, certificate = evidence.get(SnapshotEvidence), evidence.get(CertificateEvidence)
    for waiver in project.settings.practices.waivers:
        workspace.ledger.append("waiver", {"run": run_id, **waiver.model_dump(mode="json")})
    tracking_id = registry.start(name=project.settings.name, run_id=run_id)
    registry.log(
        tracking_id,
        params=_params(project, fit),
        metrics=_metrics(fit, evaluation),
        tags={
            "assay.run_id": run_id,
            "assay.model_hash": fit.model_hash,
            "mlflow.source.git.commit": evidence.get(LineageEvidence).code_version or "",
        },
    )
    registry.dataset(tracking_id, snapshot, target=project.settings.data.target)
    tell("register", 0.4)
    registry.artifacts(tracking_id, folder.path / "evidence", into="evidence")
    registry.artifacts(tracking_id, folder.path / "pages", into="pages")
    version = registry.register(
        tracking_id,
        folder.path / "model",
        columns=rows.keep(folder.path / "model", project, scorer),
        classes=scorer.classes,
        tags={
            "assay.run_id": run_id,
            "assay.model_hash": fit.model_hash,
            "assay.snapshot": snapshot.content_hash,
            "assay.certificate": "passed" if certificate.passed else "failed",
            "assay.code": evidence.get(LineageEvidence).code_version or "not in git",
        },
    )
    tell("register", 0.9)
    entry = workspace.ledger.append(
        "registered",
        {
            "run": run_id,
            "version": version.number,
            "model": fit.model_hash,
            "onnx": certificate.onnx_hash,
            "snapshot": snapshot.content_hash,
        },
    )
    registry.tag_version(version.number, {"assay.ledger": entry.hash})
    registry.set_alias(CANDIDATE, version.number)
    registry.finish(tracking_id, status="finished")
    folder.update(status="registered", version=version.number)
    tell("register", 1.0)
    return version.number


def _params(project: Project, fit: FitEvidence) -> dict[str, object]:
    settings = project.settings
    params: dict[str, object] = {
        "target": settings.data.target,
        "task": settings.data.task,
        "split": settings.split.kind,
        "metric": fit.metric,
        "budget_seconds": fit.budget_seconds,
        "seed": settings.fit.seed,
        "shipped": fit.shipped,
        "threshold": fit.threshold,
    }
    for member in fit.candidates:
        if member.weight:
            params[f"weight.{member.name}"] = round(member.weight, 6)
            params |= {f"{member.name}.{name}": value for name, value in member.parameters}
    return params


def _metrics(fit: FitEvidence, evaluation: EvaluationEvidence) -> dict[str, float]:
    metrics = {f"oof_{fit.metric}": fit.ensemble_score, "fit_seconds": fit.seconds}
    for score in evaluation.scores:
        metrics[f"test_{score.metric}"] = score.value
        metrics[f"test_{score.metric}_low"] = score.low
        metrics[f"test_{score.metric}_high"] = score.high
    return metrics
