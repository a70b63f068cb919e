"""Lineage names the commit, and says when the code differs from it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from assay.registry import lineage


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *identity, "-C", str(folder), *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "assay.toml").write_text("format = 1\n")
    git(tmp_path, "add", "assay.toml")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def test_clean_folder_gives_the_commit(repository: Path) -> None:
    assert lineage.code_version(repository) == git(repository, "rev-parse", "HEAD")


def test_changed_file_is_said(repository: Path) -> None:
    (repository / "assay.toml").write_text("format = 1\n# other\n")
    assert str(lineage.code_version(repository)).endswith("+changes")


def test_code_that_git_does_not_know_is_said(repository: Path) -> None:
    (repository / "features.py").write_text("x = 1\n")
    assert str(lineage.code_version(repository)).endswith("+changes")


def test_data_and_workspace_are_no_changes(repository: Path) -> None:
    (repository / "data.csv").write_text("a\n1\n")
    (repository / ".assay").mkdir()
    (repository / ".assay" / "copy.toml").write_text("")
    assert lineage.code_version(repository) == git(repository, "rev-parse", "HEAD")


def test_change_outside_the_project_folder_is_not_the_projects(repository: Path) -> None:
    project = repository / "project"
    project.mkdir()
    (project / "assay.toml").write_text("format = 1\n")
    git(repository, "add", "project")
    git(repository, "commit", "-q", "-m", "second")
    (repository / "assay.toml").write_text("changed")
    assert lineage.code_version(project) == git(repository, "rev-parse", "HEAD")


def test_no_commit_and_no_repository_give_none(tmp_path: Path) -> None:
    assert lineage.code_version(tmp_path) is None
    git(tmp_path, "init", "-q")
    assert lineage.code_version(tmp_path) is None


def test_missing_git_gives_none(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert lineage.code_version(repository) is None


def test_packages_that_decide_the_result_are_named() -> None:
    names = [name for name, _ in lineage.packages()]
    assert {"lightgbm", "numpy", "polars", "scikit-learn", "onnxruntime"} <= set(names)
    assert names == sorted(names)
