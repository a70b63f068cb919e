"""The first opened set stays apart from development, and plants what it says."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import FAULTS
from benchmarks.planted.opened.first import answers, columns, split, together
from benchmarks.planted.opened.first.plan import PLAN, cases
from benchmarks.planted.opened.first.source import read
from benchmarks.planted.table import Table

PLANTED = Path(split.__file__).parent


def test_every_fault_is_planted_and_no_two_cases_share_a_name() -> None:
    assert {one.fault for one in PLAN} - {None} == set(FAULTS)
    names = [one.name for one in PLAN]
    assert len(names) == len(set(names))


def test_nothing_is_planted_by_the_hand_of_development() -> None:
    imported = {
        node.module
        for file in PLANTED.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert "benchmarks.planted.opened.first.source" in imported
    assert not [name for name in imported if name and ("faults" in name or "given" in name)]


def test_a_package_of_development_is_not_read() -> None:
    with pytest.raises(LookupError):
        read("modeldata", "credit_data")


def test_a_case_is_the_same_at_every_call() -> None:
    first, second = (next(cases("icu: selected")) for _ in range(2))
    assert first.train.equals(second.train)
    assert first.test.equals(second.test)


def test_overlapping_pages_share_as_many_rows_as_said() -> None:
    pair = split.pages_overlap(_table(), np.random.default_rng(0), share=0.1)
    assert pair.test.join(pair.train, on=pair.train.columns, how="semi").height == 10


def test_a_held_out_month_has_training_on_both_sides_and_shares_no_row() -> None:
    table = _table(time="day")
    pair = split.month_held_out(table, np.random.default_rng(0), begin=0.5, end=0.7)
    first, last = pair.test["day"][0], pair.test["day"][-1]
    assert pair.train.height + pair.test.height == table.frame.height
    assert (pair.train["day"] < first).any()
    assert (pair.train["day"] > last).any()
    assert not ((pair.train["day"] >= first) & (pair.train["day"] <= last)).any()


def test_due_and_done_say_the_outcome_together_and_not_alone() -> None:
    pair = answers.due_and_done(_table(), np.random.default_rng(0))
    late = pair.train["done_day"] > pair.train["due_day"]
    assert late.equals(pair.train["lost"] == "yes", check_names=False)
    assert abs(_mean(pair.train, "yes", "due_day") - _mean(pair.train, "no", "due_day")) < 150


def test_gaps_filled_by_all_hold_the_mean_of_both_sides() -> None:
    table, random = _table(), np.random.default_rng(0)
    holed = table.frame.with_columns(
        size=pl.when(pl.Series(random.random(400) > 0.2)).then(pl.col("size"))
    )
    made = Table(name="made", frame=holed, target="lost", why="made for the test")
    pair = together.filled_by_all(made, random, by="mean")
    filled = pair.test["size"].value_counts(sort=True)["size"][0]
    assert filled == pytest.approx(holed["size"].mean())
    assert filled != pytest.approx(pair.train.filter(pl.col("size") != filled)["size"].mean())


def test_a_spelling_that_changes_nothing_is_no_fault() -> None:
    with pytest.raises(ValueError, match="changes nothing"):
        columns.other_spelling(_table(), np.random.default_rng(0), column="branch", how="title")


def _mean(frame: pl.DataFrame, lost: str, column: str) -> float:
    value = frame.filter(pl.col("lost") == lost)[column].mean()
    assert isinstance(value, float)
    return value


def _table(time: str | None = None) -> Table:
    random = np.random.default_rng(5)
    frame = pl.DataFrame(
        {
            "day": np.arange(400),
            "size": random.normal(3, 1, 400),
            "branch": random.choice(["North", "South"], 400),
            "lost": np.where(random.random(400) < 0.3, "yes", "no"),
        }
    )
    return Table(name="made", frame=frame, target="lost", time=time, why="made for the test")
