"""Every mistake in a source is one error that says what, where and what to do."""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
from pathlib import Path

import polars as pl
import pytest

from assay.core.errors import AssayError, BackendError, InputError, MissingExtra
from assay.data import delimited_check
from assay.data.source import scan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "people.csv": "a,b\n1,x\n",
        "empty.csv": "",
        "blank.csv": "\n\n",
        "header.csv": "a,b\n",
        "double.csv": "a,b,a\n1,2,3\n",
        "headless.csv": "1,5,1\n2,6,1\n3,7,1\n",
        "long.csv": "a,b\n1,2\n1,2,3\n",
        "short.csv": "a,b,c\n1,2,3\n1,2\n",
        "nameless.csv": "a,b\n1,2,3\n4,5,6\n",
        "quote.csv": 'a,b\n1,"x\n2,y\n',
        "inner.csv": 'a,b\n1,5" pipe\n2,y\n3,7" pipe\n',
        "bad.jsonl": '{"a": 1}\n{bad\n',
        "array.jsonl": '[{"a": 1}]\n',
        "clash.jsonl": '{"a": [1]}\n{"a": {"b": 1}}\n',
        "torn.parquet": "PAR1 no more",
        "torn.arrow": "no arrow",
        "sheet.xlsx": "x",
        "list.json": "[]",
        "model.pkl": "x",
        "torn.csv.gz": "no gzip",
        "torn.zip": "no zip",
        "sets/1.csv": "a,b\n1,2\n",
        "sets/2.csv": "a,c\n1,2\n",
        "order/1.csv": "a,b\n1,2\n",
        "order/2.csv": "b,a\n1,2\n",
        "mixed/1.csv": "a\n1\n",
        "mixed/2.jsonl": '{"a": 1}\n',
        "notes/readme.md": "x",
        "load.py": "import nothere_at_all\n",
        "make.py": "def table(): raise ValueError('no luck')\ndef number(): return 3\n"
        "def nothing(): return {'a': []}\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (tmp_path / "latin.csv").write_bytes("a,b\n1,x\n2,Müller\n".encode("latin-1"))
    (tmp_path / "wide.csv").write_bytes("a,b\n1,x\n".encode("utf-16"))
    (tmp_path / "zero.csv").write_bytes(b"a,b\n1,\0\n")
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n" * 500)[:-20])
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("1.csv", "a\n1\n")
        archive.writestr("2.csv", "a\n1\n")
    (tmp_path / "kinds").mkdir()
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "kinds" / "1.parquet")
    pl.DataFrame({"a": ["x"]}).write_parquet(tmp_path / "kinds" / "2.parquet")
    pl.DataFrame({"a": [1]}).clear().write_parquet(tmp_path / "none.parquet")
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        connection.execute("create table orders(a)")
    connection.close()
    return tmp_path


CASES = [
    ("peple.csv", "there is no file 'peple.csv' (did you mean 'people.csv'?)", "correct the path"),
    ("nowhere/a.csv", "there is no file 'a.csv'", "there is no folder"),
    ("empty.csv", "the file is empty", "rows"),
    ("blank.csv", "the file is empty", "rows"),
    ("header.csv", "no rows, only the names of 2 columns", "rows"),
    ("none.parquet", "no rows, only the names of 1 columns", "rows"),
    ("double.csv", "two columns have one name: 'a'", "rename"),
    ("headless.csv", "two columns have one name: '1'", "data.header = false"),
    ("long.csv", "1 row does not have 2 fields", "quotes"),
    ("short.csv", "1 row does not have 3 fields", "add or remove"),
    ("nameless.csv", "2 rows do not have 2 fields", "one name a column"),
    ("quote.csv", "the quotes do not close", "close the quote"),
    ("inner.csv", "cannot be parted into rows", "quotes around whole fields"),
    ("latin.csv", "not UTF-8: byte 0xfc in line 3", "iconv -f WINDOWS-1252 -t UTF-8 latin.csv"),
    ("wide.csv", "not UTF-8: byte 0xff in line 1", "iconv -f UTF-16"),
    ("zero.csv", "line 2 holds a zero byte", "UTF-8"),
    ("bad.jsonl", "line 2 is no JSON", "correct the line"),
    ("array.jsonl", "line 1 is a JSON list, expected an object", "one object a line"),
    ("clash.jsonl", "cannot be read as one table", "values of one type"),
    ("torn.parquet", "cannot be read as Parquet", "write it again"),
    ("torn.arrow", "cannot be read as Arrow", "write it again"),
    ("sheet.xlsx", "no known format", "save the sheet as CSV"),
    ("list.json", "no known format", ".jsonl"),
    ("model.pkl", "no known format", "pickles are never opened"),
    ("torn.csv.gz", "cannot be unpacked", "write it again"),
    ("cut.csv.gz", "cannot be unpacked", "write it again"),
    ("torn.zip", "cannot be unpacked", "write it again"),
    ("two.zip", "the archive holds 2 files, expected one", "unpack it"),
    ("*.tsv", "the glob matches no file", "correct the pattern"),
    ("sets/*.csv", "2.csv is without 'b'; with 'c' besides", "one table"),
    ("order/*.csv", "2.csv is in another order", "one table"),
    ("kinds/*.parquet", "'a' is Int64 in 1.parquet, String in 2.parquet", "one table"),
    ("mixed/*", "several formats", "one format"),
    ("notes", "no file of a known format", "CSV"),
    ("delta://notes", "there is no Delta table", "_delta_log"),
    ("load:table", "'load' needs the module 'nothere_at_all'", "pip install"),
    ("loda:table", "there is no module 'loda' (did you mean 'load'?)", "beside assay.toml"),
    ("make:tabel", "there is no function 'tabel' (did you mean 'table'?)", "number"),
    ("make:table", "make:table failed with ValueError: no luck", "correct the function"),
    ("make:number", "builtins.int is not a table", "pandas"),
    ("make:nothing", "the table has no rows", "rows"),
    ("memory://nobody/home.csv", "there is no such file", "correct the URL"),
    ("s33://bucket/a.csv", "there is no protocol 's33' (did you mean 's3'?)", "correct"),
    ("sqlite:///shop.db", "a database source needs a query", "SELECT * FROM orders"),
    ("sqlite:///shp.db", "no file 'shp.db' (did you mean 'shop.db'?)", "correct the path"),
]


