"""Give a registered version a share of the requests, or a look at them, or take both away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from assay.core.errors import InputError
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.rollback import intact, moving
from assay.serving import routes
from assay.serving.routes import Routing

Role = Literal["shadow", "canary", "none"]

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
    reason: str = "",
) -> Deployed:
    """Deploy a version beside the champion; every worker follows within a second.

    Args:
        project: The project, or its folder.
        version: A registered version.
        role: `shadow` (asked, and nobody sees the answer), `canary` (answers a share), or `none`
            (neither any more). A champion is made by `promote`, through the gate.
        percent: Share of the requests that a canary answers, in (0, 100); 10 if absent.
        reason: Why, for the ledger.

    Raises:
        InputError: If there is no champion or no such version, it is the champion, or the shares
            of all canaries leave the champion nothing.
    """
    workspace = Workspace(loaded(project))
    with moving(workspace):
        routing = routes.read(workspace.ledger)
        champion = _champion(routing, version, role)
        body: dict[str, object] = {"version": version, "as": role, "reason": reason}
        if role == "canary":
            share = PERCENT if percent is None else percent
            _refuse_share(routing, version, share)
            body["percent"] = share
        elif percent is not None:
            raise InputError(
                f"a {role} answers nothing, so it has no percent", remedy="leave --percent out"
            )
        if role == "none" and not _stands(routing, version):
            raise InputError(f"version {version} is not deployed", remedy="`assay routes`")
        if role != "none":
            intact(workspace, routing, version)
        workspace.ledger.append("deployment", body)
        after = routes.read(workspace.ledger)
    return Deployed(
        version=version,
        role=role,
        percent=float(str(body["percent"])) if "percent" in body else None,
        champion=champion,
        canaries=tuple((each.version, round(each.share * 100, 9)) for each in after.canaries),
        shadows=after.shadows,
    )


def routing(project: ProjectOrFolder) -> Routing:
    """Return who answers now, as the ledger tells it."""
    return routes.read(Workspace(loaded(project)).ledger)


def _champion(routing: Routing, version: int, role: str) -> int:
    if role not in get_args(Role):
        raise InputError(
            f"a version cannot be deployed as '{role}'",
            remedy=f"use {', '.join(get_args(Role))}; `assay promote` makes a champion",
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


def _stands(routing: Routing, version: int) -> bool:
    return version in routing.shadows or any(c.version == version for c in routing.canaries)
