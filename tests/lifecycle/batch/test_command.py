"""What `assay predict` says to people and to scripts."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from tests.lifecycle.batch.conftest import ROWS, Given
from typer.testing import CliRunner, Result

import assay
from assay.cli.main import app
from assay.core.errors import InputError


@pytest.fixture
def source(given: Given, here: Path) -> str:
    given.rows.write_parquet("rows.parquet")
    return "rows.parquet"


def call(given: Given, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "300"}).invoke(
        app, ["predict", *words, "--project", str(given.project)], catch_exceptions=True
    )


def test_a_script_gets_every_figure(given: Given, source: str) -> None:
    done = call(given, source, "--out", "out.csv", "--keep", "cell,lab", "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["kept"] == ["cell", "lab"]
    assert (said["rows"], said["rejected"], said["scored"]) == (
        ROWS,
        given.broken,
        ROWS - given.broken,
    )
    assert (said["version"], said["out"], said["resumed"], said["anew"]) == (1, "out.csv", 0, None)
    assert said["seconds"] > 0
    assert [check["check"] for check in said["broken"]] == ["min"]
    again = call(given, source, "--out", "out.csv")
    assert isinstance(again.exception, InputError)
    assert "--overwrite" in again.exception.remedy
    bare = call(given, source, "--out", "out.csv", "--keep", "", "--overwrite", "--json")
    assert json.loads(bare.stdout)["kept"] == []
    assert pl.read_csv("out.csv").columns[0] == "prediction"


def test_people_are_told_what_became_of_bad_rows_and_of_an_interrupted_call(
    given: Given, source: str
) -> None:
    def stop(stage: str, fraction: float) -> None:
        if stage.startswith("predict") and fraction > 0.4:
            raise KeyboardInterrupt

    for words, expected in (
        ((), "rows were scored already"),
        (("--restart",), "started anew after an interrupted call: it was asked for"),
        (("--policy", "clip"), f"{given.broken:,} rows were scored with a value put right"),
    ):
        with pytest.raises(KeyboardInterrupt):
            assay.predict(given.project, source, "out.parquet", part_rows=500, progress=stop)
        done = call(given, source, "--out", "out.parquet", *words)
        assert done.exit_code == 0, done.output
        assert expected in done.stdout
        assert f"wrote out.parquet: {ROWS:,} rows, scored by version 1" in done.stdout
        assert f"{given.broken:,} rows break min of 'mean_area'" in done.stdout
        told = f"{given.broken:,} of {ROWS:,} rows were rejected: without a prediction"
        assert (told in done.stdout) == ("clip" not in words)
        Path("out.parquet").unlink()


def test_options_that_contradict_each_other_are_refused(given: Given, source: str) -> None:
    done = call(given, source, "--out", "delta://table", "--overwrite", "--append")
    assert isinstance(done.exception, InputError)
    done = call(given, source, "--out", "out.csv", "--append")
    assert isinstance(done.exception, InputError)
    assert "table only" in done.exception.what
