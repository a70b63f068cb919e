"""A process that must not see the Assay that is installed, but what stands beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assay.registry.exports import alone

SCRIPT = """
import sys
sys.path.insert(0, {site!r})
import neighbour
sys.path.insert(0, {code!r})
import assay, assay.core
print(neighbour.NAME, assay.NAME, assay.core.NAME)
"""


def package(folder: Path, name: str, said: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(f"NAME = {said!r}\n")


def run(tmp_path: Path, code: Path, hidden: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a script that takes Assay from `code`, beside an installation as plain pip leaves it."""
    site = tmp_path / "site-packages"
    for name in ("assay", "assay/core", "neighbour"):
        package(site, name, "installed")
    script, listed = tmp_path / "script.py", tmp_path / alone.HIDDEN
    script.write_text(SCRIPT.format(site=str(site), code=str(code)))
    listed.write_text(json.dumps(hidden))
    command = [sys.executable, "-I", alone.__file__, listed, tmp_path / "export", script]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "export" / "code"
    for name in ("assay", "assay/core"):
        package(folder, name, "exported")
    return folder


def test_what_is_installed_beside_assay_is_there_and_assay_is_the_exported_one(
    tmp_path: Path, code: Path
) -> None:
    done = run(tmp_path, code, [])
    assert done.stdout.split() == ["installed", "exported", "exported"], done.stderr


def test_assay_that_stands_elsewhere_alone_is_not_found(tmp_path: Path) -> None:
    done = run(tmp_path, tmp_path / "site-packages", [])
    assert done.returncode == 1 and "there is no Assay in" in done.stderr


def test_hidden_neighbour_is_not_found(tmp_path: Path, code: Path) -> None:
    done = run(tmp_path, code, ["neighbour"])
    assert done.returncode == 1 and "No module named 'neighbour'" in done.stderr
