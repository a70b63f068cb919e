"""Projects whose champion is exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.registered_versions import project_of, register

import assay
from assay.core.project import Project


@pytest.fixture(autouse=True, scope="module")
def _no_index() -> Iterator[None]:
    """Tests ask no package index; a user sets the same variable to export without one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        yield


@pytest.fixture(scope="session")
def flights(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Dates, categories, own features, a condition across columns, and a token spelt out."""
    folder = tmp_path_factory.mktemp("flights")
    project = project_of("binary", folder, own_features=True)
    with (folder / "assay.toml").open("a") as file:
        file.write('\n[serve]\nrate = "5/h"\ntoken = "hunter2-hunter2"\n')
        file.write('control_token = "hunter2-hunter2"\n')
    register(project, "binary", promoted=True)
    return assay.load(folder)


@pytest.fixture(scope="session")
def penguins(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Three classes; a project without own features."""
    project = project_of("multiclass", tmp_path_factory.mktemp("penguins"))
    register(project, "multiclass", promoted=True)
    return project


@pytest.fixture(scope="session")
def diamonds(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A price."""
    project = project_of("regression", tmp_path_factory.mktemp("diamonds"))
    register(project, "regression", promoted=True)
    return project


def folder_of(project: Project, to: str) -> Path:
    """Return where an export stands that nobody has named."""
    return project.root / "exports" / f"{project.settings.name}-1-{to}"
