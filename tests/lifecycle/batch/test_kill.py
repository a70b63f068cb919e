"""A call that was killed goes on: whatever the moment, the output is whole, each row once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
import sqlalchemy as sa
from polars.testing import assert_frame_equal
from tests.lifecycle.batch.conftest import ROWS, Given

import assay
from assay.core.errors import InputError

KILLED = """
import json, os, signal, sys
import alembic.command, mlflow.store.model_registry.sqlalchemy_store  # once, for all children
import mlflow.store.tracking.sqlalchemy_store
import assay
assay.predict
project, calls = json.loads(sys.argv[1])
for url, out, options, moment in calls:
    child = os.fork()
    if not child:
        def kill(stage, fraction):
            if stage.startswith(moment[0]) and fraction >= moment[1]:
                os.kill(os.getpid(), signal.SIGKILL)
        assay.predict(project, url, out, **options, progress=kill)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, status
"""
"""Makes calls, each in a process of its own that kills itself when it reports a moment."""

MOMENTS = {
    "halfway": ("predict", 0.4),
    "all rows scored": ("write", 0.0),
    "about to publish": ("write", 0.1),
    "published, not noted": ("write", 0.9),
    "published and noted": ("write", 1.0),
}

Call = tuple[str, str, dict[str, Any], tuple[str, float]]


def killed(project: Path, calls: Sequence[Call]) -> None:
    """Make calls that do not live to their end."""
    told = json.dumps([str(project), calls])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, told], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_killed_call_goes_on_whatever_the_moment_and_the_output(given: Given, here: Path) -> None:
    given.rows.write_parquet("rows.parquet")
    with duckdb.connect("shop.duckdb") as shop:
        shop.execute("CREATE TABLE cells AS SELECT * FROM 'rows.parquet'")
    (here / "db").mkdir()
    query = {"query": "SELECT * FROM cells"}
    calls: list[Call] = []
    for number, moment in enumerate(MOMENTS.values()):
        common = {"part_rows": 500}
        calls += [
            ("rows.parquet", f"{number}.csv", common, moment),
            ("rows.parquet", f"folder{number}", common, moment),
            ("rows.parquet", f"delta://table{number}", {**common, "mode": "append"}, moment),
            (
                "duckdb:///shop.duckdb",
                "sqlite:///db/together.db",
                {**common, **query, "mode": "append", "table": f"scored{number}"},
                moment,
            ),
        ]
    assay.predict(given.project, "rows.parquet", "whole.parquet")
    whole = pl.read_parquet("whole.parquet")
    resumed = []
    killed(given.project, calls)
    for url, out, options, moment in calls:
        if moment == MOMENTS["halfway"]:
            assert not (here / out).exists()
        done = assay.predict(given.project, url, out, **options)
        assert (done.rows, done.rejected) == (ROWS, given.broken)
        assert done.anew is None
        resumed.append(done.resumed)
    assert all(1_000 <= rows < ROWS for rows in resumed[:4])
    assert resumed[4:] == [ROWS] * (len(calls) - 4)
    engine = sa.create_engine("sqlite:///db/together.db")
    with engine.connect() as connection:
        for number in range(len(MOMENTS)):
            tables = (
                pl.read_csv(f"{number}.csv"),
                pl.read_parquet(f"folder{number}/*.parquet"),
                pl.read_delta(f"table{number}").drop("batch"),
                pl.read_database(
                    f"SELECT * FROM scored{number}", connection, infer_schema_length=None
                ).drop("batch"),
            )
            for place, table in enumerate(tables):
                found = table.cast(whole.schema)
                assert_frame_equal(found, whole, check_exact=True, check_row_order=place < 2)
    engine.dispose()
    assert not [path for path in here.iterdir() if path.name.startswith(".")]


def test_what_changed_in_between_starts_anew_and_says_so(given: Given, here: Path) -> None:
    def stop(stage: str, fraction: float) -> None:
        if stage.startswith("predict") and fraction > 0.4:
            raise KeyboardInterrupt

    given.rows.write_parquet("rows.parquet")
    with pytest.raises(KeyboardInterrupt):
        assay.predict(given.project, "rows.parquet", "out.parquet", part_rows=500, progress=stop)
    given.rows.reverse().write_parquet("rows.parquet")
    done = assay.predict(given.project, "rows.parquet", "out.parquet", policy="clip")
    assert (done.anew, done.resumed) == ("the source changed and the policy is another", 0)
    assert pl.read_parquet("out.parquet")["cell"].to_list() == given.rows["cell"].to_list()[::-1]


def test_two_calls_never_write_one_output(given: Given, here: Path) -> None:
    given.rows.write_parquet("rows.parquet")

    def meanwhile(stage: str, fraction: float) -> None:
        if stage.startswith("predict"):
            assay.predict(given.project, "rows.parquet", "out.parquet")

    with pytest.raises(InputError, match="another call is writing"):
        assay.predict(given.project, "rows.parquet", "out.parquet", progress=meanwhile)


def test_a_source_that_changes_while_it_is_read_is_told(given: Given, here: Path) -> None:
    given.rows.write_parquet("rows.parquet")

    def meanwhile(stage: str, fraction: float) -> None:
        if stage.startswith("predict") and fraction == 1:
            os.utime("rows.parquet")

    with pytest.raises(InputError, match="changed while it was read"):
        assay.predict(given.project, "rows.parquet", "out.parquet", progress=meanwhile)
    assert not Path("out.parquet").exists()
