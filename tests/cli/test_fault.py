"""The file that a fault leaves behind can be sent to strangers."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from assay.cli.main import _report

URL = "postgresql://bob:hunter2@db/shop"


def test_fault_file_holds_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["assay", "profile", URL, f"--source={URL}"])
    _report(RuntimeError(f"nobody thought of {URL}"))
    said = capsys.readouterr().err
    (file,) = tmp_path.iterdir()
    assert re.sub(r"\s", "", file.name) in re.sub(r"\s", "", said)
    text = file.read_text(encoding="utf-8")
    assert "hunter2" not in said + text
    assert text.count("bob:***@db/shop") == 3
