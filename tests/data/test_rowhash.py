"""Row hashes are the same everywhere and see every cell."""

from __future__ import annotations

import datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.data.rowhash import row_hashes
from assay.data.storable import storable

CELL = {
    "i": st.none() | st.integers(-(2**62), 2**62),
    "f": st.none() | st.floats(width=64),
    "s": st.none() | st.text(max_size=8),
    "b": st.none() | st.booleans(),
    "d": st.none() | st.dates(),
}
ROWS = st.lists(st.fixed_dictionaries(CELL), min_size=1, max_size=12)
SCHEMA = {"i": pl.Int64, "f": pl.Float64, "s": pl.String, "b": pl.Boolean, "d": pl.Date}

KNOWN = [1479189552058263986, 14499231215297779395]


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, data=st.data())
def test_any_changed_cell_changes_the_row_hash(
    rows: list[dict[str, object]], data: st.DataObject
) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA)
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(list(CELL)))
    value = data.draw(CELL[column])
    changed = [dict(cells) for cells in rows]
    changed[row][column] = value
    before, after = row_hashes(frame), row_hashes(pl.DataFrame(changed, schema=SCHEMA))
    same = pl.Series([rows[row][column]], dtype=SCHEMA[column]).equals(
        pl.Series([value], dtype=SCHEMA[column]), null_equal=True
    )
    assert (before[row] == after[row]) == same
    untouched = [place for place in range(len(rows)) if place != row]
    assert (before[untouched] == after[untouched]).all()


def test_hash_never_changes_between_versions_or_processes() -> None:
    frame = pl.DataFrame(
        {
            "i": [1, None],
            "f": [-0.0, float("nan")],
            "s": ["é", None],
            "b": [True, None],
            "d": [datetime.date(2013, 1, 1), None],
            "t": [datetime.datetime(2013, 1, 1, 5, tzinfo=datetime.UTC), None],
        },
        schema_overrides={"i": pl.Int64},
    )
    assert row_hashes(frame).tolist() == KNOWN


def test_equal_values_of_other_widths_and_categories_hash_alike() -> None:
    text = pl.DataFrame({"s": ["a", "b", "a"], "i": [1, 2, 3]})
    other = text.with_columns(pl.col("s").cast(pl.Categorical), pl.col("i").cast(pl.Int8))
    assert (row_hashes(text) == row_hashes(other)).all()


def test_values_that_change_columns_change_the_hash() -> None:
    one, two = pl.DataFrame({"a": [1], "b": [2]}), pl.DataFrame({"a": [2], "b": [1]})
    assert row_hashes(one)[0] != row_hashes(two)[0]
    assert (row_hashes(one) == row_hashes(one.select("b", "a"))).all()


def test_types_a_snapshot_casts_keep_their_values() -> None:
    frame = pl.DataFrame(
        {
            "u": pl.Series([2**63 - 1], dtype=pl.UInt64),
            "time": [datetime.time(1, 0, 0, 500_000)],
            "span": [datetime.timedelta(days=1, microseconds=1)],
            "zoned": pl.Series(["2020-01-01 12:00"]).str.to_datetime(time_zone="Europe/Berlin"),
            "category": pl.Series(["x"], dtype=pl.Categorical),
            "nothing": [None],
            "list": pl.Series([[1, 2]], dtype=pl.List(pl.UInt8)),
        }
    )
    held = storable(frame.lazy()).collect().row(0, named=True)
    assert held["u"] == 2**63 - 1
    assert held["time"] == 3600.5
    assert held["span"] == 86_400.000001
    assert held["zoned"] == datetime.datetime(2020, 1, 1, 11, tzinfo=datetime.UTC)
    assert (held["category"], held["nothing"], held["list"]) == ("x", None, [1, 2])
