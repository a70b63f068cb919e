"""kill -9 of promote and rollback: the ledger stays sound, and the aliases follow it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from assay.core import project as projects
from assay.core.workspace import Workspace
from assay.lifecycle.promote import verify
from assay.lifecycle.rollback import rollback
from assay.lifecycle.tracking import tracker
from assay.registry.tracking import CHAMPION
from assay.serving import routes
from tests.journeys.conftest import Assay, succeeded
from tests.serving.conftest import two_champions

__all__ = ["two_champions"]

KILLS = 3
KILLED_BEFORE_THE_ALIAS = """
import os, signal
from assay.registry.adapters.mlflow import Mlflow
from assay.cli.main import main
Mlflow.set_alias = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


@pytest.fixture(scope="module")
def folder(two_champions: Path) -> Path:
    """Return a project whose champion is version 1, and whose candidate is version 2."""
    assert rollback(two_champions).after == 1
    return two_champions


@pytest.fixture(scope="module")
def longest(folder: Path, assay: Assay) -> float:
    """Return the seconds that a move may take here: a little more than a proof does."""
    began = time.monotonic()
    succeeded(assay("verify", "--json", cwd=folder))
    return 1.5 * (time.monotonic() - began)


def _champions(folder: Path) -> tuple[int | None, int]:
    """Return the ledger's champion and the registry's."""
    workspace = Workspace(projects.load(folder))
    alias = tracker(workspace).alias(CHAMPION)
    said = routes.read(workspace.ledger).champion
    workspace.ledger.close()
    assert alias is not None
    return said, alias.number


def _assert_sound_or_lagging(folder: Path, told: str) -> None:
    """A kill may leave one thing: the last move stands in the ledger, its alias not yet."""
    said, alias = _champions(folder)
    lag = f"the registry's champion is version {alias}, the ledger's is version {said}"
    problems = verify(projects.load(folder)).problems
    if said == alias:
        assert problems == (), told
    else:
        assert len(problems) == 1 and problems[0].startswith(lag), told


def _kill(command: Sequence[str], folder: Path, after: float) -> None:
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.mark.slow
@pytest.mark.parametrize(("verb", "wanted"), [("promote", 2), ("rollback", 1)])
def test_kills_at_random_moments_leave_a_sound_state_and_the_next_call_completes(
    folder: Path, assay: Assay, longest: float, verb: str, wanted: int
) -> None:
    seed = int(os.environ.get("ASSAY_KILL_SEED", "20130101"))
    draw = random.Random(f"{seed} {verb}")
    for after in sorted(draw.uniform(0.4, 1.0) * longest for _ in range(KILLS)):
        _kill([sys.executable, "-m", "assay.cli.main", verb, "--json"], folder, after)
        _assert_sound_or_lagging(folder, f"seed {seed}, killed after {after:.2f} s")
        if _champions(folder)[0] == wanted:
            break  # the move was recorded
    said, alias = _champions(folder)
    if said == alias == wanted:
        assert assay("promote", str(wanted), "--json", cwd=folder).returncode == 2  # it is already
    else:
        assert succeeded(assay(verb, "--json", cwd=folder))["after"] == wanted
    assert _champions(folder) == (wanted, wanted)
    assert verify(projects.load(folder)).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize(("verb", "wanted"), [("promote", 2), ("rollback", 1)])
def test_kill_between_ledger_and_alias_is_told_and_finished_by_the_same_call_again(
    folder: Path, assay: Assay, verb: str, wanted: int
) -> None:
    before = _champions(folder)[1]
    _kill([sys.executable, "-c", KILLED_BEFORE_THE_ALIAS, verb, "--json"], folder, 120)
    assert _champions(folder) == (wanted, before)
    _assert_sound_or_lagging(folder, "killed between ledger and alias")
    assert succeeded(assay(verb, "--json", cwd=folder)) == {
        "before": before,
        "after": wanted,
        "gate": None,
    }
    assert _champions(folder) == (wanted, wanted)
    assert verify(projects.load(folder)).problems == ()
