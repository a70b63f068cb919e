"""What a run has done so far, kept so that a kill loses little and corrupts nothing."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assay.core import lock
from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.evidence.bundle import Bundle
from assay.core.workspace import Workspace, write_atomic

Status = Literal["running", "registered", "not registered", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """One run, as its folder says.

    Attributes:
        key: Digest of everything that decides the result; equal keys are the same work.
        status: `running` also describes a run that was killed.
        version: Registered version, if there is one.
    """

    run_id: str
    key: str
    status: Status
    started_at: str
    finished_at: str | None = None
    version: int | None = None
    message: str = ""


class RunFolder:
    """The folder of one run: its state, its evidence, its artefacts.

    Attributes:
        path: `.assay/runs/<run id>`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def state(self) -> RunState:
        """What was last written."""
        return codec.decode((self.path / "run.json").read_bytes(), RunState)

    def update(self, *, status: Status, version: int | None = None, message: str = "") -> RunState:
        """Write how the run ended."""
        state = replace(
            self.state, status=status, finished_at=now(), version=version, message=message
        )
        write_atomic(self.path / "run.json", codec.encode(state))
        return state

    @property
    def evidence(self) -> Bundle:
        """All evidence so far."""
        return Bundle.load(self.path / "evidence")

    def keep(self, *values: object) -> None:
        """Add evidence."""
        Bundle(values).save(self.path / "evidence")


def begin(workspace: Workspace, key: str) -> tuple[RunFolder, bool]:
    """Return the folder to work in, and whether it continues a run that was cut short."""
    for run_id in reversed(workspace.runs()):
        folder = RunFolder(workspace.run(run_id))
        if (folder.path / "run.json").exists():
            state = folder.state
            if state.key == key and state.status == "running":
                return folder, True
    started = now()
    stamp = datetime.datetime.fromisoformat(started).strftime("%Y%m%d-%H%M%S")
    run_id = f"{stamp}-{key[:6]}"
    folder = RunFolder(workspace.run(run_id))
    state = RunState(run_id=run_id, key=key, status="running", started_at=started)
    write_atomic(folder.path / "run.json", codec.encode(state))
    workspace.ledger.append("run-started", {"run": run_id, "key": key})
    return folder, False


def find(workspace: Workspace, run: str | None) -> RunFolder:
    """Return a run by its name or the start of it; the latest where none is named.

    Raises:
        InputError: If there is none, or several begin so.
    """
    known = [name for name in workspace.runs() if (workspace.run(name) / "run.json").exists()]
    if not known:
        raise InputError("there are no runs yet", where=str(workspace.root), remedy="`assay run`")
    if run is None:
        return RunFolder(workspace.run(known[-1]))
    matches = [name for name in known if name == run] or [n for n in known if n.startswith(run)]
    if len(matches) != 1:
        what = "no run" if not matches else f"{len(matches)} runs"
        raise InputError(
            f"{what} named '{run}'",
            where=str(workspace.root / "runs"),
            remedy=f"`assay runs` lists them; the latest is {known[-1]}",
        )
    return RunFolder(workspace.run(matches[0]))


@contextlib.contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace for one writer; the system frees it when the process dies.

    Raises:
        InputError: If another process holds it.
    """
    with (workspace.root / "lock").open("a+") as file:
        if not lock.take(file):
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise InputError(
                f"another process ({holder}) is working in this workspace",
                where=str(workspace.root),
                remedy="wait until it ends, or stop it",
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def now() -> str:
    """Return the present moment, ISO 8601 UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
