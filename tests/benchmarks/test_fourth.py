"""The fourth set that was opened stays apart from every other set, and its controls are clean."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from benchmarks.planted.case import FAULTS
from benchmarks.planted.opened.fourth import plan
from benchmarks.planted.opened.fourth.plan import CLEAN, PLAN, cases
from benchmarks.planted.opened.fourth.source import read
from benchmarks.planted.opened.fourth.tables import TABLES, table

HERE = Path(plan.__file__).parent
REPEATED = {
    "burned", "colon", "families", "incomes", "juices", "knocks", "pets", "smokers", "taxis",
    "tuberculosis", "voters", "arrested",
}  # fmt: skip
"""Tables of few levels, whose equal rows are different people."""


def test_every_fault_is_planted_three_times_and_no_two_cases_share_a_name() -> None:
    planted = Counter(one.fault for one in PLAN if one.fault)
    assert set(planted) == set(FAULTS)
    assert min(planted.values()) >= 3
    assert len({one.name for one in PLAN}) == len(PLAN)
    assert len(CLEAN) >= 60
    assert planted.total() >= 160


def test_the_plantings_of_a_fault_lie_in_different_tables() -> None:
    for fault in FAULTS:
        where = {one.table for one in PLAN if one.fault == fault}
        assert len(where) >= 2 if fault == "random split of ordered data" else len(where) >= 3


def test_every_table_that_is_planted_into_exists_and_none_is_idle() -> None:
    assert {one.table for one in PLAN} == set(TABLES)


def test_nothing_is_taken_from_another_set() -> None:
    imported = {
        node.module or ""
        for file in HERE.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    own = f"benchmarks.planted.opened.{HERE.name}"
    shared = {f"benchmarks.planted.{name}" for name in ("case", "pair", "plan", "table")}
    ours = {name for name in imported if name.startswith("benchmarks")}
    assert all(name == own or name.startswith(f"{own}.") or name in shared for name in ours)


READ_AGAIN = {("bakeoff", "challenges"), ("dslabs", "mice_weights"), ("survival", "colon")}
"""Tables that later sets turned out to read too, after they had been opened."""


def test_no_other_set_reads_one_of_these_tables() -> None:
    mine = _read_by([HERE])
    others = [
        folder
        for folder in HERE.parent.iterdir()
        if folder.is_dir() and folder != HERE and folder.name != "peers"
    ]
    assert len(mine) >= 50
    assert len(others) >= 3
    assert mine & _read_by(others) == READ_AGAIN


def test_a_table_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(LookupError, match="no survival/colonel"):
        read("survival", "colonel")


def test_a_case_is_the_same_at_every_call() -> None:
    first, second = (next(cases("fuels: time zones")) for _ in range(2))
    assert first.train.equals(second.train)
    assert first.test.equals(second.test)


@pytest.mark.parametrize("how", ["clean (parted)", "clean (few", "clean (plain", "clean (enc"])
def test_a_clean_control_has_no_equal_rows_constants_or_shared_groups(how: str) -> None:
    for case in cases(how):
        name = case.name.split(":")[0]
        if name not in REPEATED:
            equal = case.test.join(
                case.train, on=case.train.columns, how="semi", nulls_equal=True
            ).height
            assert equal <= 0.005 * case.test.height, case.name
        for column in case.train.columns:
            if column != case.target:
                share = case.train[column].value_counts()["count"].to_numpy().max()
                assert share < 0.985 * case.train.height, (case.name, column)
        if case.group:
            assert not set(case.train[case.group]) & set(case.test[case.group]), case.name
        if case.time:
            late = case.test[case.time].sort()[0]
            assert not case.train.filter(pl.col(case.time) >= late).height, case.name
        classes = case.train[case.target].n_unique()
        if classes <= 20:
            assert set(case.test[case.target]) == set(case.train[case.target]), case.name


def test_no_feature_of_a_clean_table_is_the_outcome_under_another_name() -> None:
    for name in {one.table for one in CLEAN}:
        loaded = table(name)
        answer = loaded.frame[loaded.target]
        for column in loaded.frame.columns:
            values = loaded.frame[column]
            if column in (loaded.target, loaded.group) or values.n_unique() > 50:
                continue
            told = loaded.frame.group_by(column).agg(pl.col(loaded.target).n_unique())
            assert told[loaded.target].to_numpy().max() > 1, (name, column)
            if not loaded.numeric_target:
                filled = loaded.frame.filter(values.is_not_null())[loaded.target]
                assert set(filled) == set(answer), (name, column)


def _read_by(folders: list[Path]) -> set[tuple[str, str]]:
    """Return package and item of every table that the modules of some folders read."""
    found = set()
    for folder in folders:
        for file in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or len(node.args) < 2:
                    continue
                named = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first, second = node.args[:2]
                if (
                    named in ("read", "_read", "data")
                    and isinstance(first, ast.Constant)
                    and isinstance(second, ast.Constant)
                ):
                    found.add((str(first.value), str(second.value)))
    return found
