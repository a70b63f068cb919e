"""A query's rows arrive from a real PostgreSQL server as they are in it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import polars as pl
import psycopg
import pytest

from assay.core.errors import BackendError, InputError
from assay.data.adapters import sql
from assay.data.source import scan
from tests.systems.postgresql import PASSWORD

Database = Callable[[str], str]

TABLE = """
CREATE TABLE orders (
    id bigint PRIMARY KEY, amount numeric(12, 2), weight real, note text, paid boolean,
    on_day date, at timestamp, at_zone timestamptz, took interval
);
INSERT INTO orders VALUES
    (1, 10.25, 0.5, 'Zoë 100% :x', true, '2024-02-29', '2024-02-29 12:30:00.000001',
     '2024-02-29 12:30:00+02', '90 seconds'),
    (9007199254740993, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (3, -0.10, 2, '', false, '1969-12-31', '1969-12-31 23:59:59', '1970-01-01 00:00:00+00',
     '-1 second')
"""
UTC = datetime.UTC
SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


@pytest.fixture
def shop(database: Database) -> Database:
    with psycopg.connect(database("postgresql"), autocommit=True) as connection:
        for statement in TABLE.split(";"):
            connection.execute(statement.encode())
    return database


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_spelling_of_the_url_reads_with_the_driver_that_is_there(
    shop: Database, scheme: str
) -> None:
    query = "SELECT id FROM orders WHERE note LIKE '%100\\%%' AND note LIKE '%:x'"
    assert scan(shop(scheme), query=query).collect().rows() == [(1,)]


def test_types_and_nulls_survive_the_way_from_the_server(shop: Database) -> None:
    rows = scan(shop("postgresql"), query="SELECT * FROM orders ORDER BY amount").collect()
    assert dict(rows.schema) == {
        "id": pl.Int64,
        "amount": pl.Float64,
        "weight": pl.Float64,
        "note": pl.String,
        "paid": pl.Boolean,
        "on_day": pl.Date,
        "at": pl.Datetime("us"),
        "at_zone": pl.Datetime("us", "UTC"),
        "took": pl.Duration("us"),
    }
    assert rows.row(1) == (
        1,
        10.25,
        0.5,
        "Zoë 100% :x",
        True,
        datetime.date(2024, 2, 29),
        datetime.datetime(2024, 2, 29, 12, 30, 0, 1),  # noqa: DTZ001
        datetime.datetime(2024, 2, 29, 10, 30, tzinfo=UTC),
        datetime.timedelta(seconds=90),
    )
    assert rows.row(2) == (9007199254740993, *([None] * 8))
    assert rows["took"][0] == datetime.timedelta(seconds=-1)


def test_column_that_is_null_for_a_whole_batch_keeps_its_type(
    shop: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "_BATCH_ROWS", 1)
    query = "SELECT amount, at FROM orders ORDER BY id DESC"
    rows = scan(shop("postgresql"), query=query).collect()
    assert rows["amount"].to_list() == [None, -0.10, 10.25]
    assert rows.schema["at"] == pl.Datetime("us")


def test_large_result_arrives_whole_and_is_read_twice(shop: Database) -> None:
    query = "SELECT i, md5(i::text) AS name FROM generate_series(1, 120000) AS s(i)"
    frame = scan(shop("postgresql"), query=query)
    assert frame.select(pl.col("i").sum(), pl.col("name").n_unique()).collect().row(0) == (
        7_200_060_000,
        120_000,
    )
    assert frame.select(pl.len()).collect().item() == 120_000


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nothing FROM orders", "nothing"),
        ("SELEC 1", "SELEC"),
        ("SELECT 1 / (id - 1) AS a FROM orders", "division by zero"),
        ("SELECT 1 AS a, 2 AS a", "one name"),
        (None, "needs a query"),
    ],
)
def test_wrong_query_is_told_with_the_tables_there_are(
    shop: Database, query: str | None, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        scan(shop("postgresql"), query=query)
    assert said in caught.value.what
    assert "p%40ss" not in str(caught.value)


def test_wrong_password_is_a_backend_error_that_hides_it(shop: Database) -> None:
    url = shop("postgresql").replace("p%40ss%2Fword", "hunter22")
    with pytest.raises(BackendError) as caught:
        scan(url, query="SELECT 1")
    assert "hunter22" not in str(caught.value)
    assert "authentication failed" in caught.value.what


def test_password_from_the_environment_opens_the_server(
    shop: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "p%40ss%2Fword")
    url = shop("postgresql").replace("p%40ss%2Fword", "${SHOP_PASSWORD}")
    assert scan(url, query="SELECT 1 AS a", root=tmp_path).collect().item() == 1
    assert PASSWORD not in url
