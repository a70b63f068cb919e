"""A project with a registered version, and a table of other rows to score."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from tests.journeys.conftest import breast_cancer

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
    folder = tmp_path_factory.mktemp("batch")
    table = breast_cancer().select("mean_area", "mean_symmetry", "texture_error", "diagnosis")
    table = table.with_columns(
        cell=pl.format("c{}", pl.int_range(pl.len())),
        lab=pl.format("lab {}", pl.int_range(pl.len()) % 3),
    )
    with contextlib.chdir(folder):
        table.write_parquet("cells.parquet")
        assay.initialise("cells.parquet", target_column="diagnosis", id="cell", folder=folder)
        assert assay.run(assay.load(folder), budget_seconds=2).version == 1
    rows = table.drop("diagnosis").sample(ROWS, with_replacement=True, seed=1)
    place = pl.int_range(pl.len())
    rows = rows.with_columns(
        cell=pl.format("n{}", place),
        mean_area=pl.when(place % 50 == 7).then(-1.0).otherwise("mean_area"),
    )
    return Given(folder, rows, rows["mean_area"].eq(-1.0).sum())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
