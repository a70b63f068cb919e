"""The fifth opened set stands apart from every other set, and its controls are clean."""

from __future__ import annotations

import ast
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.opened.fifth import plan
from benchmarks.planted.opened.fifth.plan import CLEAN, PLAN, cases
from benchmarks.planted.opened.fifth.source import read
from benchmarks.planted.opened.fifth.tables import TABLES, table

HERE = Path(plan.__file__).parent
REPEATED = {
    "breastfed", "kidneys", "prochoice", "turnout", "values", "police trust", "released",
    "volunteers", "southern wages", "refugees", "favourites",
}  # fmt: skip
"""Tables of few levels, whose equal rows are different people (or games)."""


def test_every_fault_is_planted_three_times_in_different_tables() -> None:
    planted = Counter(one.fault for one in PLAN if one.fault)
    assert set(planted) == set(FAULTS)
    for fault in FAULTS:
        assert len({one.table for one in PLAN if one.fault == fault}) >= 3, fault
    assert len({one.name for one in PLAN}) == len(PLAN)
    assert planted.total() >= 165
    assert len(CLEAN) >= 90


def test_every_table_is_used_and_says_why_it_is_clean() -> None:
    assert {one.table for one in PLAN} == set(TABLES)
    assert len(TABLES) >= 60
    for name in TABLES:
        loaded = table(name)
        assert loaded.name == name
        assert len(loaded.why) > 20, name
        assert 100 <= loaded.frame.height <= 20_000, name
        assert not loaded.frame[loaded.target].null_count(), name


def test_every_planting_says_how_its_fault_is_seen() -> None:
    for one in PLAN:
        assert one.plant.__doc__, one.plant.__name__
        if one.fault:
            assert "Seen by:" in one.plant.__doc__, one.plant.__name__


def test_nothing_is_taken_from_another_set() -> None:
    own = f"benchmarks.planted.opened.{HERE.name}"
    shared = {f"benchmarks.planted.{name}" for name in ("case", "pair", "plan", "table")}
    for file in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            if named.startswith(("benchmarks", "assay")):
                assert named == own or named.startswith(f"{own}.") or named in shared, file.name


def test_no_other_set_reads_one_of_these_tables() -> None:
    others = _read_by(
        [
            folder
            for folder in HERE.parent.iterdir()
            if folder.is_dir() and folder not in (HERE, HERE.parent / "peers")
        ]
    )
    mine = {
        (str(node.args[0].value), str(node.args[1].value))
        for file in HERE.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "read"
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[1], ast.Constant)
    }
    assert len(mine) >= 60
    assert len(others) >= 200
    assert mine & others == {("survival", "veteran")}, "the held-out set alone reads this one too"


def test_a_table_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(LookupError, match="no survival/colonel"):
        read("survival", "colonel")


def test_a_case_is_the_same_at_every_call() -> None:
    first, second = (next(cases("boards: time zones")) for _ in range(2))
    assert first.train.equals(second.train)
    assert first.test.equals(second.test)


@pytest.mark.parametrize("how", sorted({one.plant.__name__ for one in CLEAN}))
def test_a_clean_control_holds_none_of_the_plain_faults(how: str) -> None:
    for case in cases(f"clean ({how})"):
        name = case.name.split(":")[0]
        assert case.train.schema == case.test.schema, case.name
        if name not in REPEATED:
            equal = case.test.join(case.train, on=case.train.columns, how="semi", nulls_equal=True)
            assert equal.height <= 0.005 * case.test.height, case.name
        for column in case.train.columns:
            counts = case.train[column].value_counts()["count"].to_numpy()
            assert column == case.target or counts.max() < 0.985 * case.train.height, case.name
        if case.group:
            assert not set(case.train[case.group]) & set(case.test[case.group]), case.name
        if case.time:
            late = case.test[case.time].sort()[0]
            assert not case.train.filter(pl.col(case.time) >= late).height, case.name
        if case.train[case.target].n_unique() <= 20:
            assert set(case.test[case.target]) == set(case.train[case.target]), case.name
        _said_alike(case)


def _said_alike(case: Case) -> None:
    """No category is spelled in two ways, and none of a few levels stands on one side alone."""
    for column, kind in case.train.schema.items():
        if kind != pl.String or column in (case.group, case.target):
            continue
        both = pl.concat([case.train[column], case.test[column]]).drop_nulls()
        plain = {re.sub(r"[\s_.-]+", "", text.lower()) for text in both}
        assert len(plain) == both.n_unique(), (case.name, column)
        trained = set(case.train[column])
        known = [text in trained for text in case.test[column].drop_nulls()]
        if both.n_unique() <= 20 and case.group is None:
            assert np.mean(known) > 0.95, (case.name, column)


def test_no_feature_of_a_clean_table_is_the_outcome_under_another_name() -> None:
    for name in {one.table for one in CLEAN}:
        loaded = table(name)
        answer = loaded.frame[loaded.target]
        for column in loaded.frame.columns:
            values = loaded.frame[column]
            if column in (loaded.target, loaded.group, loaded.time):
                continue
            if values.n_unique() <= 50:
                told = loaded.frame.group_by(column).agg(pl.col(loaded.target).n_unique())
                assert told[loaded.target].to_numpy().max() > 1, (name, column)
            if values.null_count() > 0.02 * values.len() and not loaded.numeric_target:
                for kept in (values.is_null(), values.is_not_null()):
                    assert set(loaded.frame.filter(kept)[loaded.target]) == set(answer), name


def test_the_rows_of_a_clean_table_are_in_no_order_that_tells() -> None:
    for name in {one.table for one in CLEAN}:
        loaded = table(name)
        if loaded.time or loaded.group:
            continue
        rank = loaded.frame[loaded.target].rank("average").to_numpy()
        assert abs(np.corrcoef(rank, np.arange(rank.size))[0, 1]) < 0.2, name


def _read_by(folders: list[Path]) -> set[tuple[str, str]]:
    """Return package and item of every table that the modules of some folders may read.

    Neighbouring texts of a call or a tuple may name a table; some sets list what they read.
    """
    found = set()
    for folder in folders:
        for file in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
                texts = [one.value if isinstance(one, ast.Constant) else None for one in parts]
                found |= {
                    (one, other)
                    for one, other in pairwise(texts)
                    if isinstance(one, str) and isinstance(other, str)
                }
    return found
