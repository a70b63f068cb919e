"""Look at what there is: the runs, one run, two runs beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from assay.core.errors import InputError
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.state import RunFolder, RunState, find
from assay.lifecycle.tracking import tracker


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the list of runs.

    Attributes:
        aliases: What the run's version is called now.
        score: Test score in the project's metric, with its interval; None if there is none.
    """

    state: RunState
    aliases: tuple[str, ...]
    metric: str | None
    score: float | None
    low: float | None
    high: float | None
    shipped: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that two runs do not share."""

    what: str
    left: str
    right: str


def runs(project: ProjectOrFolder) -> tuple[Listed, ...]:
    """Return every run, newest first."""
    workspace = Workspace(loaded(project))
    names = workspace.runs()
    aliases = {v.number: v.aliases for v in tracker(workspace).versions()} if names else {}
    folders = [RunFolder(workspace.run(name)) for name in reversed(names)]
    return tuple(
        _listed(folder, aliases) for folder in folders if (folder.path / "run.json").exists()
    )


def show(project: ProjectOrFolder, run: str | None = None) -> tuple[RunState, Bundle]:
    """Return the state and the evidence of a run; the latest where none is named."""
    folder = find(Workspace(loaded(project)), run)
    return folder.state, folder.evidence


def compare(project: ProjectOrFolder, left: str, right: str) -> tuple[Difference, ...]:
    """Return in what two runs differ: data, columns, settings of training, scores.

    Raises:
        InputError: If one of them has no evidence of training.
    """
    workspace = Workspace(loaded(project))
    sides = [_facts(find(workspace, name)) for name in (left, right)]
    keys = list(dict.fromkeys([*sides[0], *sides[1]]))
    return tuple(
        Difference(what=key, left=sides[0].get(key, "-"), right=sides[1].get(key, "-"))
        for key in keys
        if sides[0].get(key) != sides[1].get(key)
    )


def _listed(folder: RunFolder, aliases: dict[int, tuple[str, ...]]) -> Listed:
    state, evidence = folder.state, folder.evidence
    evaluation, fit = evidence.find(EvaluationEvidence), evidence.find(FitEvidence)
    score = evaluation.score(evaluation.primary) if evaluation else None
    return Listed(
        state=state,
        aliases=aliases.get(state.version or 0, ()),
        metric=score.metric if score else None,
        score=score.value if score else None,
        low=score.low if score else None,
        high=score.high if score else None,
        shipped=fit.shipped if fit else None,
    )


def _facts(folder: RunFolder) -> dict[str, str]:
    from assay.core.evidence.data import ColumnsEvidence, SnapshotEvidence
    from assay.core.evidence.registry import LineageEvidence
    from assay.core.evidence.split import SplitEvidence

    evidence = folder.evidence
    fit = evidence.find(FitEvidence)
    if fit is None:
        raise InputError(
            f"run {folder.state.run_id} has no evidence of training yet",
            where=str(folder.path),
            remedy="`assay run` goes on with it; or name another run",
        )
    facts: dict[str, str] = {}
    if snapshot := evidence.find(SnapshotEvidence):
        facts |= {"data": snapshot.content_hash[:12], "rows": f"{snapshot.rows:,}"}
    if split := evidence.find(SplitEvidence):
        facts |= {"split": split.kind, "sealed test": split.sealed_id}
    if columns := evidence.find(ColumnsEvidence):
        facts["columns"] = ", ".join(columns.used)
    facts |= {"shipped": fit.shipped, "model": fit.model_hash[:12], "metric": fit.metric}
    facts |= {
        f"weight of {member.name}": f"{member.weight:.3f}"
        for member in fit.candidates
        if member.weight
    }
    facts[f"out-of-fold {fit.metric}"] = f"{fit.ensemble_score:.5g}"
    if evaluation := evidence.find(EvaluationEvidence):
        facts |= {
            f"test {score.metric}": f"{score.value:.5g} [{score.low:.5g}, {score.high:.5g}]"
            for score in evaluation.scores
        }
    if lineage := evidence.find(LineageEvidence):
        facts |= {"code": lineage.code_version or "not in git", "assay": lineage.assay_version}
    return facts
