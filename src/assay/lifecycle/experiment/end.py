"""End an experiment, and withdraw its challenger."""

from __future__ import annotations

from assay.core.errors import InputError
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.deploy import deploy
from assay.lifecycle.experiment import announced
from assay.lifecycle.experiment.announced import Experiment
from assay.serving import routes


def stop_experiment(project: ProjectOrFolder, *, reason: str = "") -> Experiment:
    """End the running experiment without a verdict, and withdraw the challenger.

    Raises:
        InputError: If none is running.
    """
    project = loaded(project)
    experiment = announced.running(Workspace(project).ledger)
    if experiment is None:
        raise InputError("no experiment is running", remedy="`assay experiment plan VERSION`")
    end(project, experiment, reason or "stopped by hand")
    return experiment


def end(project: Project, experiment: Experiment, reason: str) -> None:
    """End an experiment for a reason that the ledger keeps."""
    workspace = Workspace(project)
    routing = routes.read(workspace.ledger)
    if any(each.version == experiment.challenger for each in routing.canaries):
        deploy(project, experiment.challenger, role="none", reason=reason)
    body = {"version": experiment.challenger, "is": "ended", "experiment": experiment.number}
    workspace.ledger.append("experiment", {**body, "reason": reason})
