"""The last steps of a run: card and report, the registered version, the ledger's word for it."""

from __future__ import annotations

from collections.abc import Callable

from assay.core.evidence.audit import GateEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import SnapshotEvidence
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.registry import CertificateEvidence, LineageEvidence
from assay.core.ledger import Entry
from assay.core.project import Project
from assay.core.workspace import Workspace
from assay.lifecycle.state import RunFolder
from assay.lifecycle.tracking import tracker
from assay.registry import proof, rows
from assay.registry.scorer import CompiledScorer, baseline_hash
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
    """Register a run's scorer, and point `candidate` at it.

    The version counts only once the ledger says so; `recover` removes one that a kill left
    without the ledger's word.

    Returns:
        The version's number.
    """
    tell("register", 0.0)
    registry = tracker(workspace)
    run_id = folder.state.run_id
    fit = evidence.get(FitEvidence)
    snapshot, certificate = evidence.get(SnapshotEvidence), evidence.get(CertificateEvidence)
    record_waivers(project, workspace, run_id)
    tracking_id = track(project, workspace, folder, evidence)
    tell("register", 0.4)
    version = registry.register(
        tracking_id,
        folder.path / "model",
        columns=rows.load(folder.path / "model").columns,
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
    said = {
        "run": run_id,
        "version": version.number,
        "model": fit.model_hash,
        "scorer": scorer.hash,
        "rows": rows.digest_of(folder.path / "model"),
        "proof": proof.digest_of(folder.path / "model"),
        "baseline": baseline_hash(folder.path / "model"),
        "snapshot": snapshot.content_hash,
    }
    entry = _said_before(workspace, said) or workspace.ledger.append("registered", said)
    registry.tag_version(version.number, {"assay.ledger": entry.hash})
    registry.set_alias(CANDIDATE, version.number)
    folder.update(status="registered", version=version.number)
    tell("register", 1.0)
    return version.number


def track(project: Project, workspace: Workspace, folder: RunFolder, evidence: Bundle) -> str:
    """Record a finished run, registered or not, with parameters, metrics, data and files.

    Returns:
        The tracking system's name of the run.
    """
    registry = tracker(workspace)
    run_id, gate = folder.state.run_id, evidence.get(GateEvidence)
    fit, evaluation = evidence.get(FitEvidence), evidence.get(EvaluationEvidence)
    tracking_id = registry.start(name=project.settings.name, run_id=run_id)
    registry.log(
        tracking_id,
        params=_params(project, fit),
        metrics=_metrics(fit, evaluation),
        tags={
            "assay.run_id": run_id,
            "assay.model_hash": fit.model_hash,
            "assay.gate": "open" if gate.open else "closed",
            "mlflow.source.git.commit": evidence.get(LineageEvidence).code_version or "",
        },
    )
    snapshot = evidence.get(SnapshotEvidence)
    registry.dataset(tracking_id, snapshot, target=project.settings.data.target)
    registry.artifacts(tracking_id, folder.path / "evidence", into="evidence")
    if (folder.path / "pages").is_dir():
        registry.artifacts(tracking_id, folder.path / "pages", into="pages")
    registry.finish(tracking_id, status="finished")
    return tracking_id


def record_waivers(project: Project, workspace: Workspace, run_id: str) -> None:
    """Write into the ledger the waivers that a run or promotion relies on, each once a run."""
    known = [entry.body for entry in workspace.ledger.entries("waiver")]
    for waiver in project.settings.practices.waivers:
        body = {"run": run_id, **waiver.model_dump(mode="json")}
        if body not in known:
            workspace.ledger.append("waiver", body)


def _said_before(workspace: Workspace, said: dict[str, object]) -> Entry | None:
    return next((e for e in workspace.ledger.entries("registered") if e.body == said), None)


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
