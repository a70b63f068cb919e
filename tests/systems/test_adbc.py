"""ADBC drivers give the same rows as SQLAlchemy does, from real databases."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import psycopg
import pytest
from polars.testing import assert_frame_equal

from assay.core.errors import BackendError, InputError, MissingExtra
from assay.data.source import scan
from tests.systems.test_postgresql_source import TABLE

Database = Callable[[str], str]


@pytest.fixture
def shop(database: Database) -> Database:
    with psycopg.connect(database("postgresql"), autocommit=True) as connection:
        for statement in TABLE.split(";"):
            connection.execute(statement.encode())
    return database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "s.db") as connection:
        connection.execute("CREATE TABLE t(a integer, b real, c text)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [(1, None, "x"), (2, 1.5, None)])
    connection.close()
    return tmp_path


def test_postgresql_rows_are_the_same_by_either_way(shop: Database) -> None:
    query = (
        "SELECT id, amount, note, paid, on_day, at, at_zone, 'NaN'::float8 AS absent,"
        " '6b8a6d53-6bd4-4b3c-a1d9-6f8d6c1bb0b8'::uuid AS key FROM orders ORDER BY id"
    )
    by_adbc = scan(shop("adbc+postgresql"), query=query).collect()
    by_sqlalchemy = scan(shop("postgresql"), query=query).collect()
    assert_frame_equal(by_adbc.drop("absent"), by_sqlalchemy.drop("absent"))
    assert by_adbc["amount"].to_list() == [10.25, -0.10, None]
    assert by_adbc["absent"].null_count() == by_sqlalchemy["absent"].null_count() == 3


def test_sqlite_rows_are_the_same_by_either_way(file: Path) -> None:
    query = "SELECT * FROM t ORDER BY a"
    by_adbc = scan("adbc+sqlite:///s.db", query=query, root=file).collect()
    assert_frame_equal(by_adbc, scan("sqlite:///s.db", query=query, root=file).collect())
    absolute = scan(f"adbc+sqlite:///{file / 's.db'}", query=query).collect()
    assert_frame_equal(absolute, by_adbc)


def test_large_result_comes_in_batches_and_whole(shop: Database) -> None:
    query = (
        "SELECT i, md5(i::text) || repeat('x', 400) AS s FROM generate_series(1, 120000) AS s(i)"
    )
    frame = scan(shop("adbc+postgresql"), query=query)
    sums = frame.select(pl.col("i").cast(pl.Int64).sum(), pl.col("s").n_unique())
    assert sums.collect().row(0) == (7_200_060_000, 120_000)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nothing FROM orders", "nothing"),
        ("SELECT 1 / (id - 1) AS a FROM orders", "division by zero"),
        ("SELECT 1 AS a, 2 AS a", "one name"),
        ("SELECT took FROM orders", "took"),
        ("CREATE TABLE other (a int)", "no rows"),
        (None, "needs a query"),
    ],
)
def test_wrong_query_is_told(shop: Database, query: str | None, said: str) -> None:
    with pytest.raises(InputError) as caught:
        scan(shop("adbc+postgresql"), query=query)
    assert said in caught.value.what
    assert "p%40ss" not in str(caught.value)
    if query is None:
        assert "orders" in caught.value.where


def test_values_of_several_types_are_told_and_not_lost(file: Path) -> None:
    query = (
        "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 60000)"
        " SELECT CASE WHEN i = 60000 THEN 'x' ELSE i END AS m FROM r"
    )
    with pytest.raises(InputError, match="Type mismatch"):
        scan("adbc+sqlite:///s.db", query=query, root=file)


def test_wrong_password_is_a_backend_error_that_hides_it(shop: Database) -> None:
    url = shop("adbc+postgresql").replace("p%40ss%2Fword", "hunter22")
    with pytest.raises(BackendError, match="authentication failed") as caught:
        scan(url, query="SELECT 1")
    assert "hunter22" not in str(caught.value)


def test_missing_driver_names_the_command_that_installs_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_sqlite", None)
    monkeypatch.delitem(sys.modules, "adbc_driver_sqlite.dbapi", raising=False)
    with pytest.raises(MissingExtra) as caught:
        scan("adbc+sqlite:///s.db", query="SELECT 1", root=file)
    assert caught.value.remedy == "pip install 'assay-ml[adbc]'"


@pytest.mark.parametrize("url", ["adbc+sqlit:///s.db", "adbc+sqlite:///none.db"])
def test_wrong_address_is_told(file: Path, url: str) -> None:
    with pytest.raises(InputError) as caught:
        scan(url, query="SELECT 1", root=file)
    assert caught.value.remedy


def test_rows_arrive_without_pyarrow(file: Path) -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from pathlib import Path\nfrom assay.data.source import scan\n"
        "print(scan('adbc+sqlite:///s.db', query='SELECT a FROM t', root=Path.cwd()).collect())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=file, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "shape: (2, 1)" in done.stdout
