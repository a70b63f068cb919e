"""Move who answers, by the verbs of the lifecycle that the plan names; these stand above here."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import Any

import msgspec

from assay.core.errors import BackendError, InputError
from assay.serving.plan import ServePlan


def take_back(plan: ServePlan, *, reason: str) -> Any:
    """Roll the champion back, and have the registry's alias follow in a process of its own.

    Raises:
        AssayError: If there is no champion before the present one.
    """
    moved = _verb(plan.rollback)(plan.project, reason=reason)
    subprocess.Popen([sys.executable, "-m", plan.follow, plan.project], start_new_session=True)
    return moved


def deploy(
    plan: ServePlan, version: int, *, role: str, percent: float | None = None, reason: str = ""
) -> Any:
    """Deploy a version beside the champion, or take it away (`none`).

    Who is to answer asks the gate in a process of its own, since a worker loads none of what that
    needs. Anything else is done here and at once.

    Raises:
        AssayError: If it cannot be.
    """
    arguments = {"version": version, "role": role, "percent": percent, "reason": reason}
    if role != "canary":
        return _verb(plan.deploy)(plan.project, **arguments)
    _verb(plan.refuse)(plan.project, version, role=role, percent=percent)
    module, _, _ = plan.deploy.partition(":")
    command = [sys.executable, "-m", module, plan.project, msgspec.json.encode(arguments).decode()]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    try:
        said = msgspec.json.decode(done.stdout.rpartition(b"\n")[2])
    except msgspec.DecodeError as cause:
        raise BackendError(
            f"version {version} could not be deployed: the process ended with {done.returncode}",
            where=plan.project,
            remedy=f"`assay deploy {version} --as {role}` says more",
        ) from cause
    if "error" in said:
        raise InputError(**said["error"])
    return said


def grow(plan: ServePlan, version: int, *, percent: float, evidence: list[Any]) -> Any:
    """Give a canary the share that it has earned.

    Raises:
        AssayError: If it cannot have it.
    """
    return _verb(plan.grow)(plan.project, version, percent=percent, evidence=evidence)


def losses(plan: ServePlan, since: str) -> dict[int, Any]:
    """Return sums of the losses of answers since a moment whose outcome has come, by version.

    Raises:
        AssayError: If an outcome cannot be read.
    """
    found: dict[int, Any] = _verb(plan.losses)(plan.project, since or None)
    return found


def _verb(reference: str) -> Any:
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)
