"""Say where an experiment stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from assay.core.evidence.experiment import Look
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.evaluation.sequential import look as looking
from assay.lifecycle import outcomes
from assay.lifecycle.experiment import announced
from assay.lifecycle.experiment.announced import Experiment
from assay.lifecycle.experiment.look import Known, counts_here, known, look
from assay.lifecycle.experiment.win import promote_winner
from assay.lifecycle.serve import plan_of
from assay.serving.log import alone, filing


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where an experiment stands.

    Attributes:
        labelled: Units whose outcome is known, by version.
        answered: Units answered, by version.
        look: The last one; None if there was none yet.
        waiting: What the next look waits for; empty if there is none.
        unreadable: Outcomes that were set aside, since they cannot be read.
    """

    experiment: Experiment
    labelled: Mapping[int, int]
    answered: Mapping[int, int]
    look: Look | None
    waiting: str
    unreadable: int


def experiment_status(project: ProjectOrFolder) -> Status:
    """Say where the experiment that was announced last stands.

    A server takes the looks when they are due; where none runs, a look that is due is taken here.
    Outcomes that have not come yet are waited for: only labelled answers count.

    Raises:
        InputError: If no experiment was announced.
    """
    project = loaded(project)
    workspace = Workspace(project)
    announced.experiment(project)
    with alone.held(plan_of(project).log) as ours:
        if ours:  # no server keeps the log
            look(project)
            promote_winner(project)
    experiment = announced.experiment(project)
    arms = known(workspace, experiment)
    return Status(
        experiment=experiment,
        labelled=arms.labelled,
        answered=_answered(workspace, experiment),
        look=experiment.looks[-1] if experiment.looks else None,
        waiting=_waiting(workspace, experiment, arms),
        unreadable=arms.unreadable,
    )


def _waiting(workspace: Workspace, experiment: Experiment, arms: Known) -> str:
    if experiment.ended is not None or experiment.decided:
        return ""
    if not counts_here(workspace, experiment):
        return "another server announced it, and takes its looks"
    number, plan = len(experiment.looks) + 1, experiment.plan
    now = looking.information(plan, arms.champion, arms.challenger)
    return (
        f"look {number} is due at {number / plan.looks:.0%} of the information, there is {now:.0%}"
    )


def _answered(workspace: Workspace, experiment: Experiment) -> dict[int, int]:
    plan = plan_of(workspace.project)
    answers = outcomes.since_of(filing.read(plan.spool, plan.log), experiment.announced_at)
    unit = "request" if experiment.unit == "request" else "key"
    counted = answers.group_by("version").agg(pl.col(unit).n_unique()).collect()
    return dict(counted.iter_rows())
