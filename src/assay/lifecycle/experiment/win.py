"""Promote a challenger that an experiment found better, where its plan declared that."""

from __future__ import annotations

from assay.core.errors import GateClosed
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.experiment import announced


def promote_winner(project: ProjectOrFolder) -> bool:
    """Ask the gate for a challenger that was found better, if its plan says `promote`.

    A gate that stays shut is asked once; the ledger keeps why, and the challenger its share.

    Returns:
        Whether it became champion.
    """
    project = loaded(project)
    workspace = Workspace(project)
    experiment = announced.running(workspace.ledger)
    if experiment is None or not experiment.won or not experiment.promote:
        return False
    from assay.lifecycle.promote import promote

    try:
        promote(project, experiment.challenger)
    except GateClosed as closed:
        body = {"version": experiment.challenger, "is": "refused", "experiment": experiment.number}
        workspace.ledger.append("experiment", {**body, "reason": closed.where})
        return False
    return True
