"""A project with a registered version, and a table of other rows to score."""

from __future__ import annotations

import contextlib
import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from tests.journeys.conftest import breast_cancer
from tests.shared import leave_out_self_test

import assay

ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Given:
    """What the tests of a batch share.

    Attributes:
        project: Folder with one version; its policy is `reject`, and `cell` names a row.
        rows: Rows to be scored, without the target; some break the contract.
        broken: How many of these do.
    """

    project: Path
    rows: pl.DataFrame
    broken: int


@pytest.fixture(scope="session")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    table = _cells()
    with (shared / "batch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker makes the project, the others take it
        folder = shared / "batch-project"
        if not folder.exists():
            _make(folder, table)
    rows = table.drop("diagnosis").sample(ROWS, with_replacement=True, seed=1)
    place = pl.int_range(pl.len())
    rows = rows.with_columns(
        cell=pl.format("n{}", place),
        mean_area=pl.when(place % 50 == 7).then(-1.0).otherwise("mean_area"),
    )
    return Given(folder, rows, rows.filter(pl.col("mean_area") == -1).height)


def _cells() -> pl.DataFrame:
    table = breast_cancer().select("mean_area", "mean_symmetry", "texture_error", "diagnosis")
    return table.with_columns(
        cell=pl.format("c{}", pl.int_range(pl.len())),
        lab=pl.format("lab {}", pl.int_range(pl.len()) % 3),
    )


def _make(folder: Path, table: pl.DataFrame) -> None:
    folder.mkdir()
    with contextlib.chdir(folder):
        table.write_parquet("cells.parquet")
        assay.initialise("cells.parquet", target_column="diagnosis", id="cell", folder=folder)
        leave_out_self_test(folder)
        assert assay.run(assay.load(folder), budget_seconds=2).version == 1


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
