"""Give the place back to the champion before, in one step that waits for nothing.

The ledger moves first, within a second, and servers follow it; the registry's alias comes after.
Nothing heavy is imported before the ledger has moved.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assay.core.errors import InputError
from assay.core.ledger import Entry
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace, write_atomic
from assay.serving import routes
from assay.serving.routes import Routing

if TYPE_CHECKING:
    from assay.core.evidence.audit import GateEvidence

UNFINISHED = "moving.json"
"""File that stands while the alias has not followed a rollback; so a repeated call is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A move of the champion.

    Attributes:
        before: Version that was champion, or None.
        after: Version that is champion now, or None if there is none any more.
    """

    before: int | None
    after: int | None
    gate: GateEvidence | None = None


def rollback(project: ProjectOrFolder, *, reason: str = "") -> Moved:
    """Give the place back to the champion before the present one.

    A call that repeats one which a kill cut short finishes that one, and goes back no further.

    Raises:
        InputError: If there is no champion, or none before it.
    """
    moved = take_back(project, reason=reason)
    follow(project)
    return moved


def take_back(project: ProjectOrFolder, *, reason: str = "") -> Moved:
    """Move the ledger back, which servers follow; `follow` then moves the registry's alias.

    Raises:
        InputError: If there is no champion, or none before it, or its files were changed.
    """
    workspace = Workspace(loaded(project))
    with moving(workspace):
        if (cut_short := _unfinished(workspace)) is not None:
            return Moved(before=cut_short.body["before"], after=cut_short.body["version"])
        routing = routes.read(workspace.ledger)
        present, before = routing.champion, routing.before
        if present is None:
            raise InputError(
                "there is no champion to take back", remedy="`assay promote` makes one"
            )
        if before is None:
            raise InputError(
                f"version {present} is the first champion: there is none to go back to",
                where="`assay history`",
                remedy="promote another version instead",
            )
        intact(workspace, routing, before)
        mark = {"length": workspace.ledger.length()}
        write_atomic(workspace.root / UNFINISHED, json.dumps(mark).encode())
        workspace.ledger.append(
            "rollback", {"version": before, "before": present, "reason": reason}
        )
    return Moved(before=present, after=before)


def follow(project: ProjectOrFolder) -> None:
    """Point the registry's alias at the ledger's champion."""
    from assay.lifecycle.tracking import tracker
    from assay.registry.tracking import CHAMPION

    workspace = Workspace(loaded(project))
    with moving(workspace):
        champion = routes.read(workspace.ledger).champion
        registry = tracker(workspace)
        present = registry.alias(CHAMPION)
        if champion is not None and (present is None or present.number != champion):
            registry.set_alias(CHAMPION, champion)
        finished(workspace)


def finished(workspace: Workspace) -> None:
    """Say that the alias stands where the ledger says."""
    (workspace.root / UNFINISHED).unlink(missing_ok=True)


def intact(workspace: Workspace, routing: Routing, version: int) -> Path:
    """Return the folder of a version whose files are those that the ledger vouches for.

    Raises:
        InputError: If the version is not known, or not in this workspace, or was changed.
    """
    from assay.registry import rows
    from assay.registry.scorer import CompiledScorer, baseline_hash

    registered = routing.registered.get(version)
    if registered is None:
        known = ", ".join(map(str, routing.registered)) or "none yet"
        raise InputError(
            f"there is no version {version}", where=f"versions: {known}", remedy="`assay runs`"
        )
    folder = workspace.root / "runs" / registered.run / "model"
    found = CompiledScorer.load(folder).hash, rows.digest_of(folder), baseline_hash(folder)
    if found != (registered.scorer, registered.rows, registered.baseline):
        raise InputError(
            f"the scorer of version {version} is not the one that was registered",
            where=str(folder),
            remedy="take the model from the registry again",
        )
    return folder


@contextlib.contextmanager
def moving(workspace: Workspace) -> Iterator[None]:
    """Hold the champion's place for one mover; others wait, and a run does not matter."""
    with (workspace.root / "moves.lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _unfinished(workspace: Workspace) -> Entry | None:
    """Return the rollback that the ledger holds and whose alias has not followed yet."""
    mark = workspace.root / UNFINISHED
    if not mark.exists():
        return None
    length = json.loads(mark.read_bytes())["length"]
    moves = workspace.ledger.entries("promotion", "rollback")
    later = [entry for entry in moves if entry.sequence > length]
    return later[-1] if later and later[-1].kind == "rollback" else None


if __name__ == "__main__":  # a server runs it after a rollback over HTTP
    follow(sys.argv[1])
