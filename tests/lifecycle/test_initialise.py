"""`init` proposes nothing that `run` would then refuse, and prints no password."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from assay.cli.main import app
from assay.core.errors import InputError
from assay.lifecycle.initialise import initialise


def table(rare: int, of: tuple[object, object, object] = ("x", "y", "z")) -> pl.DataFrame:
    target = [of[2] if row < rare else of[row % 2] for row in range(100)]
    return pl.DataFrame({"a": [row * 0.37 % 1 for row in range(100)], "kind": target})


def test_class_of_too_few_rows_is_told_before_a_project_is_written(tmp_path: Path) -> None:
    table(rare=4).write_csv(tmp_path / "t.csv")
    with pytest.raises(InputError, match=r"class 'z' \(4\): each class of 'kind' needs 5") as told:
        initialise(str(tmp_path / "t.csv"), target_column="kind", folder=tmp_path)
    assert "join rare classes" in told.value.remedy
    assert not (tmp_path / "assay.toml").exists()


def test_rare_numbers_may_be_a_quantity(tmp_path: Path) -> None:
    table(rare=2, of=(1, 2, 3)).write_csv(tmp_path / "t.csv")
    with pytest.raises(InputError) as told:
        initialise(str(tmp_path / "t.csv"), target_column="kind", folder=tmp_path)
    assert "--task regression" in told.value.remedy
    found = initialise(
        str(tmp_path / "t.csv"), target_column="kind", folder=tmp_path, task="regression"
    )
    assert found.metric == "rmse"


def test_class_of_just_enough_rows_is_accepted(tmp_path: Path) -> None:
    table(rare=5).write_csv(tmp_path / "t.csv")
    found = initialise(str(tmp_path / "t.csv"), target_column="kind", folder=tmp_path)
    assert found.task == "multiclass"


def test_words_are_no_regression(tmp_path: Path) -> None:
    table(rare=20).write_csv(tmp_path / "t.csv")
    with pytest.raises(InputError, match="where a number is expected"):
        initialise(
            str(tmp_path / "t.csv"), target_column="kind", folder=tmp_path, task="regression"
        )


def test_password_of_a_source_is_not_in_the_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = table(rare=0).lazy()
    monkeypatch.setattr("assay.data.source.scan", lambda *_words, **_more: rows)
    words = "init postgresql://bob:hunter2@db/shop --query rows --target kind --json --project"
    done = CliRunner().invoke(app, [*words.split(), str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["source"] == "postgresql://bob:***@db/shop"
    assert "hunter2" not in done.output
    assert "hunter2" in (tmp_path / "assay.toml").read_text()  # what `run` connects with
