"""Reading rows as the contract says keeps every row, whatever stands in it."""

from __future__ import annotations

import polars as pl
import pytest

from assay.core.errors import InputError
from assay.data.contract.conform import conform
from assay.data.contract.model import Column, Contract, Table

CONTRACT = Contract(
    format=1,
    table=Table(target="y"),
    columns={
        "age": Column(type="integer", max=120),
        "note": Column(type="text", required=False, strip=True),
        "y": Column(type="boolean"),
    },
)


def test_row_that_does_not_parse_is_lost() -> None:
    rows = pl.LazyFrame({"note": [" a", "b ", ""], "age": ["1", "old", "999"], "more": [1, 2, 3]})
    read = conform(rows, CONTRACT).collect()
    assert read.rows() == [(1, "a"), (None, "b"), (999, None)]
    assert read.columns == ["age", "note"]


def test_column_that_may_be_absent_is_asked_for() -> None:
    assert conform(pl.LazyFrame({"age": [1]}), CONTRACT).collect()["age"].to_list() == [1]
    with pytest.raises(InputError, match="age"):
        conform(pl.LazyFrame({"note": ["a"]}), CONTRACT)


def test_row_is_kept_where_no_column_is_read() -> None:
    nothing = CONTRACT.model_copy(update={"columns": {"y": CONTRACT.columns["y"]}})
    assert conform(pl.LazyFrame({"age": [1, 2]}), nothing).collect().shape == (2, 0)
