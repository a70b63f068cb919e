"""Rehearse the way back: load the version that a rollback would bring back, prove it, time it."""

from __future__ import annotations

import time

from assay.core.errors import AssayError, GateClosed
from assay.core.evidence.serving import RollbackEvidence
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.rollback import intact
from assay.serving import routes
from assay.serving.model import ServedModel


def drill_rollback(project: ProjectOrFolder) -> RollbackEvidence:
    """Rehearse `rollback` without moving anything, and write the result into the ledger.

    Raises:
        GateClosed: If there is no version to go back to.
    """
    workspace = Workspace(loaded(project))
    target = routes.read(workspace.ledger).before
    if target is None:
        raise GateClosed(
            "there is no version to go back to",
            where="`assay history`",
            remedy="the second promotion makes one",
        )
    return rehearse(workspace, target)


def rehearse(workspace: Workspace, target: int) -> RollbackEvidence:
    """Load a version as a server does, score its proof, and record what that took."""
    began, difference, problem = time.perf_counter(), 0.0, ""
    try:
        routing = routes.read(workspace.ledger)
        folder = intact(workspace, routing, target)
        served = ServedModel.load(folder, routing.registered[target], policy="reject")
        difference = served.difference
    except AssayError as error:
        problem = error.what
    found = RollbackEvidence(
        target=target,
        seconds=time.perf_counter() - began,
        difference=difference,
        problem=problem,
    )
    workspace.ledger.append(
        "drill", {"target": target, "seconds": round(found.seconds, 4), "problem": problem}
    )
    return found
