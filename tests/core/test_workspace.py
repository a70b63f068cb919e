"""The workspace connects with what the environment holds, and files appear whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.core import project
from assay.core.errors import InputError
from assay.core.workspace import Workspace

TEXT = """\
format = 1
name = "churn"

[data]
source = "churn.csv"
target = "churn"
task = "binary"

[fit]
metric = "log_loss"

[registry]
tracking_uri = "https://bob:${TRACKING_PASSWORD}@host"
ledger = "sqlite:///${LEDGER_FOLDER}/ledger.db"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "assay.toml").write_text(TEXT, encoding="utf-8")
    return Workspace(project.load(tmp_path))


def test_registry_addresses_take_names_from_the_environment(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKING_PASSWORD", "hunter2")
    monkeypatch.setenv("LEDGER_FOLDER", str(tmp_path))
    assert workspace.tracking_uri == "https://bob:hunter2@host"
    workspace.ledger.append("run-started", {"run": "R1"})
    workspace.ledger.close()
    assert (tmp_path / "ledger.db").is_file()


def test_unset_name_is_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEDGER_FOLDER", raising=False)
    with pytest.raises(InputError, match="LEDGER_FOLDER"):
        _ = workspace.ledger
