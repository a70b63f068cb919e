from __future__ import annotations

import datetime
import decimal
import math
import zoneinfo
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.core.errors import InputError
from assay.features.inputs import InputSpec, part_name
from assay.features.single import LARGEST, PARTS, DateColumn

NEW_YORK = "America/New_York"
SPEC = InputSpec(
    numeric=("count", "amount", "flag", "price"),
    strings=("city", "code", "ratio", "yes"),
    dates=(DateColumn("day"), DateColumn("at"), DateColumn("local", NEW_YORK)),
)
SCHEMA: dict[str, pl.DataType] = {
    "count": pl.Int64(),
    "amount": pl.Float64(),
    "flag": pl.Boolean(),
    "price": pl.Decimal(20, 3),
    "city": pl.String(),
    "code": pl.Int64(),
    "ratio": pl.Float64(),
    "yes": pl.Boolean(),
    "day": pl.Date(),
    "at": pl.Datetime("us"),
    "local": pl.Datetime("us", NEW_YORK),
}
# Polars' rules for daylight saving end in 2099, Python's do not
zoned = st.integers(-(2**31), 4_070_000_000).map(
    lambda seconds: datetime.datetime.fromtimestamp(seconds, datetime.UTC)
)
record_of = st.fixed_dictionaries(
    {
        "count": st.none() | st.integers(-(2**63), 2**63 - 1),
        "amount": st.none() | st.floats(),
        "flag": st.none() | st.booleans(),
        "price": st.none()
        | st.decimals(-(10**12), 10**12, places=3, allow_nan=False).map(decimal.Decimal),
        "city": st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        "code": st.none() | st.integers(-(2**63), 2**63 - 1),
        "ratio": st.none() | st.floats(),
        "yes": st.none() | st.booleans(),
        "day": st.none() | st.dates(),
        "at": st.none() | st.datetimes(),
        "local": st.none() | zoned,
    }
)


@settings(max_examples=100, deadline=None)
@given(records=st.lists(record_of, min_size=1, max_size=5))
def test_one_row_is_read_bit_for_bit_as_in_a_table(records: list[dict[str, Any]]) -> None:
    frame = pl.DataFrame(records, schema=SCHEMA)
    numbers, strings = SPEC.matrices(frame)
    for position, record in enumerate(records):
        numeric, text = SPEC.row(record)
        assert numeric.tobytes() == numbers[position : position + 1].tobytes()
        assert text.tolist() == strings[position : position + 1].tolist()
        again, same = SPEC.row(frame.row(position, named=True))
        assert (again.tobytes(), same.tolist()) == (numeric.tobytes(), text.tolist())


@settings(max_examples=50, deadline=None)
@given(values=st.lists(st.floats() | st.none(), min_size=1))
def test_no_number_reaches_the_model_infinite(values: list[float | None]) -> None:
    spec = InputSpec(numeric=("a",))
    numbers, _ = spec.matrices(pl.DataFrame({"a": values}, schema={"a": pl.Float64}))
    assert not np.isinf(numbers).any()
    assert np.abs(np.nan_to_num(numbers)).max() <= LARGEST


def test_parts_of_a_date_are_those_of_the_calendar() -> None:
    spec = InputSpec(dates=(DateColumn("at"),))
    numbers, _ = spec.row({"at": datetime.datetime(2024, 2, 29, 18, 45)})  # noqa: DTZ001
    assert dict(zip(PARTS, numbers[0].tolist(), strict=True)) == {
        "year": 2024,
        "month": 2,
        "day": 29,
        "hour": 18.75,
        "weekday": 4,
        "day of year": 60,
        "days since 2000": 8825,
    }


def test_same_instant_in_another_zone_is_the_same_hour() -> None:
    spec = InputSpec(dates=(DateColumn("at", NEW_YORK),))
    utc = datetime.datetime(2013, 7, 1, 12, 0, tzinfo=datetime.UTC)
    local = utc.astimezone(zoneinfo.ZoneInfo(NEW_YORK))
    hour = spec.number_positions[part_name("at", "hour")]
    for moment in (utc, local):
        assert spec.row({"at": moment})[0][0, hour] == 8
        frame = pl.DataFrame({"at": pl.Series([moment])})
        assert spec.matrices(frame)[0][0, hour] == 8


def test_category_written_as_number_or_text_is_the_same() -> None:
    spec = InputSpec(strings=("code",))
    for value in ("3", 3, 3.0, np.int64(3), np.float32(3)):
        assert spec.row({"code": value})[1].tolist() == [["3"]]
    for series in (pl.Series([3]), pl.Series([3.0]), pl.Series(["3"], dtype=pl.Categorical)):
        assert spec.matrices(pl.DataFrame({"code": series}))[1].tolist() == [["3"]]


def test_missing_is_one_thing_for_every_type() -> None:
    spec = InputSpec(numeric=("a",), strings=("b",), dates=(DateColumn("c"),))
    nulls = pl.DataFrame({"a": [None], "b": [None], "c": [None]})
    for numbers, strings in (spec.matrices(nulls), spec.row({"a": None, "b": None, "c": None})):
        assert np.isnan(numbers).all()
        assert strings.tolist() == [[""]]
    assert spec.row({"a": math.nan, "b": math.nan, "c": None})[1].tolist() == [[""]]


def test_every_missing_column_is_named_with_the_nearest() -> None:
    spec = InputSpec(numeric=("age", "income"), strings=("city",))
    frame = pl.DataFrame({"agee": [1], "city": ["A"]})
    said = r"'age' \(did you mean 'agee'\?\), 'income'"
    with pytest.raises(InputError, match=said):
        spec.matrices(frame)
    with pytest.raises(InputError, match=said):
        spec.row({"agee": 1, "city": "A"})


@pytest.mark.parametrize(
    ("column", "series", "value"),
    [
        ("a", pl.Series(["1"]), "1"),
        ("a", pl.Series([datetime.date(2020, 1, 1)]), datetime.date(2020, 1, 1)),
        ("b", pl.Series([[1]]), [1]),
        ("b", pl.Series([datetime.date(2020, 1, 1)]), datetime.date(2020, 1, 1)),
        ("c", pl.Series(["2020-01-01"]), "2020-01-01"),
        ("c", pl.Series([3]), 3),
    ],
)
def test_wrong_type_is_refused_in_table_and_row(
    column: str, series: pl.Series, value: object
) -> None:
    spec = InputSpec(numeric=("a",), strings=("b",), dates=(DateColumn("c"),))
    good: dict[str, object] = {"a": 1, "b": "x", "c": datetime.date(2020, 1, 1)}
    with pytest.raises(InputError, match=f"column '{column}' holds"):
        spec.row({**good, column: value})
    frame = pl.DataFrame(good).with_columns(series.alias(column))
    with pytest.raises(InputError, match=f"column '{column}' holds"):
        spec.matrices(frame)


def test_half_of_a_character_is_refused() -> None:
    spec = InputSpec(strings=("b",))
    with pytest.raises(InputError, match="half of a character"):
        spec.row({"b": "a\ud800"})
    assert spec.row({"b": "Zürich"})[1].tolist() == [["Zürich"]]


def test_column_named_like_a_part_is_refused() -> None:
    with pytest.raises(InputError, match="part of a date"):
        InputSpec(numeric=("at[year]",), dates=(DateColumn("at"),))


def test_column_order_of_the_table_does_not_matter() -> None:
    spec = InputSpec(numeric=("a", "b"))
    frame = pl.DataFrame({"b": [2], "other": ["x"], "a": [1]})
    assert spec.matrices(frame)[0].tolist() == [[1.0, 2.0]]
