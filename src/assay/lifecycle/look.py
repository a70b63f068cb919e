"""Look at data on its own: profile a table, hold it against the contract, compare versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast, get_args

from assay.core import project as projects
from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import ProfileEvidence, SnapshotEvidence
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.data import profile, snapshot, source
from assay.data.contract import model, validate
from assay.data.contract.model import Environment
from assay.data.contract.validate import Validated
from assay.data.snapshot import SnapshotDiff

Progress = Callable[[str, float], None]


def look(
    url: str | None,
    *,
    folder: Path = Path(),
    target: str | None = None,
    query: str | None = None,
    header: bool | None = None,
    progress: Progress | None = None,
) -> ProfileEvidence:
    """Profile a source, or the project's source where none is named.

    Raises:
        InputError: If there is neither source nor project, or the target is not a column.
    """
    tell = progress or (lambda _stage, _fraction: None)
    time = group = id = None
    if url is None:
        data = projects.load(folder).settings.data
        url, query, header = data.source, data.query, data.header
        target, time, group, id = target or data.target, data.time, data.group, data.id
    if header is None:
        header = not source.headerless(url, folder)
    frame = source.scan(url, query=query, header=header, root=folder)
    names = frame.collect_schema().names()
    if target is not None and target not in names:
        raise InputError(
            f"there is no column '{target}' for --target{did_you_mean(target, names)}",
            where=url,
            remedy="name a column of the data",
        )
    tell("profile", 0.0)
    found = profile.profile(frame, source=url, target=target, time=time, group=group, id=id)
    tell("profile", 1.0)
    return found


def hold(
    project: ProjectOrFolder,
    url: str | None = None,
    *,
    query: str | None = None,
    environment: str = "training",
    progress: Progress | None = None,
) -> Validated:
    """Hold a source, or the project's, against the contract.

    Raises:
        InputError: If the source cannot be read, or there is no such environment.
    """
    tell = progress or (lambda _stage, _fraction: None)
    if environment not in (known := get_args(Environment)):
        raise InputError(
            f"'{environment}' is not an environment{did_you_mean(environment, known)}",
            remedy=f"use one of {', '.join(known)}",
        )
    project = loaded(project)
    data, policy = project.settings.data, project.settings.contract
    contract = model.load(project.contract_path)
    tell("validate", 0.0)
    own = url is None
    frame = source.scan(
        data.source if url is None else url,
        query=data.query if own else query,
        header=data.header,
        root=project.root if own else Path.cwd(),
    )
    validated = validate.validate(
        frame,
        contract,
        environment=cast(Environment, environment),
        policy=policy.policy,
        most_quarantined=policy.most_quarantined,
    )
    tell("validate", 1.0)
    return validated


def versions(project: ProjectOrFolder) -> tuple[SnapshotEvidence, ...]:
    """Return the versions of the project's data, newest first."""
    return tuple(sorted(snapshot.log(_snapshots(loaded(project))), key=lambda v: -v.version))


def difference(project: ProjectOrFolder, left: str, right: str, *, key: str | None) -> SnapshotDiff:
    """Compare two versions, each a number or the start of a hash.

    Raises:
        InputError: If there is no such version, or the key is not a column of both.
    """
    project = loaded(project)
    folder = _snapshots(project)
    sides = [
        snapshot.open_version(folder, int(name) if name.isdigit() and len(name) < 8 else name)
        for name in (left, right)
    ]
    named = project.settings.data.id
    both = all(named in dict(side.evidence.schema) for side in sides)
    return snapshot.diff(sides[0], sides[1], key=key or (named if both else None))


def _snapshots(project: Project) -> Path:
    return Workspace(project).snapshots / project.settings.name
