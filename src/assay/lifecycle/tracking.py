"""Open the tracking system and the model registry that a workspace names."""

from __future__ import annotations

from pathlib import Path

from assay.core.errors import InputError
from assay.core.workspace import Workspace
from assay.registry.adapters.mlflow import Mlflow
from assay.registry.scorer import CompiledScorer
from assay.registry.tracking import CANDIDATE, CHAMPION, Version


def tracker(workspace: Workspace) -> Mlflow:
    """Return the project's tracker, which is its version store too."""
    return Mlflow(
        workspace.tracking_uri,
        artifacts=workspace.artifacts,
        project=workspace.project.settings.name,
        model=workspace.model_name,
    )


def version_of(registry: Mlflow, version: int | None, alias: str | None) -> Version:
    """Return a version by number or alias; by default the champion, else the latest candidate.

    Raises:
        InputError: If there is no such version.
    """
    if version is not None:
        for known in registry.versions():
            if known.number == version:
                return known
        numbers = ", ".join(str(known.number) for known in registry.versions()) or "none yet"
        raise InputError(
            f"there is no version {version}", where=f"versions: {numbers}", remedy="`assay runs`"
        )
    for name in (alias,) if alias else (CHAMPION, CANDIDATE):
        if found := registry.alias(name):
            return found
    what = f"no version has the alias '{alias}'" if alias else "no version is registered yet"
    raise InputError(what, remedy="`assay run` registers a candidate, `assay promote` a champion")


def model_folder(workspace: Workspace, version: Version) -> Path:
    """Return the folder of a version's compiled scorer.

    Raises:
        InputError: If it is not in this workspace.
    """
    folder = workspace.root / "runs" / version.run_id / "model"
    if not (folder / "scorer.json").exists():
        raise InputError(
            f"the scorer of version {version.number} is not in this workspace",
            where=str(folder),
            remedy=f"load it with mlflow: models:/{version.name}/{version.number}",
        )
    return folder


def champion_scorer(workspace: Workspace, registry: Mlflow) -> CompiledScorer | None:
    """Return the champion's scorer, or None if there is no champion."""
    champion = registry.alias(CHAMPION)
    return CompiledScorer.load(model_folder(workspace, champion)) if champion else None
