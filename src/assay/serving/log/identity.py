"""The name of a log, so that servers which share a ledger know whose answers are meant."""

from __future__ import annotations

import secrets
from pathlib import Path

from assay.core.workspace import write_atomic


def of(folder: Path) -> str:
    """Return the name of the log in a folder; one is made up where it has none yet."""
    path = folder / "identity"
    if not path.exists():
        write_atomic(path, secrets.token_hex(8).encode())
    return path.read_text()
