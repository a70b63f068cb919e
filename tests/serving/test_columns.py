"""What a table is read as, column by column, is what its rows would be read as one by one."""

from __future__ import annotations

import datetime
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.serving.test_door import COLUMNS, GOOD, SPEC, raw_rows

from assay.data.contract.model import Expression
from assay.serving.beside.columns import Columns, plain
from assay.serving.door import Admitted, Door

RULE = Expression(name="earners are of age", sql="income = 0 or age >= 21")

INTEGERS = st.one_of(
    st.sampled_from([0, 1, 17, 30, 99, 100, -999]), st.integers(-(2**63), 2**63 - 1)
)
FLOATS = st.one_of(st.sampled_from([30.0, 30.5, -1.0, -999.0, float("inf")]), st.floats())
WORDS = st.one_of(
    st.sampled_from(["42", " 42 ", "Bern", " Köln", "clerk", "?", "", "-999", "yes", "31.01.2020"]),
    st.text(max_size=3),
)
KINDS: dict[Any, st.SearchStrategy[Any]] = {
    pl.Int64: INTEGERS,
    pl.Float64: FLOATS,
    pl.String: WORDS,
    pl.Boolean: st.booleans(),
}


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    """Draw a table whose columns are mostly sound, some broken in places, some of another type."""
    rows = draw(st.integers(1, 5))
    columns = []
    for name in COLUMNS:
        how = draw(st.sampled_from(["sound", "sound", "places", "other", "absent"]))
        if how == "absent":
            continue
        values: list[Any] = [GOOD[name]] * rows
        kind = next((k for k in KINDS if pl.Series([GOOD[name]]).dtype == k), pl.Float64)
        if how == "other":
            kind = draw(st.sampled_from(list(KINDS)))
            values = [None] * rows
        if how != "sound":
            places = draw(st.lists(st.none() | KINDS[kind], min_size=rows, max_size=rows))
            values = [v if p is None else p for v, p in zip(values, places, strict=True)]
        columns.append(pl.Series(name, values, kind))
    if draw(st.booleans()) or not columns:  # a table without columns has no rows to compare with
        columns.append(pl.Series("other", ["x"] * rows))
    return pl.DataFrame(columns)


def told(admitted: Admitted) -> tuple[Any, Any, Any]:
    """Return all that was admitted, NaN and -0.0 as text."""
    numbers = [[repr(x) for x in row] for row in admitted.numeric]
    return numbers, admitted.strings.tolist(), [repr(reason) for reason in admitted.reasons]


@given(tables(), st.sampled_from(["reject", "clip", "impute"]), st.booleans())
@settings(deadline=None)
def test_a_table_is_admitted_as_its_rows_are(frame: pl.DataFrame, policy: Any, ruled: bool) -> None:
    door = Door(raw_rows((RULE,) if ruled else ()), SPEC, policy)
    assert told(Columns(frame).admitted(door)) == told(door.admit(frame.to_dicts()))


def test_days_and_narrow_numbers_are_read_as_their_texts_and_values_are() -> None:
    rows = [{**GOOD, "opened": day, "income": 0.5} for day in ("31.01.2020", "01.02.1989", None)]
    days = [datetime.date(2020, 1, 31), datetime.date(1989, 2, 1), None]
    frame = pl.DataFrame(rows).with_columns(
        opened=pl.Series(days), income=pl.col("income").cast(pl.Float32)
    )
    policies: tuple[Any, ...] = ("reject", "clip", "impute")
    for policy in policies:
        door = Door(raw_rows(), SPEC, policy)
        numbers, strings, _ = told(Columns(plain(frame)).admitted(door))
        assert (numbers, strings) == told(door.admit(rows))[:2]


def test_rows_are_picked_by_their_place() -> None:
    frame = pl.DataFrame([{**GOOD, "age": age} for age in (30, 40, 50)])
    door = Door(raw_rows(), SPEC, "reject")
    picked = Columns(frame).some([2, 0]).admitted(door)
    assert picked.numeric[:, 0].tolist() == [50, 30]
