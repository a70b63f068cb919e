"""What holds for every table: it keeps its own contract, and no row is lost or counted twice."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.core.evidence.data import ProfileEvidence
from assay.data.contract.diff import diff
from assay.data.contract.infer import infer
from assay.data.contract.model import Contract, load
from assay.data.contract.text import to_toml
from assay.data.contract.validate import validate

NOTHING = ProfileEvidence(source="", rows=0, sampled=0, columns=(), duplicate_rows=0)
QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def moment(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(day.month, day.day, 7, 5))


DATES = st.dates(datetime.date(1000, 1, 1), datetime.date(9000, 1, 1))
WORDS = st.sampled_from(
    ["", " ", "?", "NA", "a", " a ", "b", "1", "2.5", "-3", "1,000", "1.000,5", "007", "true",
     "no", "01-02-2011", "31-12-2011", "2011-12-31", "2011-12-31 10:00:00", "nan", "inf", "-",
     "é\n", "1e5", "99999999999999999999"]
)  # fmt: skip
CELLS: dict[pl.DataType, st.SearchStrategy[Any]] = {
    pl.Int64(): st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3),
    pl.UInt64(): st.integers(0, 2**64 - 1),
    pl.Float64(): st.floats() | st.sampled_from([0.0, 1.0, -1.0]),
    pl.Float32(): st.floats(width=32),
    pl.String(): WORDS | st.text(max_size=5),
    pl.Boolean(): st.booleans(),
    pl.Date(): DATES,
    pl.Datetime("ns", "UTC"): st.dates(datetime.date(1700, 1, 1), datetime.date(2200, 1, 1)).map(
        moment
    ),
    pl.Datetime("us"): DATES.map(moment),
    pl.List(pl.Int64()): st.lists(st.integers(0, 3), max_size=2),
}  # fmt: skip
NAMES = st.sampled_from(["x", "a b", "^x.*$", 'q"t', "größe", "x.y", "*", "rows", "[z]", ""])


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    rows = draw(st.integers(1, 30))
    columns = {}
    for name in draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)):
        dtype = draw(st.sampled_from(sorted(CELLS, key=str)))
        cells = draw(st.lists(st.none() | CELLS[dtype], min_size=rows, max_size=rows))
        columns[name] = pl.Series("cells", cells, dtype=dtype).alias(name)
    columns["y"] = pl.Series("y", draw(st.lists(st.booleans(), min_size=rows, max_size=rows)))
    return pl.DataFrame(columns)


@QUICK
@given(tables())
def test_table_breaks_its_own_contract(table: pl.DataFrame) -> None:
    contract = infer(table.lazy(), NOTHING, target="y")
    validated = validate(table.lazy(), contract)
    assert validated.evidence.violated == ()
    assert validated.frame.collect().height == table.height
    again = validate(validated.frame, contract)
    assert again.evidence.violated == ()
    assert again.frame.collect().equals(validated.frame.collect())


@QUICK
@given(tables(), tables())
def test_row_is_lost_or_counted_twice(first: pl.DataFrame, second: pl.DataFrame) -> None:
    contract = infer(first.lazy(), NOTHING, target="y")
    columns = {
        name: column.model_copy(
            update={"nullable": False, "most_missing": None, "unique": column.type != "any"}
        )
        for name, column in contract.columns.items()
        if name != "y"
    }
    contract = contract.model_copy(update={"columns": {**columns, "y": contract.columns["y"]}})
    validated = validate(second.lazy(), contract, most_quarantined=1.0)
    good, bad = validated.frame.collect(), validated.quarantine
    assert good.height + bad.height == second.height == validated.evidence.rows
    assert bad.height == validated.evidence.quarantined
    came = second.with_row_index("assay_row").filter(
        pl.col("assay_row").is_in(bad["assay_row"].implode())
    )
    assert bad.drop("assay_row", "assay_reason").equals(came.drop("assay_row"), null_equal=True)
    assert not bad["assay_reason"].is_null().any()


@QUICK
@given(table=tables())
def test_contract_changes_when_written_and_read(table: pl.DataFrame, tmp_path: Path) -> None:
    contract = infer(table.lazy(), NOTHING, target="y")
    path = tmp_path / "contract.toml"
    path.write_text(to_toml(contract), encoding="utf-8")
    back: Contract = load(path)
    assert back == contract
    assert diff(contract, back) == ()
    assert back.hash == contract.hash
