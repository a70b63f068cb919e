"""Move who answers, by the verbs of the lifecycle that the plan names; these stand above here."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
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
    plan: ServePlan,
    version: int,
    *,
    role: str,
    percent: float | None = None,
    ramp: dict[str, Any] | None = None,
    reason: str = "",
) -> Any:
    """Deploy a version beside the champion or in its place, or take it away (`none`).

    Who is to answer asks the gate in a process of its own, since a worker loads none of what that
    needs. Anything else is done here and at once.

    Raises:
        AssayError: If it cannot be.
    """
    arguments: dict[str, Any] = {"version": version, "role": role, "reason": reason}
    if role not in ("canary", "champion"):
        return _verb(plan.deploy)(plan.project, percent=percent, **arguments)
    _verb(plan.refuse)(plan.project, version, role=role, percent=percent, ramp=ramp)
    return _in_process(plan, "deploy", {**arguments, "percent": percent, "ramp": ramp})


def plan_experiment(plan: ServePlan, version: int, **options: Any) -> Any:
    """Announce an experiment, in a process of its own.

    Raises:
        AssayError: If it cannot be.
    """
    share = options.get("share")
    percent = None if share is None else share * 100
    _verb(plan.refuse)(plan.project, version, role="canary", percent=percent)
    return _in_process(plan, "plan_experiment", {"challenger": version, **options})


def experiment(plan: ServePlan) -> Any:
    """Return what the ledger says of the experiment that was announced last.

    Raises:
        AssayError: If none was.
    """
    return _verb(plan.experiment)(plan.project)


def stop_experiment(plan: ServePlan, *, reason: str) -> Any:
    """End the running experiment, and withdraw its challenger.

    Raises:
        AssayError: If none is running.
    """
    return _verb(plan.stop)(plan.project, reason=reason)


def _in_process(plan: ServePlan, verb: str, arguments: dict[str, Any]) -> Any:
    order = msgspec.json.encode(arguments).decode()
    command = [sys.executable, "-m", plan.orders, plan.project, verb, order]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    try:
        said = msgspec.json.decode(done.stdout.rpartition(b"\n")[2])
    except msgspec.DecodeError as cause:
        raise BackendError(
            f"the order could not be carried out: its process ended with {done.returncode}",
            where=plan.project,
            remedy="the server's own messages say more",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of answers whose outcome has come.

    Attributes:
        losses: Count, sum and sum of squares of their losses, by version.
        unreadable: Outcomes that were set aside, since they are no value of the target.
        example: One of them, as the client wrote it.
    """

    losses: Mapping[int, Any]
    unreadable: int
    example: str


def losses(plan: ServePlan, since: str) -> Known:
    """Return what is known of answers since a moment whose outcome has come."""
    found: Known = _verb(plan.losses)(plan.project, since or None)
    return found


def pairs(plan: ServePlan) -> Any:
    """Return what learns from outcomes that judge both versions.

    Raises:
        AssayError: If the project has no loss of single answers.
    """
    return _verb(plan.pairs)(plan.project)


def look(plan: ServePlan) -> Any:
    """Take the next planned look of an experiment, if one is due; None if none is.

    Raises:
        AssayError: If the ledger cannot be read or written.
    """
    return _verb(plan.look)(plan.project)


def has_winner(plan: ServePlan) -> bool:
    """Return whether an experiment found a challenger better that is to be promoted by itself.

    Raises:
        AssayError: If the ledger cannot be read.
    """
    return bool(_verb(plan.winner)(plan.project))


def promote_winner(plan: ServePlan) -> subprocess.Popen[bytes]:
    """Begin to ask the gate for it; the ledger says what came of it."""
    command = [sys.executable, "-m", plan.orders, plan.project, "promote_winner", "{}"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def _verb(reference: str) -> Any:
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)
