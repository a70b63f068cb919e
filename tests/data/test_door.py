"""Tables of other libraries lose nothing at the door."""

from __future__ import annotations

import datetime
import decimal
import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from assay.core.errors import InputError
from assay.data.door import to_polars

UTC = datetime.UTC


def column(values: object) -> pl.Series:
    return to_polars(pd.DataFrame({"x": values}))["x"]


def test_polars_frames_pass_unchanged() -> None:
    frame = pl.DataFrame({"a": [1.0, float("nan")]})
    assert to_polars(frame) is frame
    assert_frame_equal(to_polars(frame.lazy()), frame)


def test_arrow_table_keeps_types_and_nulls() -> None:
    table = pa.table({"a": [1, None], "s": pa.array(["x", "y"]).dictionary_encode()})
    frame = to_polars(table)
    assert frame["a"].to_list() == [1, None]
    assert frame["s"].to_list() == ["x", "y"]


def test_anything_that_speaks_the_arrow_stream_is_read() -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.table({"a": [1, 2]}).__arrow_c_stream__(requested_schema)

    assert to_polars(Stream())["a"].to_list() == [1, 2]


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        (pd.array([2**62 + 1, None], dtype="Int64"), pl.Int64, [2**62 + 1, None]),
        (pd.array([True, None], dtype="boolean"), pl.Boolean, [True, None]),
        (pd.array([1.5, None], dtype="Float64"), pl.Float64, [1.5, None]),
        (np.array([1.5, np.nan]), pl.Float64, [1.5, None]),
        (np.array([1.5, 2], dtype=np.float16), pl.Float32, [1.5, 2]),
        (np.array([2**64 - 1], dtype=np.uint64), pl.UInt64, [2**64 - 1]),
        (pd.array(["a", None], dtype="string"), pl.String, ["a", None]),
        (["a", None], pl.String, ["a", None]),
        (pd.Categorical(["u", None, "v"]), pl.String, ["u", None, "v"]),
        (pd.Categorical([3, None, 1]), pl.Int64, [3, None, 1]),
        (pd.arrays.SparseArray([0, 1]), pl.Int64, [0, 1]),
        ([None, None], pl.Null, [None, None]),
        ([True, None], pl.Boolean, [True, None]),
        ([decimal.Decimal("1.25"), None], pl.Decimal, [decimal.Decimal("1.25"), None]),
        ([datetime.date(2020, 1, 2), None], pl.Date, [datetime.date(2020, 1, 2), None]),
        (
            pd.to_datetime(pd.Index(["2020-01-02", None])),
            pl.Datetime,
            [datetime.datetime(2020, 1, 2), None],  # noqa: DTZ001
        ),
        (pd.to_timedelta(["1D", None]), pl.Duration, [datetime.timedelta(1), None]),
        (pd.period_range("2020-01", periods=1, freq="M"), pl.String, ["2020-01"]),
        ([1, "many", None], pl.String, ["1", "many", None]),
        ([2**70, 1], pl.String, [str(2**70), "1"]),
        ([True, 1], pl.String, ["True", "1"]),
        ([[1], [2, 3]], pl.List, [[1], [2, 3]]),
    ],
)
def test_pandas_column_keeps_values_and_gaps(
    values: object, dtype: pl.DataType, expected: list[object]
) -> None:
    series = column(values)
    assert series.dtype == dtype
    assert series.to_list() == expected


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "+02:00"])
def test_moment_of_a_zoned_time_stays_the_same(zone: str) -> None:
    moment = pd.Timestamp("2020-07-01 12:00", tz=zone)
    series = column(pd.Series([moment, None]))
    assert series[0] == moment.to_pydatetime().astimezone(UTC)
    assert series[1] is None


def test_named_index_becomes_a_column_and_a_plain_one_goes() -> None:
    named = pd.DataFrame({"a": [1]}, index=pd.Index(["r"], name="row"))
    assert to_polars(named).columns == ["row", "a"]
    assert to_polars(pd.DataFrame({"a": [1]}, index=[7])).columns == ["a"]


def test_pandas_columns_named_by_tuples_and_numbers_get_text_names() -> None:
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")]))
    assert to_polars(frame).columns == ["a_x", "a_y"]
    assert to_polars(pd.DataFrame([[1, 2]])).columns == ["0", "1"]


def test_series_becomes_one_column() -> None:
    assert to_polars(pd.Series([1, 2], name="y")).to_dict(as_series=False) == {"y": [1, 2]}


def test_dict_of_lists_and_arrays() -> None:
    frame = to_polars({"a": [1, 2.5], "b": np.array(["x", "y"]), "c": pl.Series([True, False])})
    assert frame.schema == {"a": pl.Float64, "b": pl.String, "c": pl.Boolean}


@pytest.mark.parametrize(
    ("table", "what"),
    [
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns have one name: 'a'"),
        (pd.DataFrame([[1, 2]], columns=[1, "1"]), "two columns have one name: '1'"),
        (pa.table([[1], [2]], names=["a", "a"]), "two columns have one name: 'a'"),
        ({"a": [1], "b": [1, 2]}, "columns differ in length"),
        ({"a": 1}, "column 'a' is a int"),
        ({"a": np.array([1j])}, "complex"),
        ({"a": np.zeros((2, 2))}, "2 dimensions"),
        (3, "builtins.int is not a table"),
        ([1, 2], "builtins.list is not a table"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(table: object, what: str) -> None:
    with pytest.raises(InputError) as caught:
        to_polars(table)
    assert what in caught.value.what
    assert caught.value.remedy


def test_pandas_is_read_where_pyarrow_is_not_installed() -> None:
    code = """
import sys
sys.modules["pyarrow"] = None
import pandas as pd
from assay.data.door import to_polars
levels = pd.Categorical(["u", "v"])
frame = to_polars(pd.DataFrame({"s": ["a", None], "n": [1.5, None], "c": levels}))
assert frame.to_dict(as_series=False) == {"s": ["a", None], "n": [1.5, None], "c": ["u", "v"]}
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
