"""Run what was exported in a process of its own, which has nothing of this one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from assay.core.errors import GateClosed

SECONDS = 300
"""How long such a process may take."""

_INHERITED = ("PYTHON", "MLFLOW", "ASSAY", "PIP_")
"""Variables that begin so are not handed on; pip's are, where pip itself is run."""

_QUIET = {"ORT_DISABLE_TELEMETRY": "1", "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}


def environment(*, keep: str | None = None, **more: str) -> dict[str, str]:
    """Return this process's variables without those that would make another one like it.

    Args:
        keep: Beginning of variables that are handed on all the same.
        more: Variables to add.
    """
    dropped = tuple(start for start in _INHERITED if start != keep)
    kept = {name: v for name, v in os.environ.items() if not name.startswith(dropped)}
    return {**kept, **_QUIET, **more}


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    variables: Mapping[str, str] | None = None,
    what: str,
) -> str:
    """Return what a command printed.

    Args:
        command: Program and arguments.
        cwd: Where it runs.
        variables: All that it finds in its environment.
        what: What is tried by it, for the error.

    Raises:
        GateClosed: If it fails, or takes too long.
    """
    given = environment() if variables is None else dict(variables)
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    except OSError as cause:
        raise failed(what, f"{command[0]}: {cause.strerror}") from cause
    except subprocess.TimeoutExpired as cause:
        raise failed(what, f"it took more than {SECONDS} s") from cause
    if done.returncode:
        raise failed(what, "\n".join((done.stderr or done.stdout).strip().splitlines()[-5:]))
    return done.stdout


def failed(what: str, said: str) -> GateClosed:
    """Return the error of an export that does not do what it is for."""
    return GateClosed(
        f"the export was made but does not hold: {what}",
        where=said,
        remedy="nothing was written; report it if the version itself is sound (`assay verify`)",
    )
