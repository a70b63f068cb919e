"""What a kill leaves half done is put right, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.core import project as projects
from assay.core.workspace import Workspace
from assay.lifecycle import state as runs
from assay.lifecycle.recover import recover
from assay.lifecycle.tracking import tracker
from assay.registry.tracking import CANDIDATE, CHAMPION
from assay.serving import routes

SETTINGS = """\
format = 1
name = "cells"
[data]
source = "cells.csv"
target = "y"
task = "binary"
[fit]
metric = "log_loss"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "assay.toml").write_text(SETTINGS)
    return Workspace(projects.load(tmp_path))


def _version(workspace: Workspace, key: str, *, vouched: bool) -> tuple[int, runs.RunFolder]:
    folder, _ = runs.begin(workspace, key)
    model = folder.path / "model"
    model.mkdir()
    (model / "scorer.json").write_text("{}")
    (model / "scorer.onnx").write_bytes(b"")
    registry = tracker(workspace)
    run_id = folder.state.run_id
    tracking_id = registry.start(name="cells", run_id=run_id)
    version = registry.register(
        tracking_id, model, columns=("a",), classes=(), tags={"assay.run_id": run_id}
    )
    if vouched:
        workspace.ledger.append("registered", {"run": run_id, "version": version.number})
    return version.number, folder


def test_a_version_that_a_kill_left_is_removed(workspace: Workspace) -> None:
    kept, _ = _version(workspace, "a" * 64, vouched=True)
    _version(workspace, "b" * 64, vouched=False)
    recover(workspace)
    assert [v.number for v in tracker(workspace).versions()] == [kept]


def test_versions_of_another_workspace_are_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    number, _ = _version(workspace, "a" * 64, vouched=True)
    (tmp_path / "other").mkdir()
    shared = f'{SETTINGS}[registry]\ntracking_uri = "{workspace.tracking_uri}"\n'
    (tmp_path / "other" / "assay.toml").write_text(shared)
    recover(Workspace(projects.load(tmp_path / "other")))
    assert [v.number for v in tracker(workspace).versions()] == [number]


def test_aliases_go_where_the_ledger_says(workspace: Workspace) -> None:
    first, _ = _version(workspace, "a" * 64, vouched=True)
    second, _ = _version(workspace, "b" * 64, vouched=True)
    workspace.ledger.append("promotion", {"version": first, "before": None})
    recover(workspace)
    registry = tracker(workspace)
    candidate, champion = registry.alias(CANDIDATE), registry.alias(CHAMPION)
    assert candidate is not None
    assert champion is not None
    assert (candidate.number, champion.number) == (second, first)


def test_a_version_that_somebody_deleted_does_not_block_the_workspace(
    workspace: Workspace,
) -> None:
    first, _ = _version(workspace, "a" * 64, vouched=True)
    second, _ = _version(workspace, "b" * 64, vouched=True)
    tracker(workspace).delete_version(second)
    recover(workspace)
    candidate = tracker(workspace).alias(CANDIDATE)
    assert candidate is not None
    assert candidate.number == first


def test_a_repeated_promotion_is_one_step_back(workspace: Workspace) -> None:
    for version in (1, 2, 2):
        workspace.ledger.append("promotion", {"version": version})
    assert routes.read(workspace.ledger).champions == (1, 2)
    workspace.ledger.append("rollback", {"version": 1})
    assert routes.read(workspace.ledger).champions == (1,)


def test_a_killed_run_is_continued_and_a_finished_one_is_not(workspace: Workspace) -> None:
    first, continued = runs.begin(workspace, "a" * 64)
    again, continued_again = runs.begin(workspace, "a" * 64)
    assert (continued, continued_again) == (False, True)
    assert again.path == first.path
    first.update(status="registered", version=1)
    _, continued_after = runs.begin(workspace, "a" * 64)
    assert not continued_after
