"""What comes through the door is what the model was trained on, and the rest is told."""

from __future__ import annotations

import datetime
import subprocess
import sys
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.data.contract.conform import conform
from assay.data.contract.model import Column, Contract, Expression, Table
from assay.features.inputs import InputSpec
from assay.features.single import DateColumn
from assay.registry.rows import RawRows
from assay.serving.door import Door

COLUMNS = {
    "age": Column(type="integer", min=18, max=99),
    "income": Column(type="number", nullable=True, min=0.0),
    "score": Column(type="number", nullable=True, missing=("-999",)),
    "city": Column(type="text", categories=("Bern", "Köln"), strip=True, missing=("?",)),
    "job": Column(type="text", nullable=True, categories=("clerk",), open=True),
    "member": Column(type="boolean", nullable=True),
    "opened": Column(type="date", format="%d.%m.%Y", nullable=True, min=datetime.date(1990, 1, 1)),
    "zip": Column(type="integer", nullable=True),
}
SPEC = InputSpec(
    numeric=("age", "income", "score", "member"),
    strings=("city", "job", "zip"),
    dates=(DateColumn("opened"),),
)
GOOD: dict[str, Any] = {
    "age": 30,
    "income": 1234.5,
    "score": None,
    "city": "Bern",
    "job": "clerk",
    "member": True,
    "opened": "31.01.2020",
    "zip": 3011,
}


def raw_rows(expressions: tuple[Expression, ...] = ()) -> RawRows:
    contract = Contract(format=1, table=Table(target="y"), columns=COLUMNS, expressions=expressions)
    return RawRows(columns=tuple(COLUMNS), contract=contract, features=None, hash="")


def door(policy: Any = "reject") -> Door:
    return Door(raw_rows(), SPEC, policy)


def in_batch(record: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the two matrices of a table of one row, as text that tells NaN and -0.0."""
    schema = {name: pl.Series([value]) for name, value in record.items()}
    parsed = conform(pl.LazyFrame(schema), raw_rows().contract).collect()
    numeric, strings = SPEC.matrices(parsed)
    return [repr(x) for x in numeric[0]], [repr(x) for x in strings[0]]


def online(record: dict[str, Any]) -> tuple[list[str], list[str]]:
    admitted = door("impute").admit([record])
    return [repr(x) for x in admitted.numeric[0]], [repr(x) for x in admitted.strings[0]]


def test_a_sound_row_passes_without_a_word_and_reads_as_in_batch() -> None:
    assert door().admit([GOOD]).reasons == []
    assert online(GOOD) == in_batch(GOOD)


SOUND = st.fixed_dictionaries(
    {
        "age": st.one_of(st.integers(18, 99), st.sampled_from([30.0, "42", " 42 ", "4.2e1"])),
        "income": st.one_of(
            st.none(), st.floats(0, allow_infinity=False), st.integers(0, 2**60), st.just("1e3")
        ),
        "score": st.one_of(
            st.floats(allow_infinity=False), st.integers(-(2**60), 2**60), st.just("-999")
        ),
        "city": st.sampled_from(["Bern", " Bern ", "Köln"]),
        "job": st.one_of(st.none(), st.text(max_size=4), st.sampled_from(["clerk", " clerk"])),
        "member": st.sampled_from([None, True, False, 1, 0, "yes", "F"]),
        "opened": st.one_of(st.none(), st.just("1.2.1999"), st.just("29.02.2024")),
        "zip": st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.just("00127")),
    }
)


@given(SOUND)
@settings(deadline=None)
def test_a_row_reads_online_as_it_reads_in_batch(record: dict[str, Any]) -> None:
    assert online(record) == in_batch(record)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"age": 17}, "min"),
        ({"age": 100}, "max"),
        ({"age": 30.5}, "type"),
        ({"age": "old"}, "type"),
        ({"age": None}, "null"),
        ({"age": [30]}, "type"),
        ({"city": "Rome"}, "category"),
        ({"city": "?"}, "null"),
        ({"opened": "2020-01-31"}, "type"),
        ({"opened": "31.12.1989"}, "min"),
        ({"income": float("inf")}, "type"),
        ({"member": 2}, "type"),
    ],
)
def test_each_broken_promise_is_told_and_refused(change: dict[str, Any], check: str) -> None:
    admitted = door().admit([GOOD, {**GOOD, **change}])
    assert [(r.check, r.column, r.row) for r in admitted.reasons] == [(check, *change, 1)]
    assert admitted.rejected


def test_all_that_is_wrong_is_told_at_once() -> None:
    admitted = door().admit([{**GOOD, "age": 1, "city": "Rome", "opened": "?"}])
    assert [reason.column for reason in admitted.reasons] == ["age", "city", "opened"]


def test_clipping_moves_a_number_to_its_bound_and_says_so() -> None:
    admitted = door("clip").admit([{**GOOD, "age": 120, "city": "Rome"}])
    assert [reason.action for reason in admitted.reasons] == ["clipped", "taken as missing"]
    assert admitted.numeric[0, 0] == 99
    assert admitted.strings[0, 0] == ""
    assert not admitted.rejected


def test_imputing_takes_a_bad_value_as_missing_and_says_so() -> None:
    admitted = door("impute").admit([{**GOOD, "age": 120}])
    assert [reason.action for reason in admitted.reasons] == ["taken as missing"]
    assert np.isnan(admitted.numeric[0, 0])


def test_an_unknown_category_of_an_open_column_is_noted_and_scored() -> None:
    admitted = door().admit([{**GOOD, "job": "pilot"}])
    assert [(r.check, r.action) for r in admitted.reasons] == [("category", "noted")]
    assert admitted.strings[0, 1] == "pilot"


def test_a_column_that_is_not_named_is_noted_where_it_may_be_missing_and_refused_elsewhere() -> (
    None
):
    noted = door().admit([{name: v for name, v in GOOD.items() if name != "income"}])
    refused = door().admit([{name: v for name, v in GOOD.items() if name != "age"}])
    assert [(r.check, r.action) for r in noted.reasons] == [("absent", "noted")]
    assert [(r.check, r.action) for r in refused.reasons] == [("absent", "rejected")]


def test_a_condition_across_columns_is_held_at_the_door() -> None:
    rule = Expression(name="earners are of age", sql="income = 0 or age >= 21")
    strict = Door(raw_rows((rule,)), SPEC, "reject")
    sound, broken = strict.admit([GOOD]), strict.admit([{**GOOD, "age": 20}])
    assert not sound.rejected
    assert [reason.check for reason in broken.reasons] == ["expression"]
    assert repr(sound.numeric) == repr(door().admit([GOOD]).numeric)
    assert sound.strings.tolist() == door().admit([GOOD]).strings.tolist()


@given(
    st.dictionaries(
        st.sampled_from([*COLUMNS, "other"]),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(st.text(max_size=2), inner, max_size=2)
            ),
            max_leaves=3,
        ),
    )
)
@settings(deadline=None)
def test_no_record_breaks_the_door(record: dict[str, Any]) -> None:
    for policy in ("reject", "clip", "impute"):
        assert len(door(policy).admit([record]).numeric) == 1


def test_the_door_of_a_plain_model_loads_neither_polars_nor_pandas_nor_scikit_learn() -> None:
    code = (
        "import sys; import assay.serving.door; "
        "print([m for m in ('polars', 'pandas', 'sklearn', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
