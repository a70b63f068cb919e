"""Holding a table against a contract: each check kept and broken, both policies, environments."""

from __future__ import annotations

import datetime
from typing import Any

import polars as pl
import pytest

from assay.core.errors import InputError
from assay.core.evidence.data import CheckResult
from assay.data.contract.model import Column, Contract, Expression, Seen, Table, Tail
from assay.data.contract.validate import Validated, validate

NOW = datetime.datetime(2024, 6, 1, tzinfo=datetime.UTC)


def contract_of(columns: dict[str, Column], *expressions: Expression, **table: Any) -> Contract:
    return Contract(
        format=1,
        table=Table(target="y", **table),
        columns={**columns, "y": Column(type="integer", nullable=True)},
        expressions=expressions,
    )


def held(contract: Contract, columns: dict[str, list[Any]], **options: Any) -> Validated:
    rows = max(len(values) for values in columns.values())
    frame = pl.DataFrame({"y": [1] * rows, **columns}, strict=False).lazy()
    return validate(frame, contract, most_quarantined=1.0, now=NOW, **options)


def result_of(validated: Validated, check: str) -> CheckResult:
    return next(
        result
        for result in sorted(validated.evidence.checks, key=lambda found: -found.violations)
        if result.check == check
    )


@pytest.mark.parametrize(
    ("check", "column", "good", "bad"),
    [
        ("type", Column(type="integer"), ["1", "2.0"], "2.5"),
        ("type", Column(type="number"), ["1e3", "-.5"], "1,5"),
        ("type", Column(type="number"), ["1"], "inf"),
        ("type", Column(type="number", decimal=",", thousands="."), ["1.234,5"], "1.23,4"),
        ("type", Column(type="boolean"), ["Yes", "f", "1"], "maybe"),
        ("type", Column(type="date", format="%d-%m-%Y"), ["31-12-2020"], "2020-12-31"),
        ("type", Column(type="datetime"), ["2020-12-31T10:00:00"], "yesterday"),
        (
            "type",
            Column(type="datetime", timezone="UTC", format="%Y-%m-%dT%H:%M%:z"),
            ["2020-12-31T10:00+02:00"],
            "2020-12-31T10:00",
        ),
        ("null", Column(type="text"), ["a"], " "),
        ("null", Column(type="text", missing=("?",)), ["a"], " ?"),
        ("min", Column(type="integer", min=0), [0], -1),
        ("max", Column(type="number", max=0.5), [0.5], 0.6),
        ("min", Column(type="date", min=datetime.date(2020, 1, 1)), ["2020-01-01"], "2019-12-31"),
        (
            "max",
            Column(type="datetime", max=datetime.date(2020, 1, 1)),
            ["2020-01-01T23:00:00"],
            "2020-01-02T00:00:00",
        ),
        ("category", Column(type="text", categories=("a", "b")), ["a", "b"], "c"),
        ("category", Column(type="integer", categories=(1, 2)), [1, 2], 3),
        ("format", Column(type="text", pattern="[A-Z]{2}"), ["DE", "FR"], "DEU"),
        ("unique", Column(type="text", unique=True), ["a", "b"], "a"),
    ],
)
def test_bad_value_reaches_the_frame(check: str, column: Column, good: list[Any], bad: Any) -> None:
    contract = contract_of({"x": column})
    clean = held(contract, {"x": good})
    assert clean.evidence.violated == ()
    assert clean.frame.collect().height == len(good)
    found = held(contract, {"x": [*good, bad]})
    result = result_of(found, check)
    assert (result.violations, result.sample_rows) == (1, (len(good),))
    assert str(bad) in result.sample_values[0]
    assert [row.check for row in found.evidence.violated] == [check]
    assert found.quarantine["assay_row"].to_list() == [len(good)]
    assert found.quarantine["x"].to_list() == [bad]
    assert found.frame.collect().height == len(good)


def test_broken_expression_reaches_the_frame() -> None:
    columns = {"a": Column(type="integer", nullable=True), "b": Column(type="integer")}
    contract = contract_of(columns, Expression(name="a comes first", sql="a <= b"))
    found = held(contract, {"a": [1, 3, None], "b": [2, 2, 2]})
    assert result_of(found, "expression").sample_values == ("3 + 2",)
    assert found.frame.collect()["a"].to_list() == [1, None]
    assert found.quarantine["assay_reason"].to_list() == ["a comes first: a <= b"]


