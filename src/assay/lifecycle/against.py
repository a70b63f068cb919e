"""Hold a candidate against the present champion, on the candidate's sealed test."""

from __future__ import annotations

from assay.core.errors import InputError
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import SnapshotEvidence, ValidationEvidence
from assay.core.evidence.evaluation import Comparison, EvaluationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.project import Project
from assay.core.workspace import Workspace
from assay.data import snapshot, target
from assay.evaluation.compare import compare
from assay.evaluation.groups import group_codes
from assay.lifecycle.assess import dependent
from assay.lifecycle.prepare import prepare, sealed_test
from assay.lifecycle.tracking import model_folder
from assay.registry.scorer import CompiledScorer
from assay.registry.tracking import Version


def against_champion(
    project: Project,
    workspace: Workspace,
    *,
    candidate: Version,
    champion: Version,
    evidence: Bundle,
) -> Comparison | None:
    """Return the paired comparison with the champion; None if there is no evaluation.

    A run compares with whoever was champion then. If that was another version, the sealed test is
    opened once more, and the interval pays for it.

    A champion that was trained under another split may have seen rows of this test; that favours
    the champion, so the gate errs towards keeping it.

    Raises:
        GateClosed: If the test may not be opened any more.
        InputError: If the project's split or metric is not the candidate's any more.
    """
    evaluation = evidence.find(EvaluationEvidence)
    if evaluation is None:
        return None
    if evaluation.champion == champion.number:
        return next(c for c in evaluation.comparisons if c.against == "champion")
    settings = project.settings
    taken = evidence.get(SnapshotEvidence)
    again = snapshot.open_version(workspace.snapshots / settings.name, taken.content_hash)
    prepared = prepare(
        project,
        workspace,
        again,
        Bundle([evidence.get(ValidationEvidence), taken]),
        tell=lambda _stage, _fraction: None,
    )
    split = evidence.get(SplitEvidence)
    if prepared.splits.evidence.sealed_id != split.sealed_id:
        raise InputError(
            f"assay.toml no longer gives the sealed test of version {candidate.number}",
            where="keys of [split] and [data], which decide the test",
            remedy="set them back as they were (`assay show`), or run again and promote that",
        )
    if settings.fit.metric != evaluation.primary:
        raise InputError(
            f"version {candidate.number} was judged by {evaluation.primary}, assay.toml now says "
            f"{settings.fit.metric}",
            where="key fit.metric",
            remedy="run again and promote that",
        )
    sealed = sealed_test(project, workspace, prepared.splits.evidence.sealed_id)
    opened = sealed.open(
        candidate.run_id,
        f"promote against version {champion.number}",
        model=evidence.get(FitEvidence).model_hash,
    )
    labels = target.encode(
        opened.labels,
        task=settings.data.task,
        classes=evidence.get(FitEvidence).classes,
        positive=settings.data.positive,
    )
    new, old = (
        CompiledScorer.load(model_folder(workspace, version)) for version in (candidate, champion)
    )
    belonging = dependent(prepared.splits.test, settings)
    return compare(
        new.scores(prepared.splits.test),
        old.scores(prepared.splits.test),
        labels,
        settings.fit.metric,
        level=opened.level,
        against="champion",
        seed=settings.fit.seed,
        a_threshold=new.threshold,
        b_threshold=old.threshold,
        cost=settings.fit.cost,
        quantile=settings.fit.quantile,
        groups=None if belonging is None else group_codes(belonging),
    )
