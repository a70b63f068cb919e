"""Give a registered version a share of the requests, or a look at them, or take both away.

Whoever is to answer goes through the gate first. What that needs is loaded for it alone: to take a
version away waits for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from assay.core.errors import InputError
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.ramp import ramp_of
from assay.lifecycle.rollback import intact, moving
from assay.serving import routes
from assay.serving.routes import Ramp, Routing

Role = Literal["shadow", "canary", "champion", "none"]

PERCENT = 10.0
"""Share of the requests that a canary answers where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """Who answers after a deployment.

    Attributes:
        canaries: Version and percent of each.
    """

    version: int
    role: str
    percent: float | None
    champion: int
    canaries: tuple[tuple[int, float], ...]
    shadows: tuple[int, ...]


def deploy(
    project: ProjectOrFolder,
    version: int,
    *,
    role: str = "shadow",
    percent: float | None = None,
    ramp: Ramp | None = None,
    reason: str = "",
) -> Deployed:
    """Deploy a version; every worker follows within a second.

    Args:
        project: The project, or its folder.
        version: A registered version.
        role: `shadow` (asked, and nobody sees the answer), `canary` (answers a share, if the gate
            opens), `champion` (as `promote`), or `none` (not deployed any more).
        percent: Share of the requests that a canary answers, in (0, 100); 10 if absent.
        ramp: Begin with its first share, and get the next ones by evidence (`ramp_of`).
        reason: Why, for the ledger.

    Raises:
        GateClosed: If the version is to answer and may not, with every reason why not.
        InputError: If there is no champion or no such version, it is the champion, or the shares
            of all canaries leave the champion nothing, or an experiment has fixed its share.
    """
    project = loaded(project)
    workspace = Workspace(project)
    share = _percent(role, percent, ramp)
    if role == "champion":
        return _promoted(project, workspace, version)
    before = _refused(workspace, version, role, share)
    champion = before.champion
    body: dict[str, object] = {"version": version, "as": role, "reason": reason}
    if role == "canary":
        body |= {"percent": share, "ramp": None if ramp is None else asdict(ramp)}
        body |= _through_the_gate(project, workspace, before, version)
    with moving(workspace):
        now = routes.read(workspace.ledger)
        if now.champion != champion:
            raise InputError(
                f"version {now.champion} became champion meanwhile", remedy="deploy again"
            )
        if role == "canary":
            _refuse_share(now, version, share)
        if role == "none" and not _stands(now, version):
            raise InputError(f"version {version} is not deployed", remedy="`assay routes`")
        if role != "none":
            intact(workspace, now, version)
        workspace.ledger.append("deployment", body)
        after = routes.read(workspace.ledger)
    return _told(after, version, role)


def refuse(
    project: ProjectOrFolder,
    version: int,
    *,
    role: str,
    percent: float | None = None,
    ramp: Mapping[str, Any] | None = None,
) -> None:
    """Refuse at once what could not be deployed even if the gate opened.

    Raises:
        InputError: As of `deploy`.
    """
    share = _percent(role, percent, None if ramp is None else ramp_of(**ramp))
    _refused(Workspace(loaded(project)), version, role, share)


def routing(project: ProjectOrFolder) -> Routing:
    """Return who answers now, as the ledger tells it."""
    return routes.read(Workspace(loaded(project)).ledger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A version that was taken away."""

    version: int
    at: str
    reason: str


def last_withdrawn(project: ProjectOrFolder) -> Withdrawn | None:
    """Return which version was taken away last, and why; None if another was deployed since."""
    moves = list(Workspace(loaded(project)).ledger.entries("deployment", "promotion", "rollback"))
    if not moves or moves[-1].body.get("as") != "none":
        return None
    last = moves[-1]
    return Withdrawn(
        version=int(last.body["version"]), at=last.at, reason=last.body["reason"] or "by hand"
    )


def _percent(role: str, percent: float | None, ramp: Ramp | None) -> float:
    """Return the share that a canary begins with.

    Raises:
        InputError: If it is named twice, or for somebody who answers none.
    """
    if role != "canary" and (percent is not None or ramp is not None):
        raise InputError(
            f"'{role}' answers no share, so it has no percent and no ramp",
            remedy="leave --percent and --ramp out",
        )
    if ramp is None:
        return PERCENT if percent is None else percent
    if percent is not None:
        raise InputError("a ramp names its first percent itself", remedy="leave --percent out")
    return ramp.percents[0]


def _refused(workspace: Workspace, version: int, role: str, share: float) -> Routing:
    """Return who answers now, unless what is wanted cannot be."""
    now = routes.read(workspace.ledger)
    _champion(now, version, role)
    if role == "canary":
        _refuse_share(now, version, share)
        _refuse_tried(workspace, version)
    return now


def _told(routing: Routing, version: int, role: str) -> Deployed:
    assert routing.champion is not None
    canaries = tuple((each.version, round(each.share * 100, 9)) for each in routing.canaries)
    return Deployed(
        version=version,
        role=role,
        percent=dict(canaries).get(version),
        champion=routing.champion,
        canaries=canaries,
        shadows=routing.shadows,
    )


def _promoted(project: Project, workspace: Workspace, version: int) -> Deployed:
    from assay.lifecycle.promote import promote

    promote(project, version)
    return _told(routes.read(workspace.ledger), version, "champion")


def _through_the_gate(
    project: Project, workspace: Workspace, routing: Routing, version: int
) -> dict[str, object]:
    """Return what the gate let pass, for the ledger.

    Whether the version is better than the champion is not asked: the canary is there to tell.

    Raises:
        GateClosed: If it stays shut.
    """
    from assay.lifecycle.ask_gate import ask
    from assay.lifecycle.register import record_waivers

    run = routing.registered[version].run
    asked = ask(project, workspace, version=version, run=run, champion=routing.champion)
    asked.open(place="canary")
    record_waivers(project, workspace, run)
    return asked.said()


def _champion(routing: Routing, version: int, role: str) -> int:
    if role not in get_args(Role):
        raise InputError(
            f"a version cannot be deployed as '{role}'",
            remedy=f"use one of {', '.join(get_args(Role))}",
        )
    if routing.champion is None:
        raise InputError("there is no champion to deploy beside", remedy="`assay promote`")
    if version not in routing.registered:
        known = ", ".join(map(str, routing.registered))
        raise InputError(
            f"there is no version {version}", where=f"versions: {known}", remedy="`assay runs`"
        )
    if version == routing.champion:
        raise InputError(
            f"version {version} is the champion", remedy="deploy another version beside it"
        )
    return routing.champion


def _refuse_share(routing: Routing, version: int, percent: float) -> None:
    others = sum(each.share for each in routing.canaries if each.version != version) * 100
    if not 0 < percent < 100 - others:
        taken = f"; other canaries have {others:g}" if others else ""
        raise InputError(
            f"a canary cannot answer {percent:g} % of the requests{taken}",
            remedy=f"give more than 0 and less than {100 - others:g}",
        )


def _refuse_tried(workspace: Workspace, version: int) -> None:
    """Refuse to change the share of a version that an experiment is trying."""
    from assay.lifecycle.experiment import announced

    tried = announced.running(workspace.ledger)
    if tried is not None and tried.challenger == version:
        raise InputError(
            f"an experiment has fixed the share of version {version}",
            where="`assay experiment status`",
            remedy="wait for its verdict, or `assay experiment stop`",
        )


def _stands(routing: Routing, version: int) -> bool:
    return version in routing.shadows or any(c.version == version for c in routing.canaries)
