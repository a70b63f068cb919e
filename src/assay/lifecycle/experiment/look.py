"""Take a planned look when its information is there: once, whoever asks and however often.

The keeper of the announcing server's log asks after each batch of outcomes; where no server runs,
`assay experiment status` does. Both hold the log while they look. A server that shares the ledger
and has a log of its own has none of the answers that count, so it leaves the look to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.experiment import Look
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.evaluation import metrics
from assay.evaluation.sequential import look as looking
from assay.evaluation.sequential import sums
from assay.lifecycle import outcomes
from assay.lifecycle.experiment import announced
from assay.lifecycle.experiment.announced import Experiment
from assay.lifecycle.experiment.end import end
from assay.lifecycle.rollback import moving
from assay.lifecycle.serve import plan_of
from assay.serving.log import identity

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the arms of an experiment.

    Attributes:
        labelled: Units whose outcome is known, by version.
        champion: Count, sum and sum of squares of the champion's losses.
        challenger: The same of the challenger's.
        unreadable: Outcomes that were set aside, since they cannot be read.
    """

    labelled: Mapping[int, int]
    champion: Floats
    challenger: Floats
    unreadable: int


def known(workspace: Workspace, experiment: Experiment) -> Known:
    """Return what the log holds of the arms since the announcement."""
    metric = metrics.get(experiment.metric)
    since, signal = experiment.announced_at, experiment.signal
    found = outcomes.losses(workspace, metric, since=since, signal=signal)
    losses = found.by_version
    champion, challenger = (
        sums.of(losses.get(version, np.zeros(0)))
        for version in (experiment.champion, experiment.challenger)
    )
    return Known(
        labelled={version: len(each) for version, each in losses.items()},
        champion=champion,
        challenger=challenger,
        unreadable=found.unreadable,
    )


def look(project: ProjectOrFolder) -> Look | None:
    """Take the next planned look of the running experiment, if it is due, into the ledger.

    The caller holds the log (`lock.held`). A challenger that is no better is withdrawn.

    Returns:
        The look; None if none is due.
    """
    project = loaded(project)
    workspace = Workspace(project)
    experiment = announced.running(workspace.ledger)
    if experiment is None or experiment.decided or not counts_here(workspace, experiment):
        return None
    arms = known(workspace, experiment)
    both, plan = (arms.champion, arms.challenger), experiment.plan
    if not looking.is_due(plan, *both, earlier=experiment.looks):
        return None
    found = looking.look(plan, *both, earlier=experiment.looks)
    with moving(workspace):
        if announced.running(workspace.ledger) != experiment:
            return None  # it was stopped, or a version moved, just now
        workspace.ledger.append(
            "experiment",
            {
                "version": experiment.challenger,
                "is": "look",
                "experiment": experiment.number,
                "look": msgspec.to_builtins(found),
            },
        )
    if found.verdict == "keep":
        end(project, experiment, f"look {found.number}: {found.reason}")
    return found


def counts_here(workspace: Workspace, experiment: Experiment) -> bool:
    """Whether the answers that count are in this workspace's log."""
    return experiment.log in ("", identity.of(plan_of(workspace.project).folder))
