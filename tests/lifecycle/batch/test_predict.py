"""Every row of a source gets one answer, the same as elsewhere, and nothing is lost or replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
import sqlalchemy as sa
from deltalake import write_deltalake
from polars.testing import assert_frame_equal
from tests.lifecycle.batch.conftest import ROWS, Given

import assay
from assay.core.errors import InputError
from assay.lifecycle.predict import Predicted

ADDED = ["prediction", "probability_benign", "probability_malignant", "threshold"]


@pytest.fixture
def predict(given: Given, here: Path) -> Callable[..., Predicted]:
    """Score a source of the working folder; it is written where it is not there."""

    def run(source: str = "rows.parquet", out: str = "out.parquet", **options: Any) -> Predicted:
        if not Path("rows.parquet").exists():
            given.rows.write_parquet("rows.parquet")
        return assay.predict(given.project, source, out, **options)

    return run


Predict = Callable[..., Predicted]


def test_rows_are_answered_as_in_memory_and_rejected_ones_say_why(
    given: Given, predict: Predict
) -> None:
    done = predict(chunk_rows=700)
    out = pl.read_parquet("out.parquet")
    assert out.columns == ["cell", *ADDED, "model_version", "reasons"]
    assert out["cell"].to_list() == given.rows["cell"].to_list()
    memory = assay.score(given.project, given.rows)
    sound = given.rows["mean_area"] >= 0
    assert_frame_equal(
        out.filter(sound).select(memory.columns), memory.filter(sound), check_exact=True
    )
    lost = out.filter(~sound)
    assert lost.select(ADDED[:3]).null_count().row(0) == (given.broken,) * 3
    assert set(lost["reasons"]) == {out["reasons"][7]}
    assert out["reasons"][7].startswith("mean_area: at least")
    assert out["reasons"][7].endswith("(rejected)")
    assert (done.rows, done.rejected) == (ROWS, given.broken)
    (check,) = done.broken
    assert (check.check, check.column, check.violations) == ("min", "mean_area", given.broken)
    assert check.sample_rows == (7, 57, 107, 157, 207)


def test_no_answer_depends_on_the_size_of_a_chunk_or_part(predict: Predict) -> None:
    predict(chunk_rows=ROWS)
    whole = pl.read_parquet("out.parquet")
    for chunk_rows, part_rows in ((1_000, 2_000), (937, 10_000), (17, 3_000)):
        predict(chunk_rows=chunk_rows, part_rows=part_rows, mode="overwrite")
        assert_frame_equal(pl.read_parquet("out.parquet"), whole, check_exact=True)


@pytest.mark.parametrize("policy", ["clip", "impute"])
def test_a_policy_puts_bad_values_right_and_says_so(
    given: Given, predict: Predict, policy: Any
) -> None:
    done = predict(policy=policy)
    assert (done.rejected, done.put_right, done.policy) == (0, given.broken, policy)
    out = pl.read_parquet("out.parquet")
    assert out["prediction"].null_count() == 0
    instead = "clipped" if policy == "clip" else "taken as missing"
    assert out["reasons"].drop_nulls().str.contains(f"\\({instead}\\)$").sum() == given.broken


def test_rejected_rows_are_left_out_only_when_asked(given: Given, predict: Predict) -> None:
    done = predict(drop_rejected=True)
    out = pl.read_parquet("out.parquet")
    assert out.height == ROWS - given.broken == done.scored
    assert out["reasons"].null_count() == out.height
    assert done.rows == ROWS


def write_folder(rows: pl.DataFrame) -> str:
    Path("many").mkdir()
    for number, part in enumerate(rows.iter_slices(900)):
        part.write_parquet(f"many/{number:03}.parquet")
    return "many"


SOURCES: dict[str, Callable[[pl.DataFrame], str]] = {
    "csv": lambda rows: rows.write_csv("rows.csv") or "rows.csv",
    "jsonl": lambda rows: rows.write_ndjson("rows.jsonl") or "rows.jsonl",
    "folder": write_folder,
    "delta": lambda rows: write_deltalake("table", rows) or "table",
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_form_of_the_source_changes_no_answer(
    given: Given, predict: Predict, name: str
) -> None:
    predict()
    source = SOURCES[name](given.rows)
    predict(source, "other.parquet", chunk_rows=800)
    assert_frame_equal(
        pl.read_parquet("other.parquet"), pl.read_parquet("out.parquet"), check_exact=True
    )


def test_a_query_is_scored_like_a_file(given: Given, predict: Predict) -> None:
    predict()
    with duckdb.connect("shop.duckdb") as shop:
        shop.execute("CREATE TABLE cells AS SELECT * FROM 'rows.parquet'")
    predict("duckdb:///shop.duckdb", "other.parquet", query="SELECT * FROM cells")
    assert_frame_equal(
        pl.read_parquet("other.parquet"), pl.read_parquet("out.parquet"), check_exact=True
    )
    assert not [path.name for path in Path().iterdir() if path.name.startswith(".")]


READERS: dict[str, Callable[[str], pl.DataFrame]] = {
    "out.csv": pl.read_csv,
    "out.jsonl": pl.read_ndjson,
    "out.arrow": pl.read_ipc,
    "scored": lambda name: pl.read_parquet(f"{name}/*.parquet"),
    "delta://scored": lambda name: pl.read_delta(name.removeprefix("delta://")).drop("batch"),
}


@pytest.mark.parametrize("out", READERS)
def test_every_form_of_output_holds_the_same(predict: Predict, out: str) -> None:
    predict()
    predict(out=out, part_rows=2_000)
    found = READERS[out](out)
    expected = pl.read_parquet("out.parquet")
    ordered = not out.startswith("delta")  # a Delta table is a set of rows
    found = found.cast(expected.schema)
    assert_frame_equal(found, expected, check_exact=True, check_row_order=ordered)
    with pytest.raises(InputError, match="there already"):
        predict(out=out)
    predict(out=out, mode="overwrite", keep=["lab"])
    assert READERS[out](out).columns == ["lab", *expected.columns[1:]]


@pytest.mark.parametrize("url", ["sqlite:///shop.db", "duckdb:///shop.duckdb"])
def test_a_table_of_a_database_gets_the_rows_once(predict: Predict, url: str) -> None:
    def rows() -> pl.DataFrame:
        if url.startswith("duckdb"):
            with duckdb.connect("shop.duckdb") as shop:
                return pl.DataFrame(shop.sql("SELECT * FROM scored").to_arrow_table())
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            found = pl.read_database("SELECT * FROM scored", connection, infer_schema_length=None)
        engine.dispose()
        return found

    predict()
    expected = pl.read_parquet("out.parquet")
    with pytest.raises(InputError, match="no table"):
        predict(out=url)
    predict(out=url, table="scored", part_rows=2_000)
    found = rows()
    assert found["batch"].n_unique() == 1
    found = found.drop("batch").cast(expected.schema)
    assert_frame_equal(found, expected, check_exact=True, check_row_order=False)
    with pytest.raises(InputError, match="there already"):
        predict(out=url, table="scored")
    predict(out=url, table="scored", mode="append")
    assert rows()["batch"].value_counts()["count"].to_list() == [ROWS, ROWS]
    predict(out=url, table="scored", mode="overwrite")
    assert rows().height == ROWS


def test_an_output_is_never_a_part_of_its_source(given: Given, predict: Predict) -> None:
    predict()
    Path("in").mkdir()
    Path("rows.parquet").replace("in/rows.parquet")
    for source, out in (
        ("in/rows.parquet", "in/rows.parquet"),
        ("in", "in/scored.parquet"),
        ("in/*.parquet", "in/scored.parquet"),
        ("in", "in"),
    ):
        with pytest.raises(InputError, match="their source"):
            assay.predict(given.project, source, out)


def test_a_folder_with_other_things_in_it_is_never_replaced(predict: Predict) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="no prediction"):
        predict(out="mine", mode="overwrite")
    assert Path("mine/thesis.txt").exists()


def test_an_unknown_column_to_keep_is_named_and_leaves_nothing_behind(predict: Predict) -> None:
    with pytest.raises(InputError, match="'lba' \\(did you mean 'lab'"):
        predict(keep=["lba"])
    assert [path.name for path in Path().iterdir()] == ["rows.parquet"]
