"""Put right what a kill left half done, before anything new begins."""

from __future__ import annotations

from assay.core.ledger import Entry
from assay.core.workspace import Workspace
from assay.lifecycle.rollback import finished
from assay.lifecycle.state import RunFolder
from assay.lifecycle.tracking import tracker
from assay.registry.tracking import CANDIDATE, CHAMPION, Version
from assay.serving import routes


def recover(workspace: Workspace) -> Entry | None:
    """Remove versions that a killed run of this workspace left, and put the aliases right.

    A registration is three steps: the version is made, the ledger records it, the alias moves; a
    promotion is the last two. A kill between them leaves a version that nobody vouches for, or an
    alias that lags. The ledger's word counts; versions of other workspaces are left alone.

    Returns:
        The promotion or rollback that a kill cut short and that is finished now; None if the
        champion's alias was where the ledger says.
    """
    registry = tracker(workspace)
    vouched = {int(entry.body["version"]) for entry in workspace.ledger.entries("registered")}
    standing = set()
    for version in registry.versions():
        if version.number in vouched:
            standing.add(version.number)
        elif _left_by_a_kill(workspace, version):
            registry.delete_version(version.number)
    reigned = reversed(routes.read(workspace.ledger).champions)
    for alias, number in (
        (CANDIDATE, max(standing, default=None)),
        (CHAMPION, next((n for n in reigned if n in standing), None)),
    ):
        present = registry.alias(alias)
        if number is not None and (present is None or present.number != number):
            registry.set_alias(alias, number)
            if alias == CHAMPION:
                finished(workspace)
                return list(workspace.ledger.entries("promotion", "rollback"))[-1]
    return None


def _left_by_a_kill(workspace: Workspace, version: Version) -> bool:
    if version.aliases or "assay.ledger" in version.tags:
        return False
    folder = RunFolder(workspace.root / "runs" / version.run_id)
    return (folder.path / "run.json").exists() and folder.state.status == "running"