@pytest.mark.parametrize(("url", "what", "remedy"), CASES, ids=[case[0] for case in CASES])
def test_mistake_is_named_with_its_remedy(folder: Path, url: str, what: str, remedy: str) -> None:
    with pytest.raises(InputError) as caught:
        scan(url, root=folder)
    assert what in caught.value.what
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("select * from ordrs", "no such table: ordrs"),
        ("select a, a from orders", "two columns have one name: 'a'"),
        ("select * from orders", "the table has no rows"),
        ("create table x(a)", "the query gives no rows"),
    ],
)
def test_bad_query_is_named(folder: Path, query: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        scan("sqlite:///shop.db", query=query, root=folder)
    assert what in caught.value.what


def test_missing_sqlite_file_is_not_made(folder: Path) -> None:
    with pytest.raises(InputError):
        scan("sqlite:///new.db", query="select 1", root=folder)
    assert not (folder / "new.db").exists()


def test_query_for_a_file_is_refused(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        scan("people.csv", query="select 1", root=folder)
    assert "no database" in caught.value.what


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("url", "query", "what"),
    [
        ("duckdb:///none.duckdb", "select 1", "there is no file 'none.duckdb'"),
        ("duckdb:///:memory:", "select * from nope", "the query failed: Catalog Error"),
        ("duckdb:///:memory:", None, "a database source needs a query"),
    ],
)
def test_duckdb_mistake_is_named(folder: Path, url: str, query: str | None, what: str) -> None:
    pytest.importorskip("duckdb")
    with pytest.raises(InputError) as caught:
        scan(url, query=query, root=folder)
    assert what in caught.value.what


@pytest.mark.parametrize(
    ("url", "query", "package"),
    [
        ("mssql+nodriver://u@h/x", "select 1", ""),
        ("oracle://u@h/x", "select 1", "oracledb"),
        ("dvc://a.csv", None, "dvc"),
    ],
)
def test_missing_package_or_dialect_is_named(
    folder: Path, url: str, query: str | None, package: str
) -> None:
    with pytest.raises((MissingExtra, InputError)) as caught:
        scan(url, query=query, root=folder)
    assert package in caught.value.what.lower()
    assert caught.value.remedy


def test_unreachable_database_hides_the_password_and_may_be_tried_again(folder: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(BackendError) as caught:
        scan("postgresql://me:secret@localhost:1/x", query="select 1", root=folder)
    assert "secret" not in str(caught.value)
    assert "try again" in caught.value.remedy


def test_ragged_row_is_found_across_parts_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited_check, "_CHUNK_BYTES", 7)
    path = tmp_path / "t.csv"
    path.write_text('a,b\n"x,\ny",Müller\n\n1,2\n3\n4,5')
    with pytest.raises(InputError) as caught:
        scan("t.csv", root=tmp_path)
    assert "line 6 has 1" in caught.value.where
    path.write_text('a,b\n"x,\ny",Müller\n\n1,2\n4,5')
    assert scan("t.csv", root=tmp_path).collect().height == 3


def test_error_draws_as_three_lines(folder: Path) -> None:
    with pytest.raises(AssayError) as caught:
        scan("long.csv", root=folder)
    assert str(caught.value).splitlines()[1].endswith("long.csv: line 3 has 3")
