"""What changed between two contracts is said in words that are true."""

from __future__ import annotations

from typing import Any

import pytest

from assay.data.contract.diff import diff
from assay.data.contract.model import Column, Contract, Expression, Table


def contract_of(columns: dict[str, Column], **more: Any) -> Contract:
    target = {"y": Column(type="boolean", nullable=True)}
    given: dict[str, Any] = {"table": Table(target="y"), **more}
    return Contract(format=1, columns={**columns, **target}, **given)


NUMBER = Column(type="number", min=0, max=10, nullable=True, most_missing=0.1)
TEXT = Column(type="text", categories=("a", "b"))


@pytest.mark.parametrize(
    ("before", "changed", "kind"),
    [
        (NUMBER, {"max": 12}, "loosened"),
        (NUMBER, {"max": 9.5}, "tightened"),
        (NUMBER, {"max": None}, "loosened"),
        (NUMBER, {"min": -1}, "loosened"),
        (NUMBER, {"min": 1}, "tightened"),
        (NUMBER, {"most_missing": 0.2}, "loosened"),
        (NUMBER, {"most_missing": None}, "loosened"),
        (NUMBER, {"type": "integer"}, "tightened"),
        (NUMBER, {"type": "any"}, "loosened"),
        (NUMBER, {"type": "date"}, "changed"),
        (NUMBER, {"required": False}, "loosened"),
        (NUMBER, {"decimal": ","}, "changed"),
        (TEXT, {"nullable": True}, "loosened"),
        (TEXT, {"categories": ("a", "b", "c")}, "loosened"),
        (TEXT, {"categories": ("a",)}, "tightened"),
        (TEXT, {"categories": ("a", "c")}, "changed"),
        (TEXT, {"categories": ()}, "loosened"),
        (TEXT, {"open": True}, "loosened"),
        (TEXT, {"unique": True}, "tightened"),
        (TEXT, {"pattern": "a|b"}, "tightened"),
    ],
)
def test_change_of_a_column_has_the_wrong_name(
    before: Column, changed: dict[str, Any], kind: str
) -> None:
    after = before.model_copy(update=changed)
    (change,) = diff(contract_of({"x": before}), contract_of({"x": after}))
    assert (change.kind, change.column, change.key) == (kind, "x", next(iter(changed)))
    (back,) = diff(contract_of({"x": after}), contract_of({"x": before}))
    opposite = {"loosened": "tightened", "tightened": "loosened", "changed": "changed"}
    assert back.kind == opposite[kind]


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"min_rows": 5}, "tightened"),
        ({"max_rows": 5}, "tightened"),
        ({"keys": (("y",),)}, "tightened"),
        ({"fresh_within_days": 2.0}, "tightened"),
        ({"extra_columns": "forbid"}, "tightened"),
        ({"target": "x"}, "changed"),
    ],
)
def test_change_of_the_table_has_the_wrong_name(changed: dict[str, Any], kind: str) -> None:
    table = Table(target="y").model_copy(update=changed)
    (change,) = diff(contract_of({"x": TEXT}), contract_of({"x": TEXT}, table=table))
    assert (change.kind, change.key) == (kind, next(iter(changed)))


def test_rename_is_told_as_two_columns() -> None:
    before = contract_of(
        {"age": NUMBER, "p_flag": TEXT, "q_flag": TEXT}, table=Table(target="y", id="age")
    )
    after = contract_of(
        {"years": NUMBER, "q_flags": TEXT, "p_flags": TEXT}, table=Table(target="y", id="years")
    )
    assert [change.words for change in diff(before, after)] == [
        "renamed: column 'p_flag' to 'p_flags'",
        "renamed: column 'q_flag' to 'q_flags'",
        "renamed: column 'age' to 'years'",
    ]


def test_other_columns_are_told_as_a_rename() -> None:
    before = contract_of({"abc": TEXT, "def": TEXT})
    after = contract_of({"xyz": TEXT, "uvw": TEXT, "z": NUMBER})
    assert sorted(change.words for change in diff(before, after)) == [
        "added: column 'uvw'",
        "added: column 'xyz'",
        "added: column 'z'",
        "removed: column 'abc'",
        "removed: column 'def'",
    ]


def test_expressions_are_not_compared() -> None:
    before = contract_of({"x": NUMBER}, expressions=(Expression(name="a", sql="x > 1"),))
    after = contract_of(
        {"x": NUMBER},
        expressions=(Expression(name="a", sql="x > 2"), Expression(name="b", sql="x < 9")),
    )
    assert [change.words for change in diff(before, after)] == [
        "changed: expression: a from x > 1 to x > 2",
        "tightened: expression: b = x < 9 is new",
    ]
    assert diff(after, after) == ()
