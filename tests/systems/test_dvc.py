"""Files that a real DVC repository tracks, read from its remote."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from assay.core.errors import BackendError, InputError
from assay.data.source import scan

OLD = pl.DataFrame({"name": ["Ada", "Bo"], "age": [36, 41]})
NEW = pl.DataFrame({"name": ["Ada", "Bo", "Di"], "age": [36, 41, 28]})

pytestmark = pytest.mark.filterwarnings(
    "ignore:_NoneStep.value:DeprecationWarning:pygtrie"  # of pygtrie, which DVC walks with
)


def _call(folder: Path, *command: str) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "DVC_NO_ANALYTICS": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PYTHONWARNINGS": "default",
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Git and DVC repository with two versions pushed to a remote, and none at hand."""
    folder = tmp_path_factory.mktemp("origin")
    dvc = (sys.executable, "-m", "dvc")
    person = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    _call(folder, "git", "init", "-q", "-b", "main")
    _call(folder, *dvc, "init", "-q")
    _call(folder, *dvc, "remote", "add", "-d", "store", str(tmp_path_factory.mktemp("store")))
    (folder / "data").mkdir()
    for table, tag in ((OLD, "v1"), (NEW, "v2")):
        table.write_csv(folder / "data" / "people.csv")
        _call(folder, *dvc, "add", "-q", "data/people.csv")
        _call(folder, "git", "add", "-A")
        _call(folder, "git", *person, "commit", "-qm", tag)
        _call(folder, "git", "tag", tag)
        _call(folder, *dvc, "push", "-q")
    return folder


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    """Return a clone whose cache is empty: only the remote has the rows."""
    _call(tmp_path, "git", "clone", "-q", str(origin), "clone")
    return tmp_path / "clone"


@pytest.mark.parametrize(
    ("source", "table"),
    [
        ("data/people.csv", NEW),
        ("dvc://data/people.csv", NEW),
        ("dvc://data/people.csv?rev=v1", OLD),
        ("dvc://data/people.csv?rev=main", NEW),
    ],
)
def test_tracked_file_comes_from_the_remote(clone: Path, source: str, table: pl.DataFrame) -> None:
    assert not (clone / "data" / "people.csv").exists()
    assert_frame_equal(scan(source, root=clone).collect(), table)


def test_file_of_another_repository_opens(origin: Path, tmp_path: Path) -> None:
    source = f"dvc://data/people.csv?repo={origin}&rev=v1"
    assert_frame_equal(scan(source, root=tmp_path).collect(), OLD)


def test_project_in_a_folder_of_the_repository_opens_its_neighbour(clone: Path) -> None:
    (clone / "models").mkdir()
    assert_frame_equal(scan("../data/people.csv", root=clone / "models").collect(), NEW)
    assert_frame_equal(scan("dvc://data/people.csv", root=clone / "models").collect(), NEW)


@pytest.mark.parametrize("source", ["dvc://data/none.csv", "dvc://data/people.csv?rev=v9"])
def test_absent_file_or_revision_is_told(clone: Path, source: str) -> None:
    with pytest.raises(InputError) as caught:
        scan(source, root=clone)
    assert source in caught.value.where


def test_remote_that_lost_the_file_is_told(clone: Path, tmp_path: Path) -> None:
    empty = str(tmp_path / "nowhere")
    _call(clone, sys.executable, "-m", "dvc", "remote", "modify", "store", "url", empty)
    with pytest.raises(BackendError, match="data/people") as caught:
        scan("dvc://data/people.csv", root=clone)
    assert "dvc status" in caught.value.remedy


def test_repository_that_cannot_be_cloned_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="/none"):
        scan("dvc://data/people.csv?repo=/none", root=tmp_path)
