"""Contracts go to pandera and come back, and pandera finds what the contract finds."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from assay.core.errors import InputError, MissingExtra
from assay.core.evidence.data import ProfileEvidence
from assay.data.adapters.pandera import from_pandera, from_yaml, to_pandera, to_yaml
from assay.data.contract.infer import infer
from assay.data.contract.model import Column, Contract, Expression, Table, load
from assay.data.contract.text import to_toml
from assay.data.contract.validate import validate

pandera = pytest.importorskip("pandera.polars")

ROWS = pl.LazyFrame(
    {
        "who": [f"{n:03d}" for n in range(300)],
        "day": ["2024-01-31", "2024-02-29", "?"] * 100,
        "paid": [1.5, 2.0, None] * 100,
        "seen": [3, 1, 4] * 100,
        "job": ["a", "b", "b"] * 100,
        "left": [True, False, False] * 100,
    }
)
CONTRACT = infer(
    ROWS,
    ProfileEvidence(source="", rows=300, sampled=300, columns=(), duplicate_rows=0),
    target="left",
    id="who",
)
CONTRACT = CONTRACT.model_copy(
    update={
        "expressions": (Expression(name="paid less", sql="paid <= seen + 1"),),
        "table": CONTRACT.table.model_copy(update={"keys": (("who",), ("who", "day"))}),
    }
)


def test_contract_is_lost_on_the_way_there_and_back(tmp_path: Path) -> None:
    assert from_pandera(to_pandera(CONTRACT)) == CONTRACT
    (tmp_path / "c.toml").write_text(to_toml(from_pandera(to_pandera(CONTRACT))))
    assert load(tmp_path / "c.toml") == CONTRACT


def test_pandera_finds_other_rows_than_the_contract() -> None:
    schema = to_pandera(CONTRACT)
    parsed = validate(ROWS, CONTRACT).frame.collect()
    assert schema.validate(parsed).equals(parsed)
    for broken in (
        parsed.with_columns(seen=pl.lit(-5, dtype=pl.Int64)),
        parsed.with_columns(job=pl.lit("c")),
        parsed.with_columns(who=pl.lit("001")),
        parsed.with_columns(paid=pl.lit(2.0), seen=pl.lit(0, dtype=pl.Int64)),
        parsed.with_columns(job=pl.lit(None, dtype=pl.String)),
        parsed.drop("job"),
    ):
        with pytest.raises(pandera.errors.SchemaErrors):
            schema.validate(broken, lazy=True)
        found = validate(broken.lazy(), CONTRACT, policy="stop")
        assert found.evidence.stopped


def test_checks_of_a_schema_by_hand_are_lost() -> None:
    check = pandera.Check
    schema = pandera.DataFrameSchema(
        {
            "n": pandera.Column(pl.Int32, [check.gt(0), check.lt(10)]),
            "x": pandera.Column(float, [check.in_range(0, 1, include_max=False), check.ne(0.5)]),
            "code": pandera.Column(str, [check.str_length(2, 3)], nullable=True),
            "kind": pandera.Column(pl.Enum(["a", "b"])),
            "name": pandera.Column(str, [check.str_startswith("A."), check.notin(["A.x"])]),
            "free": pandera.Column(None, [check.isin(["p", "q"])]),
        },
        unique=["n", "code"],
        strict=True,
    )
    contract = from_pandera(schema, target="kind")
    assert contract.columns["n"] == Column(type="integer", min=1, max=9)
    assert contract.columns["kind"].categories == ("a", "b")
    assert contract.columns["free"] == Column(type="text", categories=("p", "q"))
    assert contract.table == Table(target="kind", keys=(("n", "code"),), extra_columns="forbid")
    row: dict[str, object] = {
        "n": 1,
        "x": 0.2,
        "code": "ab",
        "kind": "a",
        "name": "A.b",
        "free": "p",
    }
    changes: list[dict[str, object]] = [
        {},
        {"x": 1.0},
        {"x": 0.5},
        {"code": "abcd"},
        {"name": "Axb"},
        {"name": "A.x"},
    ]
    rows = pl.LazyFrame([{**row, "n": n + 1, **change} for n, change in enumerate(changes)])
    found = validate(rows, contract, most_quarantined=1.0)
    assert found.quarantine["assay_row"].to_list() == [1, 2, 3, 4, 5]


def test_what_a_contract_cannot_say_is_dropped_in_silence() -> None:
    schema = pandera.DataFrameSchema(
        {
            "x": pandera.Column(int, pandera.Check(lambda data: data.lazyframe, name="odd")),
            "^f_.*$": pandera.Column(float, regex=True),
        },
        checks=pandera.Check(lambda data: data.lazyframe, name="whole"),
    )
    with pytest.raises(InputError) as raised:
        from_pandera(schema, target="x")
    for lost in ("check 'odd' of column 'x'", "pattern '^f_.*$'", "check 'whole' of the table"):
        assert lost in raised.value.where
    assert from_pandera(schema, target="x", leave_out=True).columns == {"x": Column(type="integer")}
    with pytest.raises(InputError, match="target"):
        from_pandera(schema)


def test_yaml_says_something_else(tmp_path: Path) -> None:
    path = tmp_path / "schema.yaml"
    path.write_text(to_yaml(CONTRACT), encoding="utf-8")
    assert "#   expression paid less: paid <= seen + 1" in path.read_text()
    assert '#   column day: missing = ["?"]' in path.read_text()
    back = from_yaml(path, target="left")
    for name, column in CONTRACT.columns.items():
        kept = {"missing": (), "strip": False, "format": None, "most_missing": None}
        assert back.columns[name] == column.model_copy(update=kept)
    assert back.table.keys == (("who",),)


@pytest.mark.parametrize("text", ["", "[1", "a: 1", "- 1", "columns:\n  x:\n    dtype: Nonsense\n"])
def test_other_yaml_is_a_traceback(tmp_path: Path, text: str) -> None:
    path = tmp_path / "schema.yaml"
    with pytest.raises(InputError, match="there is no"):
        from_yaml(path)
    path.write_text(text)
    with pytest.raises(InputError):
        from_yaml(path, target="x")


def test_missing_package_is_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandera.polars", None)
    contract = Contract(format=1, table=Table(target="y"), columns={"y": Column(type="boolean")})
    with pytest.raises(MissingExtra) as raised:
        to_pandera(contract)
    assert raised.value.remedy == "pip install 'assay-ml[pandera]'"
