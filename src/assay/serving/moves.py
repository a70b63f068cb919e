"""Move who answers, by the verbs of the lifecycle that the plan names; these stand above here."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import Any

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

    Raises:
        AssayError: If it cannot be.
    """
    return _verb(plan.deploy)(plan.project, version, role=role, percent=percent, reason=reason)


def _verb(reference: str) -> Any:
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)
