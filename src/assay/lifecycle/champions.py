"""Who was champion, as the ledger tells it: the one truth that aliases are put right by."""

from __future__ import annotations

from assay.core.ledger import Entry
from assay.core.workspace import Workspace


def moves(workspace: Workspace) -> list[Entry]:
    """Return every promotion and rollback, oldest first."""
    return [
        entry for entry in workspace.ledger.entries() if entry.kind in ("promotion", "rollback")
    ]


def champions(workspace: Workspace) -> list[int]:
    """Return the champions that a rollback may go back through, the present one last."""
    stack: list[int] = []
    for entry in moves(workspace):
        if entry.kind == "rollback":
            stack = stack[:-1]
        elif stack[-1:] != [int(entry.body["version"])]:
            stack.append(int(entry.body["version"]))
    return stack
