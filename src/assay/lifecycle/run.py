"""From a table to a registered candidate: every stage in order, each leaving its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assay.core.errors import GateClosed, InputError
from assay.core.evidence.audit import GateEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.codec import digest
from assay.core.evidence.registry import CertificateEvidence
from assay.core.project import Project, Settings
from assay.core.workspace import Workspace, write_atomic
from assay.data.contract.validate import Validated
from assay.data.snapshot import Snapshot
from assay.evaluation.explain import explain
from assay.lifecycle import state as runs
from assay.lifecycle.assess import assess
from assay.lifecycle.check import check
from assay.lifecycle.fitting import fit
from assay.lifecycle.inject import inject
from assay.lifecycle.judge import judge
from assay.lifecycle.prepare import Prepared, held_out, prepare, take_snapshot, validate
from assay.lifecycle.recover import recover
from assay.lifecycle.register import register, track
from assay.lifecycle.state import RunFolder
from assay.practices import gate
from assay.registry import card, lineage, proof
from assay.registry import certificate as certificates
from assay.registry import rows as raw_rows
from assay.registry.scorer import BASELINE, CompiledScorer, compile
from assay.training.estimator import sources
from assay.training.fit import FitResult

Progress = Callable[[str, float], None]
Pages = Callable[[Bundle, Settings], Mapping[str, bytes]]


EXPLAINED_ROWS = 500
"""Rows that importances are averaged over; Shapley values of deep trees cost milliseconds each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """What a run came to.

    Attributes:
        version: Registered version, or None if the gate stayed closed.
        folder: Everything the run left: evidence, model, card, report.
    """

    run_id: str
    version: int | None
    gate: GateEvidence
    evidence: Bundle
    folder: Path


def run(
    project: Project,
    *,
    budget_seconds: float | None = None,
    progress: Progress | None = None,
    pages: Pages | None = None,
) -> RunOutcome:
    """Take a project from its table to a registered candidate.

    A call after a kill goes on with the run that was cut short, if neither the data nor the
    project has changed since.

    Args:
        project: What is intended.
        budget_seconds: Wall time of training; the project's if absent.
        progress: Called with stage and fraction done.
        pages: Draws evidence as files by name, such as the report; a face hands it in.

    Returns:
        The outcome; `version` is None where findings keep the model out of the registry.

    Raises:
        AssayError: For anything the user can mend; the run's folder says how far it came.
    """
    tell = progress or (lambda _stage, _fraction: None)
    if budget_seconds is not None:
        if budget_seconds <= 0:
            raise InputError(
                f"a budget of {budget_seconds} seconds leaves no time to train",
                where="argument budget_seconds",
                remedy="give more than 0; 60 is the default",
            )
        fit_settings = project.settings.fit.model_copy(update={"budget_seconds": budget_seconds})
        project = replace(
            project, settings=project.settings.model_copy(update={"fit": fit_settings})
        )
    workspace = Workspace(project)
    with runs.locked(workspace):
        check(project)
        recover(workspace)
        validated = validate(project, workspace, tell)
        snapshot = take_snapshot(project, workspace, validated, tell)
        folder, continued = runs.begin(workspace, run_key(project, snapshot.evidence.content_hash))
        if continued:
            tell("continue an unfinished run", 1.0)
        try:
            return _from_snapshot(project, workspace, folder, validated, snapshot, tell, pages)
        except GateClosed as closed:
            folder.update(status="failed", message=closed.what)
            raise


def run_key(project: Project, content_hash: str) -> str:
    """Return the digest of everything that decides a run's result."""
    from assay.core.version import __version__

    contract = project.contract_path.read_text(encoding="utf-8")
    own = project.settings.features.module
    source = (project.root / own.partition(":")[0]).read_text(encoding="utf-8") if own else ""
    wanted = project.settings.fit
    estimators = sources(wanted.estimators, project.root)
    decisive = [project.hash, wanted.budget_seconds, contract, source, estimators, content_hash]
    return digest([*decisive, __version__])


def _from_snapshot(
    project: Project,
    workspace: Workspace,
    folder: RunFolder,
    validated: Validated,
    snapshot: Snapshot,
    tell: Progress,
    pages: Pages | None,
) -> RunOutcome:
    evidence = Bundle([validated.evidence, snapshot.evidence])
    prepared = prepare(project, workspace, snapshot, evidence, tell=tell)
    evidence = prepared.evidence.add(
        lineage.read(
            project,
            snapshot=snapshot.evidence,
            run_id=folder.state.run_id,
            started_at=folder.state.started_at,
        )
    )
    if project.settings.practices.self_test:
        evidence = evidence.add(
            inject(
                prepared.both,
                seed=project.settings.split.seed,
                known=prepared.beside,
                progress=tell,
            )
        )
    folder.keep(*evidence)
    result = fit(project, prepared, folder=folder, tell=tell)
    folder.keep(result.evidence)
    scorer, certificate = prove(project, result, prepared, folder, tell)
    evaluation = assess(project, workspace, prepared, result, scorer, folder, tell)
    tell("explain", 0.0)
    explanation = explain(
        result.fitted,
        prepared.splits.test,
        fold_models=result.fold_models,
        worst_rows=[worst.row for worst in evaluation.worst_rows],
        max_rows=EXPLAINED_ROWS,
        seed=project.settings.fit.seed,
    )
    tell("explain", 1.0)
    evidence = evidence.add(
        result.evidence, certificate, evaluation, explanation, card.answers(project.settings)
    )
    audited = judge(evidence, project.settings)
    decision = gate.decide(
        audited,
        purpose="register",
        certificate=certificate,
        evaluation=evaluation,
        missing=gate.missing_evidence(evidence, "register"),
    )
    evidence = evidence.add(audited, decision)
    folder.keep(*evidence)
    for name, content in (pages(evidence, project.settings) if pages else {}).items():
        write_atomic(folder.path / "pages" / name, content)
    version = None
    if decision.open:
        version = register(project, workspace, folder, evidence, scorer=scorer, tell=tell)
    else:
        track(project, workspace, folder, evidence)
        folder.update(status="not registered", message="; ".join(decision.reasons))
    workspace.ledger.append(
        "run-finished",
        {"run": folder.state.run_id, "version": version, "evidence": digest(tuple(evidence))},
    )
    return RunOutcome(
        run_id=folder.state.run_id,
        version=version,
        gate=decision,
        evidence=evidence,
        folder=folder.path,
    )


def prove(
    project: Project, result: FitResult, prepared: Prepared, folder: RunFolder, tell: Progress
) -> tuple[CompiledScorer, CertificateEvidence]:
    """Compile what was fitted, and compare the two on held-out and on difficult rows.

    Beside the scorer stand what raw rows need, rows to prove it by elsewhere, and the linear
    baseline, which answers where the model cannot.
    """
    tell("compile and prove", 0.0)
    rows, model = held_out(prepared), folder.path / "model"
    scorer, certificate = certificates.prove(result.fitted, rows, seed=0)
    scorer.save(model)
    raw_rows.keep(model, project, scorer)
    proof.keep(model, scorer, raw_rows.load(model), rows, seed=project.settings.fit.seed)
    compile(result.baselines["linear"]).save(model / BASELINE)
    folder.keep(certificate)
    tell("compile and prove", 1.0)
    return CompiledScorer.load(model), certificate
