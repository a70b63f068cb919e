"""`assay audit` on the command line: exit codes, JSON, page, and what it does not load."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn import datasets
from tests.journeys.conftest import in_this_process

COMMAND = [sys.executable, "-m", "assay.cli.main", "audit"]
FINDING = {
    "rule", "severity", "columns", "rows", "message", "measure", "threshold", "price", "remedy",
}  # fmt: skip


def audit(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return in_this_process("audit", *map(str, arguments))


def as_process(
    *arguments: str | Path, python: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    command = [COMMAND[0], *python, *COMMAND[1:], *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def tables(folder: Path, whole: pl.DataFrame, form: str = "csv") -> tuple[str | Path, ...]:
    """Write a random three quarters and the rest; return the options that name them."""
    shuffled = whole.sample(fraction=1.0, shuffle=True, seed=4)
    border = shuffled.height * 3 // 4
    options: list[str | Path] = []
    for name, rows in (("train", shuffled[:border]), ("test", shuffled[border:])):
        path = folder / f"{name}.{form}"
        rows.write_csv(path) if form == "csv" else rows.write_parquet(path)
        options += [f"--{name}", path]
    return tuple(options)


def tumours() -> pl.DataFrame:
    bunch = datasets.load_breast_cancer()
    names = [name.replace(" ", "_") for name in bunch.feature_names]
    table = pl.DataFrame(bunch.data[:, :8], schema=names[:8])
    return table.with_columns(pl.Series("diagnosis", bunch.target_names[bunch.target]))


def glucose() -> pl.DataFrame:
    bunch = datasets.load_diabetes(scaled=False)
    return pl.DataFrame(bunch.data, schema=bunch.feature_names).with_columns(
        pl.Series("progression", bunch.target)
    )


def wines() -> pl.DataFrame:
    bunch = datasets.load_wine()
    names = [name.replace("/", "_") for name in bunch.feature_names]
    return pl.DataFrame(bunch.data, schema=names).with_columns(
        pl.Series("kind", bunch.target_names[bunch.target])
    )


def test_leak_ends_with_1_and_is_told_with_its_price_in_json_and_on_a_page(tmp_path: Path) -> None:
    code = (pl.col("diagnosis") == "benign").cast(pl.Int8) + 1
    given = tables(tmp_path, tumours().with_columns(ward=code))
    page = tmp_path / "audit.html"
    done = as_process(*given, "--target", "diagnosis", "--json", "--inject", "--report", page)
    assert done.returncode == 1, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    assert {"findings", "not_applicable", "unknown"} <= said.keys()
    assert all(finding.keys() >= FINDING for finding in said["findings"])
    worst = said["findings"][0]
    assert worst["severity"] == "error" and worst["columns"] == ["ward"]
    assert worst["price"]["low"] <= worst["price"]["gain"] <= worst["price"]["high"]
    assert len(said["injection"]["faults"]) >= 12
    assert "ward" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "target", "form"),
    [(glucose, "progression", "parquet"), (wines, "kind", "csv")],
)
def test_honest_table_of_any_task_ends_with_0(
    tmp_path: Path, table: Any, target: str, form: str
) -> None:
    done = audit(*tables(tmp_path, table(), form), "--target", target, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [one for one in json.loads(done.stdout)["findings"] if one["severity"] == "error"]


def test_people_see_the_worst_first_and_a_remedy(tmp_path: Path) -> None:
    noise = pl.Series("hint", np.random.default_rng(0).normal(0, 0.01, 442))
    whole = glucose().with_columns(hint=pl.col("progression") * 2.2 + noise)
    done = audit(*tables(tmp_path, whole), "--target", "progression")
    assert done.returncode == 1
    first = next(line for line in done.stdout.splitlines() if line.startswith(("error", "warning")))
    assert first.startswith("error") and "remedy:" in done.stdout and "hint" in done.stdout


def test_neither_scikit_learn_nor_pandas_is_loaded_which_would_take_a_second(
    tmp_path: Path,
) -> None:
    given = tables(tmp_path, tumours().with_columns(copy=pl.col("diagnosis")))
    done = as_process(*given, "--target", "diagnosis", "--json", python=("-X", "importtime"))
    assert done.returncode == 1
    assert "price" in json.loads(done.stdout)["findings"][0]
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "lightgbm.basic" in loaded
    assert not {"sklearn.base", "pandas.core"} & loaded


def test_tables_that_are_not_named_are_asked_for(tmp_path: Path) -> None:
    done = audit(*tables(tmp_path, wines())[:2], "--target", "kind")
    assert done.returncode == 2
    assert "give --train and --test" in done.stderr


@pytest.mark.parametrize("shared", [(), ("b",), ("t",), ("b", "t")])
def test_test_of_other_columns_ends_with_their_names(tmp_path: Path, shared: tuple[str]) -> None:
    random = np.random.default_rng(0)
    train, test = (
        pl.DataFrame(
            {first: random.normal(size=200), "b": random.integers(0, 5, 200), "t": [0, 1] * 100}
        )
        for first in ("a", "q")
    )
    test = test.select("q", *shared)
    train.write_csv(tmp_path / "train.csv")
    test.write_csv(tmp_path / "test.csv")
    sides = ("--train", tmp_path / "train.csv", "--test", tmp_path / "test.csv")
    ended = audit(*sides, "--target", "t", "--json")
    assert ended.returncode == 1, ended.stderr
    errors = [each for each in json.loads(ended.stdout)["findings"] if each["severity"] == "error"]
    assert {each["rule"] for each in errors} == {"schema-missing-column"}
    lost = {"a", "q"} if "b" in shared else {"a", "b", "q"}
    assert {name for each in errors for name in each["columns"]} == lost
