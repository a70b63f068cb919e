"""The further clean controls are of tables that no other set reads, and nothing is planted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.planted.more_clean import plan

OTHERS = ("development", "opened/first", "opened/second", "opened/third")


def test_nothing_is_planted() -> None:
    assert len(plan.PLAN) >= 60 and not any(one.fault for one in plan.PLAN)


def test_no_set_that_was_opened_before_reads_the_same_table() -> None:
    sets = Path(plan.__file__).parents[1]
    text = "".join(
        file.read_text(encoding="utf-8") for name in OTHERS for file in (sets / name).glob("*.py")
    )
    used = set(re.findall(r'\("(\w+)",\s*"([^"]+)"', text))
    assert not sorted(used & {(package, item) for package, item, *_ in plan.TABLES.values()})


@pytest.mark.parametrize("name", ["penguins", "guns", "cigars"])
def test_sides_keep_all_rows_and_respect_the_border(name: str) -> None:
    (case,) = plan.cases(f"{name}:")
    assert case.train.height + case.test.height == plan.table(name).frame.height
    if case.group:
        assert not case.test[case.group].is_in(case.train[case.group].implode()).any()
    if case.time:
        assert case.test[case.time].min() > case.train[case.time].max()  # type: ignore[operator]
