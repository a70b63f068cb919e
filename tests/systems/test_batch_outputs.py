"""Predictions arrive whole in a real PostgreSQL database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import psycopg
import pytest
from polars.testing import assert_frame_equal

from assay.core.errors import BackendError, InputError
from assay.lifecycle.batch.sink import Mode, Sink, sink_of

Connect = Callable[[str], str]

SCORED = pl.DataFrame(
    {
        "id": [1, 9_007_199_254_740_993, 3],
        "note": ['Zoë, "100 %"\n', "", None],
        "at": pl.Series(
            ["2024-02-29T12:30:00.000001", None, "1969-12-31T23:59:59"]
        ).str.to_datetime(time_zone="UTC"),
        "late": [True, None, False],
        "prediction": ["yes", None, "no"],
        "probability_yes": [0.1 + 0.2, None, 5e-324],
        "Model version": pl.Series([3, 3, 3], dtype=pl.Int32),
    }
)


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    places = [tmp_path / "part-00000.parquet", tmp_path / "part-00001.parquet"]
    SCORED.head(2).write_parquet(places[0])
    SCORED.tail(1).write_parquet(places[1])
    return places


def sink(url: str, tmp_path: Path, mode: Mode = "new", table: str | None = None) -> Sink:
    return sink_of(url, table=table, mode=mode, state=tmp_path)


def rows(url: str, table: str) -> pl.DataFrame:
    with psycopg.connect(url) as connection:
        found = connection.execute(f'SELECT * FROM {table} ORDER BY batch, "id"'.encode())
        names = [column.name for column in found.description or ()]
        return pl.DataFrame(found.fetchall(), schema=names, orient="row")


@pytest.mark.parametrize("scheme", ["postgresql", "adbc+postgresql"])
def test_a_postgresql_table_holds_the_very_values(
    database: Connect, parts: Sequence[Path], tmp_path: Path, scheme: str
) -> None:
    new = sink(database(scheme), tmp_path, table="scored")
    new.demand_free()
    new.demand_form(SCORED.schema)
    new.publish(parts, "first", again=False)
    found = rows(database("postgresql"), "scored").drop("batch")
    assert_frame_equal(found.cast(SCORED.schema), SCORED.sort("id"), check_exact=True)
    with pytest.raises(InputError, match="there already"):
        new.demand_free()
    more = sink(database(scheme), tmp_path, "append", "scored")
    more.publish(parts, "second", again=False)
    more.publish(parts, "second", again=True)
    assert (
        rows(database("postgresql"), "scored")["batch"].to_list() == ["first"] * 3 + ["second"] * 3
    )
    sink(database(scheme), tmp_path, "overwrite", "scored").publish(parts, "third", again=False)
    assert rows(database("postgresql"), "scored")["batch"].to_list() == ["third"] * 3


def test_a_failure_in_the_middle_leaves_the_table_as_it_was(
    database: Connect, parts: Sequence[Path], tmp_path: Path
) -> None:
    with psycopg.connect(database("postgresql"), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA mart")
        sink(database("postgresql"), tmp_path, table="mart.scored").publish(parts, "a", again=False)
        connection.execute("ALTER TABLE mart.scored ADD CHECK (id <> 3 OR batch = 'a')")
    again = sink(database("postgresql"), tmp_path, "overwrite", "mart.scored")
    with pytest.raises(BackendError, match="violates check constraint") as told:
        again.publish(parts, "b", again=False)
    assert "p%40ss" not in str(told.value)
    assert rows(database("postgresql"), "mart.scored")["batch"].to_list() == ["a"] * 3


def test_a_table_with_other_columns_is_told_before_anything_is_scored(
    database: Connect, tmp_path: Path
) -> None:
    with psycopg.connect(database("postgresql"), autocommit=True) as connection:
        connection.execute("CREATE TABLE scored (id bigint, predictions text)")
    into = sink(database("postgresql"), tmp_path, "append", "scored")
    with pytest.raises(InputError, match="lacks the columns 'note'"):
        into.demand_form(SCORED.schema)


def test_a_database_that_is_not_there_may_be_there_later(tmp_path: Path) -> None:
    nowhere = sink("postgresql://bob:hunter22@127.0.0.1:1/shop", tmp_path, table="scored")
    with pytest.raises(BackendError) as told:
        nowhere.demand_free()
    assert "hunter22" not in str(told.value)
