"""An A/B test of a challenger on live traffic: announced before it begins, valid at every look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence.experiment import Look, Plan
from assay.core.ledger import Entry
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.evaluation import metrics
from assay.evaluation.sequential import look as looking
from assay.evaluation.sequential import plan as planning
from assay.evaluation.sequential import sums
from assay.lifecycle import outcomes
from assay.lifecycle.deploy import deploy
from assay.lifecycle.serve import plan_of
from assay.serving import routes
from assay.serving.log import filing

Sums = NDArray[np.float64]

FEWEST = 100
"""Labelled answers of the champion from which its baseline and deviation are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """An experiment that was announced.

    Attributes:
        number: Of the ledger's entry that announced it.
        metric: Loss of an answer, the lower the better.
        unit: What is counted once: the key of requests, or the request.
    """

    number: int
    announced_at: str
    challenger: int
    champion: int
    metric: str
    unit: str
    plan: Plan
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where an experiment stands.

    Attributes:
        labelled: Units whose outcome is known, by version.
        answered: Units answered, by version.
        look: This look; None if there is too little new to look at.
        waiting: Why there was none.
    """

    experiment: Experiment
    labelled: Mapping[int, int]
    answered: Mapping[int, int]
    look: Look | None
    waiting: str


def plan_experiment(
    project: ProjectOrFolder,
    challenger: int,
    *,
    effect: float,
    requests_a_day: float,
    share: float = 0.1,
    metric: str | None = None,
    baseline: float | None = None,
    deviation: float | None = None,
    alpha: float = 0.05,
    power: float = 0.8,
    looks: int = 5,
) -> Experiment:
    """Announce an experiment in the ledger, and give the challenger its share of the requests.

    Args:
        project: The project, or its folder.
        challenger: A registered version.
        effect: Smallest reduction of the loss that is to be found, positive.
        requests_a_day: Units expected a day, of both versions.
        share: Part of them that the challenger answers, in (0, 1).
        metric: Loss of an answer: `cost`, `log_loss`, `brier`, `mae`, `quantile_loss`; the
            project's metric where it is one of these, else `log_loss` or `mae`.
        baseline: The champion's mean loss; from its labelled answers if absent.
        deviation: Deviation of one unit's loss; from the same answers if absent.
        alpha: Chance to claim a difference where there is none.
        power: Chance to find the effect.
        looks: Planned looks.

    Raises:
        InputError: If the champion's labelled answers are too few to take baseline and deviation
            from, an experiment is under way, or an argument is out of its range.
    """
    project = loaded(project)
    workspace = Workspace(project)
    chosen = outcomes.loss_of(project, metric)
    routing = routes.read(workspace.ledger)
    if routing.champion is None:
        raise InputError("there is no champion to try it against", remedy="`assay promote`")
    if (running := _running(workspace)) is not None:
        raise InputError(
            f"version {running.challenger} is being tried already",
            where=f"experiment {running.number}, announced {running.announced_at[:19]}",
            remedy="`assay experiment status`, or `assay experiment stop`",
        )
    if baseline is None or deviation is None:
        known = outcomes.losses(workspace, chosen).get(routing.champion, np.zeros(0))
        if len(known) < FEWEST:
            raise InputError(
                f"{len(known)} labelled answers of the champion are too few to plan by",
                where=f"at least {FEWEST} are needed",
                remedy="send outcomes to /v1/feedback, or give --baseline and --deviation",
            )
        baseline = float(known.mean()) if baseline is None else baseline
        deviation = float(known.std()) if deviation is None else deviation
    announced = planning.plan(
        "mean",
        baseline=baseline,
        effect=effect,
        requests_a_day=requests_a_day,
        deviation=deviation,
        higher_is_better=False,
        alpha=alpha,
        power=power,
        looks=looks,
        share=share,
    )
    deploy(project, challenger, role="canary", percent=share * 100, reason="an experiment")
    entry = workspace.ledger.append(
        "experiment",
        {
            "version": challenger,
            "champion": routing.champion,
            "is": "announced",
            "metric": chosen.name,
            "unit": project.settings.serve.key or "request",
            "plan": msgspec.to_builtins(announced),
        },
    )
    return _read(entry, ())


def experiment_status(project: ProjectOrFolder) -> Status:
    """Look at the running experiment, if there is enough new to look at; looks are kept.

    Outcomes that have not come yet are waited for: only labelled answers count.

    Raises:
        InputError: If none is running.
    """
    project = loaded(project)
    workspace = Workspace(project)
    experiment = _running(workspace)
    if experiment is None:
        raise InputError("no experiment is running", remedy="`assay experiment plan VERSION`")
    metric = metrics.get(experiment.metric)
    losses = outcomes.losses(workspace, metric, since=experiment.announced_at)
    labelled = {version: len(each) for version, each in losses.items()}
    answered = _answered(workspace, experiment)
    arms = [
        sums.of(losses.get(version, np.zeros(0)))
        for version in (experiment.champion, experiment.challenger)
    ]
    taken = len(experiment.looks)
    if not looking.is_due(experiment.plan, *arms, earlier=experiment.looks):
        due = (taken + 1) / experiment.plan.looks
        now = looking.information(experiment.plan, *arms)
        waiting = (
            f"look {len(experiment.looks) + 1} is due at {due:.0%} of the information, "
            f"there is {now:.0%}"
        )
        return Status(
            experiment=experiment, labelled=labelled, answered=answered, look=None, waiting=waiting
        )
    found = looking.look(experiment.plan, arms[0], arms[1], earlier=experiment.looks)
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
        _end(project, experiment, f"look {found.number}: {found.reason}")
    return Status(
        experiment=experiment, labelled=labelled, answered=answered, look=found, waiting=""
    )


def stop_experiment(project: ProjectOrFolder, *, reason: str = "") -> Experiment:
    """End the running experiment without a verdict, and withdraw the challenger.

    Raises:
        InputError: If none is running.
    """
    project = loaded(project)
    experiment = _running(Workspace(project))
    if experiment is None:
        raise InputError("no experiment is running", remedy="`assay experiment plan VERSION`")
    _end(project, experiment, reason or "stopped by hand")
    return experiment


def _end(project: Project, experiment: Experiment, reason: str) -> None:
    workspace = Workspace(project)
    routing = routes.read(workspace.ledger)
    if any(each.version == experiment.challenger for each in routing.canaries):
        deploy(project, experiment.challenger, role="none", reason=reason)
    body = {"version": experiment.challenger, "is": "ended", "experiment": experiment.number}
    workspace.ledger.append("experiment", {**body, "reason": reason})


def _running(workspace: Workspace) -> Experiment | None:
    """Return the experiment that has neither ended nor led to a promotion."""
    entries = list(workspace.ledger.entries("experiment", "promotion"))
    announced = [each for each in entries if each.body.get("is") == "announced"]
    if not announced:
        return None
    last = announced[-1]
    later = [each for each in entries if each.sequence > last.sequence]
    if any(each.kind == "promotion" or each.body["is"] == "ended" for each in later):
        return None
    looks = tuple(
        msgspec.convert(each.body["look"], Look) for each in later if each.body["is"] == "look"
    )
    return _read(last, looks)


def _read(entry: Entry, looks: tuple[Look, ...]) -> Experiment:
    return Experiment(
        number=entry.sequence,
        announced_at=entry.at,
        challenger=int(entry.body["version"]),
        champion=int(entry.body["champion"]),
        metric=entry.body["metric"],
        unit=entry.body["unit"],
        plan=msgspec.convert(entry.body["plan"], Plan),
        looks=looks,
    )


def _answered(workspace: Workspace, experiment: Experiment) -> dict[int, int]:
    plan = plan_of(workspace.project)
    answers = outcomes.since_of(filing.read(plan.spool, plan.log), experiment.announced_at)
    unit = "request" if experiment.unit == "request" else "key"
    counted = answers.group_by("version").agg(pl.col(unit).n_unique()).collect()
    return dict(counted.iter_rows())
