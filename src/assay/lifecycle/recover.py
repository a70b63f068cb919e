"""Put right what a kill left half done, before anything new begins."""

from __future__ import annotations

from assay.core.workspace import Workspace
from assay.lifecycle.champions import champions
from assay.lifecycle.tracking import tracker
from assay.registry.tracking import CANDIDATE, CHAMPION


def recover(workspace: Workspace) -> None:
    """Remove versions that the ledger does not know, and point the aliases where it says.

    A registration is three steps: the version is made, the ledger records it, the alias moves; a
    promotion is the last two. A kill between them leaves a version that nobody vouches for, or an
    alias that lags. The ledger's word counts.
    """
    registry = tracker(workspace)
    vouched = {int(e.body["version"]) for e in workspace.ledger.entries("registered")}
    for version in registry.versions():
        if version.number not in vouched:
            registry.delete_version(version.number)
    stack = champions(workspace)
    for alias, said in ((CANDIDATE, max(vouched, default=None)), (CHAMPION, stack[-1:] or None)):
        number = said[0] if isinstance(said, list) else said
        present = registry.alias(alias)
        if number is not None and (present is None or present.number != number):
            registry.set_alias(alias, number)
