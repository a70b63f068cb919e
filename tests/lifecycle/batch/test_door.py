"""A row of a batch is held against the contract, and put right, as the same row in a request."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.serving.test_door import GOOD, SPEC, raw_rows

from assay.data.contract.model import Expression
from assay.lifecycle.batch.door import Door
from assay.serving.door import Door as Online

CONDITION = Expression(name="the old earn", sql="age < 60 OR income > 100")
RAW = raw_rows((CONDITION,))
TEXTS = {name: pl.String() for name in GOOD}
TYPED = {
    "age": pl.Int64(),
    "income": pl.Float64(),
    "score": pl.Int64(),
    "city": pl.String(),
    "job": pl.String(),
    "member": pl.Boolean(),
    "opened": pl.Date(),
    "zip": pl.Int64(),
}


def text(*words: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([*words, "", " ", None])


AS_TEXT = st.fixed_dictionaries(
    {
        "age": text("17", "18", "42", " 42 ", "99", "120", "30.5", "old", "1e1"),
        "income": text("0", "-1", "99.5", "1e3", "inf", "much"),
        "score": text("-999", "3.25", "x"),
        "city": text("Bern", " Köln", "Rome", "?"),
        "job": text("clerk", "smith", " clerk"),
        "member": text("yes", "F", "2", "maybe"),
        "opened": text("1.2.1999", "31.12.1989", "2020-01-31"),
        "zip": text("00127", "3011", "x"),
    }
)
AS_TYPED = st.fixed_dictionaries(
    {
        "age": st.sampled_from([None, 17, 18, 42, 99, 120]),
        "income": st.sampled_from([None, -0.5, 0.0, 99.5, 1e30, float("inf")]),
        "score": st.sampled_from([None, -999, 5]),
        "city": text("Bern", " Köln", "Rome", "?"),
        "job": text("clerk", "smith"),
        "member": st.sampled_from([None, True, False]),
        "opened": st.sampled_from([None, datetime.date(1989, 12, 31), datetime.date(2020, 2, 29)]),
        "zip": st.sampled_from([None, 3011, -(2**63), 2**63 - 1]),
    }
)


def sent(record: dict[str, Any]) -> dict[str, Any]:
    """Return a row as a client sends it."""
    opened = record["opened"]
    written = opened.strftime("%d.%m.%Y") if isinstance(opened, datetime.date) else opened
    return {**record, "opened": written}


@pytest.mark.parametrize("policy", ["reject", "clip", "impute"])
@pytest.mark.parametrize(("rows", "schema"), [(AS_TEXT, TEXTS), (AS_TYPED, TYPED)])
def test_the_same_row_is_read_and_judged_alike_in_a_batch_and_in_a_request(
    policy: Any, rows: st.SearchStrategy[dict[str, Any]], schema: dict[str, pl.DataType]
) -> None:
    @given(st.lists(rows, min_size=1, max_size=12))
    @settings(deadline=None, max_examples=25)
    def holds(records: list[dict[str, Any]]) -> None:
        frame = pl.DataFrame(records, schema=schema)
        batch = Door(RAW, RAW.contract, frame.schema, policy).admit(frame, 100)
        online = Online(RAW, SPEC, policy).admit([sent(record) for record in records])
        numeric, strings = SPEC.matrices(batch.rows)
        told: list[Counter[str]] = [Counter() for _ in records]
        for reason in online.reasons:
            column = reason.expected if reason.column is None else reason.column
            told[reason.row][f"{column} {reason.action}"] += 1
        assert said(batch.reasons, len(records)) == told
        rejected = [any(key.endswith("rejected") for key in each) for each in told]
        flags = batch.rejected.to_list() if batch.rejected is not None else [False] * len(records)
        assert flags == rejected
        assert batch.tally.rejected == sum(rejected)
        whole = [row for row, out in enumerate(rejected) if not out]
        assert numeric[whole].tobytes() == online.numeric[whole].tobytes()
        assert strings[whole].tolist() == online.strings[whole].tolist()

    holds()


def said(reasons: pl.Series | None, rows: int) -> list[Counter[str]]:
    """Return what a batch says of each row: column, or condition, and action."""
    found = []
    for line in [None] * rows if reasons is None else reasons.to_list():
        parts = [] if line is None else line.split("; ")
        whole = [part.removesuffix(")").rpartition(" (") for part in parts]
        condition = f"{CONDITION.name}: {CONDITION.sql}"
        found.append(
            Counter(
                f"{condition if what == condition else what.partition(': ')[0]} {action}"
                for what, _, action in whole
            )
        )
    return found


def test_a_tally_names_the_rows_by_their_place_in_the_source() -> None:
    frame = pl.DataFrame([{**GOOD, "age": age} for age in (20, 7, 30, 8)])
    batch = Door(RAW, RAW.contract, frame.schema, "reject").admit(frame, 1_000)
    (broken,) = batch.tally.broken
    assert (broken.check, broken.rows) == ("min", 2)
    assert broken.samples == [(1_001, "7"), (1_003, "8")]


def test_a_column_that_need_not_be_there_counts_as_missing() -> None:
    contract = RAW.contract
    optional = contract.columns["zip"].model_copy(update={"required": False})
    loose = contract.model_copy(update={"columns": {**contract.columns, "zip": optional}})
    raw = type(RAW)(columns=RAW.columns, contract=loose, features=None, hash="")
    frame = pl.DataFrame([GOOD]).drop("zip")
    batch = Door(raw, loose, frame.schema, "reject").admit(frame, 0)
    assert batch.rejected is None
    assert batch.rows["zip"].to_list() == [None]
