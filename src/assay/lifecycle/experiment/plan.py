"""Announce an A/B test of a challenger on live traffic, before its first request."""

from __future__ import annotations

from dataclasses import asdict

import msgspec
import numpy as np

from assay.core.errors import InputError
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.evaluation.metric import Metric
from assay.evaluation.sequential import plan as planning
from assay.lifecycle import outcomes
from assay.lifecycle.deploy import deploy
from assay.lifecycle.experiment import announced
from assay.lifecycle.experiment.announced import Experiment
from assay.lifecycle.experiment.proxy import demand_proxy
from assay.lifecycle.serve import plan_of
from assay.serving import routes
from assay.serving.log import identity

FEWEST = 100
"""Labelled answers of the champion from which its baseline and deviation are taken."""


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
    promote: bool = False,
    proxy: bool = False,
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
        looks: Planned looks; the server takes each when its information is there.
        promote: Whether a challenger that is found better asks the gate by itself.
        proxy: Whether to decide by the early signal that `[rollout] proxy` names.

    Raises:
        InputError: If the champion's labelled answers are too few to take baseline and deviation
            from, an experiment is under way, an argument is out of its range, or the proxy does not
            stand for the outcome.
    """
    project = loaded(project)
    workspace = Workspace(project)
    chosen = outcomes.loss_of(project, metric)
    routing = routes.read(workspace.ledger)
    if routing.champion is None:
        raise InputError("there is no champion to try it against", remedy="`assay promote`")
    if (running := announced.running(workspace.ledger)) is not None:
        raise InputError(
            f"version {running.challenger} is being tried already",
            where=f"experiment {running.number}, announced {running.announced_at[:19]}",
            remedy="`assay experiment status`, or `assay experiment stop`",
        )
    stands = demand_proxy(workspace, routing, challenger, chosen, effect) if proxy else None
    if baseline is None or deviation is None:
        mean, spread = _so_far(workspace, chosen, routing.champion, stands.signal if stands else "")
        baseline = mean if baseline is None else baseline
        deviation = spread if deviation is None else deviation
    made = planning.plan(
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
    workspace.ledger.append(
        "experiment",
        {
            "version": challenger,
            "champion": routing.champion,
            "is": "announced",
            "metric": chosen.name,
            "unit": project.settings.serve.key or "request",
            "log": identity.of(plan_of(project).folder),
            "promote": promote,
            "proxy": asdict(stands) if stands else {},
            "plan": msgspec.to_builtins(made),
        },
    )
    return announced.experiment(project)


def _so_far(
    workspace: Workspace, metric: Metric, champion: int, signal: str
) -> tuple[float, float]:
    """Return mean and deviation of the champion's losses so far."""
    found = outcomes.losses(workspace, metric, signal=signal)
    known = found.by_version.get(champion, np.zeros(0))
    if len(known) < FEWEST:
        raise InputError(
            f"{len(known)} labelled answers of the champion are too few to plan by",
            where=f"at least {FEWEST} are needed",
            remedy="send outcomes to /v1/feedback, or give --baseline and --deviation",
        )
    return float(known.mean()), float(known.std())
