from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.training.conftest import Prepare

from assay.training.fit import fit

PROGRAM = textwrap.dedent(
    """
    import pickle, sys
    from pathlib import Path
    from assay.training.fit import fit

    splits, plan, profile = pickle.loads(Path(sys.argv[1]).read_bytes())
    fit(splits, plan, profile=profile, checkpoints=Path(sys.argv[2]),
        progress=lambda stage, done: print(stage, flush=True))
    """
)


def test_kill_loses_only_what_was_running(
    prepare: Prepare, cancer: pl.DataFrame, checkpoints: Path, tmp_path: Path
) -> None:
    import pickle

    prepared = prepare(cancer, task="binary", metric="log_loss", budget_seconds=60.0)
    (tmp_path / "prepared").write_bytes(pickle.dumps(prepared))
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "prepared"), str(checkpoints)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("shallow: log_loss"):
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    process.stdout.close()
    kept = {path.name for path in checkpoints.glob("candidate-*")}
    assert kept
    assert not list(checkpoints.glob("*.tmp"))

    splits, plan, profile = prepared
    before = {name: (checkpoints / name).stat().st_mtime_ns for name in kept}
    hurried = replace(plan, budget_seconds=4.0)
    result = fit(splits, hurried, profile=profile, checkpoints=checkpoints)
    after = {name: (checkpoints / name).stat().st_mtime_ns for name in kept}
    assert after == before, "a finished candidate was fitted again"
    assert {"prior", "linear", "shallow"} <= {each.name for each in result.evidence.candidates}
    again = fit(splits, plan, profile=profile, replay=result.evidence.plan)
    assert again.evidence.model_hash == result.evidence.model_hash


def test_interrupt_leaves_what_was_finished_and_passes_on(
    prepare: Prepare, cancer: pl.DataFrame, checkpoints: Path
) -> None:
    splits, plan, profile = prepare(cancer, task="binary", metric="log_loss")

    def stop(stage: str, _done: float) -> None:
        if stage.startswith("shallow: log_loss"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(splits, plan, profile=profile, checkpoints=checkpoints, progress=stop)
    assert len(list(checkpoints.glob("candidate-*"))) >= 3
    result = fit(splits, plan, profile=profile, checkpoints=checkpoints)
    assert "shallow" in {each.name for each in result.evidence.candidates}


def test_seconds_already_spent_count(
    prepare: Prepare, cancer: pl.DataFrame, checkpoints: Path
) -> None:
    splits, plan, profile = prepare(cancer, task="binary", metric="log_loss", budget_seconds=3.0)
    first = fit(splits, plan, profile=profile, checkpoints=checkpoints)
    started = time.monotonic()
    second = fit(splits, plan, profile=profile, checkpoints=checkpoints)
    own_seconds = time.monotonic() - started
    assert second.evidence.seconds > own_seconds
    assert second.evidence.model_hash == first.evidence.model_hash


def test_other_data_finds_no_checkpoints(
    prepare: Prepare, cancer: pl.DataFrame, checkpoints: Path
) -> None:
    splits, plan, profile = prepare(cancer, task="binary", metric="log_loss")
    fit(splits, plan, profile=profile, checkpoints=checkpoints)
    kept = set(checkpoints.iterdir())
    name = plan.columns[0]
    changed = cancer.with_columns(pl.col(name) * 2)
    splits, plan, profile = prepare(changed, task="binary", metric="log_loss")
    result = fit(splits, plan, profile=profile, checkpoints=checkpoints)
    assert result.evidence.seconds < 60
    assert len(set(checkpoints.iterdir()) - kept) > 3