def test_compound_key_comes_twice() -> None:
    columns = {"a": Column(type="text", nullable=True), "b": Column(type="integer")}
    contract = contract_of(columns, keys=(("a", "b"),))
    found = held(contract, {"a": ["p", "p", "q", "p", None, None], "b": [1, 2, 1, 1, 1, 1]})
    assert result_of(found, "key").violations == 1
    assert found.quarantine["assay_row"].to_list() == [3]
    assert result_of(found, "key").sample_values == ("p + 1",)


def test_two_reasons_become_one() -> None:
    contract = contract_of({"a": Column(type="integer", min=0), "b": Column(type="text")})
    found = held(contract, {"a": [-1, 1], "b": [None, "x"]})
    assert found.quarantine["assay_reason"].to_list() == ["a: at least 0; b: never missing"]
    assert found.evidence.quarantined == 1


def test_unlabelled_row_is_set_aside() -> None:
    contract = contract_of({"x": Column(type="integer")})
    found = held(contract, {"x": [1, 2], "y": [None, 1]})
    assert found.evidence.quarantined == 0
    assert found.frame.collect()["y"].to_list() == [None, 1]
    result = next(check for check in found.evidence.checks if check.noted)
    assert (result.check, result.column, result.noted, result.sample_rows) == ("null", "y", 1, (0,))
    forbidden = contract.model_copy(
        update={"columns": {**contract.columns, "y": Column(type="integer")}}
    )
    found = held(forbidden, {"x": [1, 2], "y": [None, 1]})
    assert result_of(found, "null").violations == 1
    assert found.evidence.quarantined == 0


def test_new_category_of_open_list_is_set_aside_or_hidden() -> None:
    contract = contract_of({"x": Column(type="text", categories=("a",), open=True)})
    found = held(contract, {"x": ["a", "b"]})
    result = result_of(found, "category")
    assert (result.violations, result.noted, result.sample_values) == (0, 1, ("b",))
    assert found.evidence.quarantined == 0


@pytest.mark.parametrize(("missing", "violations"), [(3, 0), (12, 0), (20, 1)])
def test_share_of_missing_values_is_judged_by_chance(missing: int, violations: int) -> None:
    contract = contract_of({"x": Column(type="integer", nullable=True, most_missing=0.05)})
    found = held(contract, {"x": [None] * missing + [1] * (200 - missing)})
    assert result_of(found, "null-share").violations == violations
    assert found.evidence.quarantined == 0


@pytest.mark.parametrize(("rows", "violations"), [(1, 1), (2, 0), (3, 0), (4, 1)])
def test_row_count_is_not_checked(rows: int, violations: int) -> None:
    contract = contract_of({"x": Column(type="integer")}, min_rows=2, max_rows=3)
    assert result_of(held(contract, {"x": [1] * rows}), "rows").violations == violations


@pytest.mark.parametrize(("newest", "violations"), [("2024-05-30", 0), ("2024-05-01", 1)])
def test_old_table_is_taken_for_fresh(newest: str, violations: int) -> None:
    contract = contract_of({"t": Column(type="date")}, time="t", fresh_within_days=7)
    found = held(contract, {"t": ["2020-01-01", newest]})
    assert result_of(found, "freshness").violations == violations


def test_missing_column_goes_on() -> None:
    contract = contract_of(
        {"age": Column(type="integer"), "old": Column(type="text", required=False)}
    )
    found = held(contract, {"agee": [1]})
    assert found.evidence.stopped
    missing, optional = (c for c in found.evidence.checks if c.check == "missing-column")
    assert missing.expected == "the table has it (did you mean 'agee'?)"
    assert (optional.violations, optional.noted) == (0, 1)
    assert found.frame.collect().columns == ["age", "old", "y"]


@pytest.mark.parametrize(("extra", "violations"), [("drop", 0), ("forbid", 1)])
def test_extra_column_reaches_the_frame(extra: str, violations: int) -> None:
    contract = contract_of({"x": Column(type="integer")}, extra_columns=extra)
    found = held(contract, {"x": [1], "leak": [1]})
    result = result_of(found, "extra-column")
    assert (result.violations, result.noted) == (violations, 1 - violations)
    assert found.frame.collect_schema().names() == ["x", "y"]


def test_serving_needs_the_target_or_unique_rows() -> None:
    contract = contract_of({"x": Column(type="integer", unique=True)}, min_rows=100)
    frame = pl.LazyFrame({"x": [1, 1]})
    found = validate(frame, contract, environment="serving")
    assert (found.evidence.violated, found.evidence.stopped) == ((), False)
    assert found.frame.collect_schema().names() == ["x"]
    assert (
        "y"
        not in validate(frame.with_columns(y=1), contract, environment="serving")
        .frame.collect_schema()
        .names()
    )


