"""Do a run again from what it recorded, and say whether the same came out, or why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assay.core.errors import InputError
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import SnapshotEvidence, ValidationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.registry import CertificateEvidence, LineageEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.data import snapshot
from assay.lifecycle.fitting import replay
from assay.lifecycle.prepare import held_out, prepare
from assay.lifecycle.state import find
from assay.registry import certificate as certificates
from assay.registry import lineage

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """One result of a run held against the same of its repetition."""

    what: str
    before: str
    after: str

    @property
    def equal(self) -> bool:
        """Whether both are the same."""
        return self.before == self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """What came out.

    Attributes:
        reasons: What differs between then and now that may explain a difference.
    """

    run_id: str
    results: tuple[Same, ...]
    reasons: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether everything is the same."""
        return all(result.equal for result in self.results)


def reproduce(
    project: ProjectOrFolder, run: str | None = None, *, progress: Progress | None = None
) -> Reproduced:
    """Replay a run's recorded plan on its snapshot; nothing is registered, no test is opened.

    Args:
        project: The project, or its folder.
        run: The run, or the start of its name; the latest if absent.
        progress: Called with stage and fraction done.

    Raises:
        InputError: If the run did not come far enough to be repeated.
    """
    tell = progress or (lambda _stage, _fraction: None)
    project = loaded(project)
    workspace = Workspace(project)
    folder = find(workspace, run)
    before = folder.evidence
    run_id = folder.state.run_id
    for kind in (SnapshotEvidence, SplitEvidence, FitEvidence, CertificateEvidence):
        if before.find(kind) is None:
            raise InputError(
                f"run {run_id} did not come as far as {kind.__name__}",
                where=str(folder.path),
                remedy="`assay run` goes on with it; or name another run",
            )
    taken = before.get(SnapshotEvidence)
    again = snapshot.open_version(workspace.snapshots / project.settings.name, taken.content_hash)
    hashed = snapshot.content_hash(again.frame)
    prepared = prepare(
        project, workspace, again, Bundle([before.get(ValidationEvidence), taken]), tell=tell
    )
    result = replay(project, prepared, before.get(FitEvidence).plan, tell=tell)
    _, certificate = certificates.prove(result.fitted, held_out(prepared), seed=0)
    results = (
        Same(what="data", before=taken.content_hash, after=hashed),
        Same(
            what="split",
            before=before.get(SplitEvidence).sealed_id,
            after=prepared.splits.evidence.sealed_id,
        ),
        Same(
            what="model",
            before=before.get(FitEvidence).model_hash,
            after=result.evidence.model_hash,
        ),
        Same(
            what="compiled scorer",
            before=before.get(CertificateEvidence).onnx_hash,
            after=certificate.onnx_hash,
        ),
    )
    then = before.get(LineageEvidence)
    now = lineage.read(project, snapshot=taken, run_id=run_id, started_at=folder.state.started_at)
    return Reproduced(run_id=run_id, results=results, reasons=_differences(then, now))


def _differences(then: LineageEvidence, now: LineageEvidence) -> tuple[str, ...]:
    reasons = [
        f"{what} was {before}, is {after}"
        for what, before, after in (
            ("assay.toml", then.project_hash[:12], now.project_hash[:12]),
            ("the contract", then.contract_hash[:12], now.contract_hash[:12]),
            ("the code", then.code_version, now.code_version),
            ("assay", then.assay_version, now.assay_version),
            ("python", then.python_version, now.python_version),
        )
        if before != after
    ]
    versions = dict(now.packages)
    reasons += [
        f"{name} was {version}, is {versions.get(name)}"
        for name, version in then.packages
        if versions.get(name) != version
    ]
    return tuple(reasons)
