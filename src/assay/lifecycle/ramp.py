"""A canary whose share grows by evidence: begin it, give it a step, say where it stands."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assay.core.errors import InputError
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.rollback import moving
from assay.lifecycle.serve import plan_of
from assay.serving import routes
from assay.serving.routes import Ramp

MARGIN = 0.01
"""How much higher a canary's rates may be, where none is named: one request in a hundred."""

ALPHA = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A share that a canary was given.

    Attributes:
        evidence: What was known of each guard; empty at the first step.
    """

    percent: float
    at: str
    evidence: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """Where a canary's ramp stands.

    Attributes:
        steps: What it was given so far.
        next_percent: What it gets next; None at the end.
        known: What is known of each guard at the present share, as of the keeper's last look.
    """

    version: int
    ramp: Ramp
    steps: tuple[Step, ...]
    next_percent: float | None
    known: tuple[dict[str, Any], ...]
    told: tuple[str, ...]


def ramp_of(
    percents: Sequence[float], *, margin: float | None = None, loss_margin: float | None = None
) -> Ramp:
    """Return a ramp of these shares.

    Raises:
        InputError: If they do not grow, or a margin is out of its range.

    Example:
        >>> ramp_of([1, 5, 20, 50]).margin
        0.01
    """
    steps = tuple(float(each) for each in percents)
    grows = all(a < b for a, b in itertools.pairwise(steps))
    if not steps or not grows or not steps[0] > 0 or not steps[-1] < 100:
        raise InputError(
            f"a ramp cannot go {', '.join(f'{each:g}' for each in steps) or 'nowhere'}",
            where="option --ramp",
            remedy="give growing percents between 0 and 100: 1,5,20,50",
        )
    margin = MARGIN if margin is None else margin
    if not 0 < margin < 1 or (loss_margin is not None and not loss_margin > 0):
        raise InputError(
            f"margins of {margin} and {loss_margin} allow nothing to be found",
            where="options --margin and --loss-margin",
            remedy="give a share of requests such as 0.01, and a loss above 0",
        )
    return Ramp(percents=steps, margin=margin, loss_margin=loss_margin, alpha=ALPHA)


def grow(
    project: ProjectOrFolder, version: int, *, percent: float, evidence: Sequence[dict[str, Any]]
) -> None:
    """Give a canary the next share of its ramp; the gate was asked when it began.

    Raises:
        InputError: If it has no ramp, the share is not the next, or other canaries have it.
    """
    workspace = Workspace(loaded(project))
    with moving(workspace):
        routing = routes.read(workspace.ledger)
        stands = next((each for each in routing.canaries if each.version == version), None)
        if stands is None or stands.ramp is None or stands.ramp.after(stands.share) != percent:
            raise InputError(
                f"version {version} has no step to {percent:g} % before it", remedy="`assay routes`"
            )
        others = sum(each.share for each in routing.canaries if each.version != version) * 100
        if percent >= 100 - others:
            raise InputError(
                f"version {version} has earned {percent:g} %, and other canaries have {others:g}",
                remedy="`assay deploy VERSION --as none` takes one of them away",
            )
        workspace.ledger.append(
            "deployment",
            {
                "version": version,
                "as": "canary",
                "percent": percent,
                "ramp": asdict(stands.ramp),
                "reason": "earned: no guard's rate is higher by its margin",
                "evidence": list(evidence),
            },
        )


def climbs(project: ProjectOrFolder) -> tuple[Climb, ...]:
    """Return where the ramps stand."""
    from assay.serving import guard_kept
    from assay.serving.ramp import standings

    project = loaded(project)
    workspace, plan = Workspace(project), plan_of(project)
    routing = routes.read(workspace.ledger)
    if not any(each.ramp for each in routing.canaries):
        return ()
    guard = guard_kept.kept(plan.guard, slow_us=plan.slow_ms * 1000)
    guard.follow(routing)
    found = []
    for canary in routing.canaries:
        if canary.ramp is None:
            continue
        if canary.ramp.loss_margin is not None and not guard.losses:
            guard.losses = _losses(project, guard.settled_at)
        known = standings(guard, canary)
        found.append(
            Climb(
                version=canary.version,
                ramp=canary.ramp,
                steps=_steps(workspace, canary.version),
                next_percent=canary.ramp.after(canary.share),
                known=tuple(asdict(each) for each in known),
                told=tuple(each.told for each in known),
            )
        )
    return tuple(found)


def _losses(project: ProjectOrFolder, since: str) -> dict[int, Any]:
    from assay.lifecycle.outcomes import sums_since

    return dict(sums_since(project, since or None).losses)


def _steps(workspace: Workspace, version: int) -> tuple[Step, ...]:
    """Return the shares that a version was given since its ramp began."""
    steps: list[Step] = []
    for entry in workspace.ledger.entries("deployment"):
        body = entry.body
        if int(body["version"]) != version:
            continue
        if "evidence" not in body:
            steps.clear()
        if body["as"] == "canary":
            evidence = tuple(body.get("evidence", ()))
            steps.append(Step(percent=body["percent"], at=entry.at, evidence=evidence))
    return tuple(steps)