def test_labels_need_the_features() -> None:
    columns = {"id": Column(type="text"), "x": Column(type="integer")}
    contract = contract_of(columns, id="id", keys=(("id",),))
    frame = pl.LazyFrame({"id": ["a", "b", "b"], "y": [0, 1, 1]})
    found = validate(frame, contract, environment="labels", most_quarantined=1.0)
    assert not found.evidence.stopped
    assert found.frame.collect().rows() == [("a", 0), ("b", 1)]
    assert found.quarantine["assay_row"].to_list() == [2]


def test_policy_is_not_kept() -> None:
    contract = contract_of({"x": Column(type="integer", min=0)})
    frame = pl.LazyFrame({"x": [-1, *range(9)], "y": [1] * 10})
    assert validate(frame, contract, policy="stop").evidence.stopped
    assert validate(frame, contract, most_quarantined=0.05).evidence.stopped
    assert not validate(frame, contract, most_quarantined=0.1).evidence.stopped


def test_hopeless_table_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.data.contract.validate.KEPT", 3)
    contract = contract_of({"x": Column(type="integer", min=0)})
    frame = pl.LazyFrame({"x": [-1] * 50, "y": [1] * 50})
    found = validate(frame, contract)
    assert (found.evidence.quarantined, found.evidence.stopped) == (50, True)
    assert found.quarantine["assay_row"].to_list() == [0, 1, 2]
    assert found.frame.collect().height == 0


def test_chance_of_a_violation_is_not_said() -> None:
    seen = Seen(rows=1_000, high=Tail(edge=5.0, ties=1))
    contract = contract_of({"x": Column(type="integer", max=5)})
    contract = contract.model_copy(update={"seen": {"x": seen}})
    found = held(contract, {"x": [1, 6] * 500})
    assert result_of(found, "max").chance == 0.5


def test_quarantine_cannot_be_checked_again() -> None:
    contract = contract_of({"x": Column(type="integer", min=0)})
    again = held(contract, {"x": [-1, 2]}).quarantine
    found = validate(again.lazy(), contract, most_quarantined=1.0)
    assert found.quarantine.columns == ["y", "x", "assay_reason", "assay_row"]
    assert found.quarantine["assay_row"].to_list() == [0]


def test_column_names_are_taken_for_patterns() -> None:
    contract = contract_of({"^x.*$": Column(type="integer", max=1), "x y": Column(type="text")})
    found = held(contract, {"^x.*$": [1, 2], "x y": ["a", "b"]})
    assert found.frame.collect().rows() == [(1, "a", 1)]


def test_numbers_lose_their_meaning_as_text() -> None:
    contract = contract_of({"x": Column(type="text")})
    assert held(contract, {"x": [1.0, 2.5]}).frame.collect()["x"].to_list() == ["1", "2.5"]


def test_integers_of_pandas_with_gaps_are_refused() -> None:
    contract = contract_of({"x": Column(type="integer", nullable=True)})
    found = held(contract, {"x": [1.0, float("nan"), 3.0, 2.5]})
    assert found.frame.collect()["x"].to_list() == [1, None, 3]
    assert result_of(found, "type").sample_values == ("2.5",)


def test_moments_are_shifted_by_their_zone() -> None:
    contract = contract_of({"t": Column(type="datetime", timezone="UTC")})
    stamp = datetime.datetime(2024, 1, 1, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    found = held(contract, {"t": [stamp]})
    assert found.frame.collect()["t"].to_list() == [
        datetime.datetime(2024, 1, 1, 10, tzinfo=datetime.UTC)
    ]


def test_contract_built_in_python_may_contradict_itself() -> None:
    contract = contract_of({"x": Column(type="text", min=1)})
    with pytest.raises(InputError) as raised:
        held(contract, {"x": ["a"]})
    assert "columns.x.min" in raised.value.where


def test_table_without_rows_fails_without_a_word() -> None:
    contract = contract_of(
        {"x": Column(type="integer", unique=True, most_missing=0.1, nullable=True)}
    )
    found = validate(pl.LazyFrame(schema={"x": pl.String, "y": pl.Int64}), contract)
    assert [result.check for result in found.evidence.violated] == ["rows"]
    assert found.frame.collect().height == 0


def test_table_that_cannot_be_read_ends_in_a_traceback() -> None:
    contract = contract_of({"x": Column(type="integer")})
    frame = pl.LazyFrame({"x": ["a"], "y": [1]}).with_columns(pl.col("x").cast(pl.Int64))
    with pytest.raises(InputError, match="cannot be read"):
        validate(frame, contract)
