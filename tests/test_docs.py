"""The documentation is true: its commands run, its generated pages are what the code says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assay.features.own import load
from tests.journeys.conftest import breast_cancer

ROOT = Path(__file__).parents[1]
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(page.read_text()) if kind == language]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    breast_cancer().write_csv(folder / "cells.csv")
    _shell("\n".join(_blocks(ROOT / "docs" / "start.md", "bash")), folder)
    return folder


def _shell(script: str, folder: Path) -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.mark.parametrize("page", [p for p in PAGES if p.name != "start.md"], ids=lambda p: p.name)
def test_every_command_of_the_docs_runs(page: Path, project: Path) -> None:
    for script in _blocks(page, "bash"):
        _shell(script, project)


def test_own_features_of_the_docs_work(project: Path, tmp_path: Path) -> None:
    page = ROOT / "docs" / "train.md"
    [code], [named] = _blocks(page, "python"), [b for b in _blocks(page, "toml") if "module" in b]
    shutil.copytree(project, tmp_path / "own")
    (tmp_path / "own" / "features.py").write_text(code)
    with (tmp_path / "own" / "assay.toml").open("a") as file:
        file.write(named)
    _shell("assay check", tmp_path / "own")
    reference = tomllib.loads(named)["features"]["module"]
    own = load(reference, root=tmp_path / "own")
    made = own.apply(breast_cancer().lazy(), target="diagnosis").collect()
    assert own.names == ("growth", "rough_and_large")
    assert made["growth"].null_count() == 0


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_every_toml_example_is_toml(page: Path) -> None:
    for example in _blocks(page, "toml"):
        tomllib.loads(example)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_every_link_within_the_docs_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_generated_pages_are_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
