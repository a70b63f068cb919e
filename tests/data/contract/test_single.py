"""A single value is read online as the same value in a table is read in batch."""

from __future__ import annotations

import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assay.data.contract import moments
from assay.data.contract.model import Column
from assay.data.contract.parse import parse
from assay.data.contract.readings import _CLOCKS, _DATES, _MORE_DATES, _ZONED
from assay.data.contract.single import UNREAD, reader

WORDS = st.sampled_from(
    [
        "", " ", "?", "NA", "nan", "-NaN", "inf", "-Infinity", "yes", "No", "TRUE", "t", "0",
        "1", "+1", "1.", ".5", "-.5e3", "1e400", "1e-400", "1_000", "1,5", "1.234,5", "1,234.5",
        "1 234,5", "00127", "9223372036854775807", "9223372036854775808", "-0", "1.5f", "0x10",
        "\u0661", " 7 ", "\u00a07", "\x1c7", "3.0", "3.5", "1e3", "--1", "12,34", "1,2345",
    ]
)  # fmt: skip
NUMBER_TEXTS = st.one_of(
    st.floats().map(repr),
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(lambda d: f"{d:,}"),
    st.text("0123456789+-.,eE _'", max_size=8),
)
NUMBERS = st.one_of(
    st.floats(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([0, 1, -1, 1.0, 3.0, 2.0**53, 1e-5, 1.5e-5, 1e-4, 1e-7, 1e16, 1e22, -999.0]),
)
VALUES = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS, NUMBER_TEXTS, st.text(max_size=5))

PLAIN = st.builds(
    Column,
    type=st.sampled_from(["integer", "number", "boolean", "text"]),
    missing=st.sampled_from([(), ("?", "NA"), ("-999", " 0 "), ("inf",)]),
    strip=st.booleans(),
)
MARKED = st.builds(
    Column,
    type=st.sampled_from(["integer", "number"]),
    decimal=st.sampled_from([".", ","]),
    thousands=st.sampled_from(["", ",", ".", " ", "'", "_"]),
).filter(lambda column: column.decimal != column.thousands)


def in_a_table(value: object, column: Column) -> tuple[Any, bool]:
    """Return the parsed value of a table of one row, and whether it failed to parse."""
    series = pl.Series("x", [value])
    how = parse("x", column, series.dtype)
    failed = pl.lit(False) if how.failed is None else how.failed.fill_null(False)
    read, lost = series.to_frame().select(how.value, failed.alias("failed")).row(0)
    return read, bool(lost)


def alone(value: object, column: Column) -> tuple[Any, bool]:
    read = reader(column)(value)
    return (None, True) if read is UNREAD else (read, False)


@given(VALUES, st.one_of(PLAIN, MARKED))
@example(1e-5, Column(type="text"))
@example(-2.5e-5, Column(type="text"))
@example(1e-7, Column(type="text"))
@example(float("-inf"), Column(type="text"))
def test_a_value_reads_alone_as_it_reads_in_a_table(value: object, column: Column) -> None:
    assert _same(alone(value, column), in_a_table(value, column))


def _same(left: tuple[Any, bool], right: tuple[Any, bool]) -> bool:
    return repr(left) == repr(right)  # tells 1 from 1.0, and 0.0 from -0.0


FORMS = [
    *((form, "date") for form in (*_DATES, *_MORE_DATES)),
    *(
        (f"{date}{gap}{clock}", "datetime")
        for date in _DATES[:4]
        for gap in " T"
        for clock in _CLOCKS
    ),
    *((form, "zoned") for form in _ZONED),
]
STRANGE_MOMENTS = st.text("0123456789-/.: TZ+", min_size=4, max_size=28)


def column_of(form: str, kind: str) -> Column:
    if kind == "date":
        return Column(type="date", format=form)
    return Column(type="datetime", format=form, timezone="UTC" if kind == "zoned" else None)


@given(
    st.sampled_from(FORMS),
    st.datetimes(datetime.datetime(1000, 1, 1), datetime.datetime(9990, 1, 1)),  # noqa: DTZ001
)
def test_a_written_moment_reads_alone_as_it_reads_in_a_table(
    how: tuple[str, str], moment: datetime.datetime
) -> None:
    form, kind = how
    zoned = pl.Series([moment]).dt.replace_time_zone("UTC" if "%:z" in form else None)
    written = zoned.dt.strftime(form).item()
    column = column_of(form, kind)
    assert alone(written, column) == in_a_table(written, column)
    assert alone(written, column)[1] is False


@given(st.sampled_from(FORMS), STRANGE_MOMENTS)
@example(("%Y-%m-%d", "date"), "2024-1-5")
@example(("%Y-%m-%d", "date"), "2024-02-30")
@example(("%d/%m/%y", "date"), "5/1/70")
@example(("%Y-%m-%dT%H:%M:%S%.f", "datetime"), "2024-01-05T10:20:60")
@example(("%Y-%m-%dT%H:%M:%S%.f", "datetime"), "2024-01-05T10:20:30.1234567")
@example(("%Y-%m-%dT%H:%M:%S%.f%:z", "zoned"), "2024-01-05T10:20:30 +0100")
def test_a_strange_moment_reads_alone_as_it_reads_in_a_table(
    how: tuple[str, str], text: str
) -> None:
    column = column_of(*how)
    try:
        expected = in_a_table(text, column)
    except ValueError:  # Polars reads years that Python has none for
        return
    assert alone(text, column) == expected


def test_a_format_that_only_polars_knows_is_read_by_polars() -> None:
    column = Column(type="date", format="%Y-%j")
    assert moments.reader("%Y-%j", day=True) is None
    assert alone("2024-032", column) == in_a_table("2024-032", column)


@pytest.mark.parametrize("value", [10**400, 2**64, [1], {"a": 1}])
def test_what_no_column_can_hold_is_unread(value: object) -> None:
    assert reader(Column(type="integer"))(value) is UNREAD
