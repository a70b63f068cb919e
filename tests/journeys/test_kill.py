"""kill -9 at six random moments of a run: nothing half done counts, and the next call completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assay.core import project as projects
from assay.lifecycle.promote import verify
from tests.journeys.conftest import Assay, breast_cancer, succeeded
from tests.shared import leave_out_self_test

KILLS = 6
MOMENTS = 0.25, 1.0
"""Parts of a whole run; before the first of them it imports, and nothing can be half done."""


@pytest.mark.slow
def test_kills_leave_a_sound_ledger_and_the_next_run_completes(
    tmp_path: Path, assay: Assay
) -> None:
    breast_cancer()[:300, -8:].write_parquet(tmp_path / "cells.parquet")
    succeeded(assay("init", "cells.parquet", "--target", "diagnosis", cwd=tmp_path))
    leave_out_self_test(tmp_path)
    seed = int(os.environ.get("ASSAY_KILL_SEED", "20130101"))
    moments = random.Random(seed)
    longest = 9.0
    for kill in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "assay.cli.main", "run", "--budget", "2", "--json"],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        began = time.monotonic()
        try:
            process.wait(timeout=longest * moments.uniform(*MOMENTS))
            longest = min(longest, time.monotonic() - began)  # it finished: aim earlier next time
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        problems = [
            problem
            for problem in verify(projects.load(tmp_path)).problems
            if "ledger is broken" in problem or "another version" in problem
        ]
        assert not problems, f"seed {seed}, kill {kill}: {problems}"
    done = succeeded(assay("run", "--budget", "2", "--json", cwd=tmp_path))
    assert done["registered"]
    assert succeeded(assay("verify", "--json", cwd=tmp_path))["sound"]
    listed = succeeded(assay("runs", "--json", cwd=tmp_path))
    assert all(line["state"]["version"] for line in listed if line["state"]["status"] != "running")
