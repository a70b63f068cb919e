"""The command line, as a process or within this one, and real tables to give it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sklearn import datasets

from assay.cli.main import main
from tests.shared import built_once

Assay = Callable[..., subprocess.CompletedProcess[str]]


def _shell() -> dict[str, str]:
    """Return the environment without what MLflow leaves in it when other tests use it."""
    return {name: value for name, value in os.environ.items() if "MLFLOW" not in name}


@pytest.fixture(scope="session")
def assay() -> Assay:
    """Run `assay ...` in a folder, as a user's shell would."""

    def run(*arguments: str, cwd: Path, timeout: float = 240) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assay.cli.main", *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            env={**_shell(), "COLUMNS": "200", "NO_COLOR": "1", "PYTHONWARNINGS": "default"},
        )

    return run


@pytest.fixture
def within() -> Assay:
    """Run `assay ...` in this process: the same words and answers, without seconds of imports.

    For tests that ask what a verb does and says; what a process leaves behind, and what the first
    call of a shell imports, `assay` tells.
    """

    def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        with contextlib.chdir(cwd):
            return in_this_process(*arguments)

    return run


def in_this_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `assay ...` in the present folder, and return what a process would have."""
    said, told = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as shell:
        shell.setenv("COLUMNS", "200")
        shell.setenv("NO_COLOR", "1")
        shell.setattr(sys, "argv", ["assay", *arguments])
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
            code = _exit_code()
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), told.getvalue())


def _exit_code() -> int:
    try:
        main()
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    return 0


def succeeded(done: subprocess.CompletedProcess[str]) -> Any:
    """Return what a verb printed as JSON, or its text; fail with all it said."""
    assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        return done.stdout


def breast_cancer() -> pl.DataFrame:
    """569 rows, 30 measurements, two classes; a fifth of one column blanked."""
    bunch = datasets.load_breast_cancer()
    table = pl.DataFrame(
        bunch.data, schema=[name.replace(" ", "_") for name in bunch.feature_names]
    )
    return table.with_columns(
        pl.Series("diagnosis", bunch.target_names[bunch.target]),
        pl.when(pl.int_range(pl.len()) % 5 == 0)
        .then(None)
        .otherwise(pl.col("mean_texture"))
        .alias("mean_texture"),
        pl.when(pl.col("mean_area") > 600)
        .then(pl.lit("large"))
        .otherwise(pl.lit("small"))
        .alias("size"),
    )


def diabetes() -> pl.DataFrame:
    """442 rows, 10 measurements, a number to predict."""
    bunch = datasets.load_diabetes()
    return pl.DataFrame(bunch.data, schema=bunch.feature_names).with_columns(
        pl.Series("progression", bunch.target)
    )


def wine() -> pl.DataFrame:
    """178 rows, 13 measurements, three classes."""
    bunch = datasets.load_wine()
    return pl.DataFrame(bunch.data, schema=bunch.feature_names).with_columns(
        pl.Series("cultivar", bunch.target_names[bunch.target])
    )


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, assay: Assay) -> Path:
    """A project whose first run is done; tests only read it."""

    def build(folder: Path) -> None:
        breast_cancer().write_csv(folder / "cells.csv")
        succeeded(assay("init", "cells.csv", "--target", "diagnosis", cwd=folder))
        succeeded(assay("run", "--budget", "4", "--json", cwd=folder))

    return built_once(tmp_path_factory, "finished", build)
