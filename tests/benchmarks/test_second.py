"""The held-out set stays apart from the other two, and plants what it says."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import FAULTS
from benchmarks.planted.opened.first.source import PACKAGES as RETIRED
from benchmarks.planted.opened.second import columns, labels, split, together, traces
from benchmarks.planted.opened.second.plan import PLAN, cases
from benchmarks.planted.opened.second.source import PACKAGES, read
from benchmarks.planted.opened.second.tables import TABLES
from benchmarks.planted.table import Table

PLANTED = Path(split.__file__).parent


def test_every_fault_is_planted_twice_at_least_and_no_two_cases_share_a_name() -> None:
    faults = [one.fault for one in PLAN if one.fault]
    assert set(faults) == set(FAULTS)
    assert min(faults.count(fault) for fault in FAULTS) >= 2
    names = [one.name for one in PLAN]
    assert len(names) == len(set(names))


def test_every_table_is_used() -> None:
    assert {one.table for one in PLAN} == set(TABLES)


def test_nothing_is_planted_by_the_hand_of_another_set() -> None:
    imported = {
        node.module
        for file in PLANTED.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert "benchmarks.planted.opened.second.source" in imported
    assert not [name for name in imported if "development" in name or ".first" in name]
    assert not [name for name in imported if name.startswith("assay")]


def test_a_package_of_another_set_is_not_read() -> None:
    assert not set(PACKAGES) & set(RETIRED)
    with pytest.raises(LookupError):
        read("openintro", "resume")


def test_a_case_is_the_same_at_every_call() -> None:
    first, second = (next(cases("prostate: selected")) for _ in range(2))
    assert first.train.equals(second.train)
    assert first.test.equals(second.test)


def test_overlapping_exports_share_as_many_rows_as_said() -> None:
    pair = split.overlapping_exports(_table(), np.random.default_rng(0), share=0.1)
    assert pair.test.join(pair.train, on=pair.train.columns, how="semi").height == 10


def test_first_tested_trains_on_what_came_later() -> None:
    pair = split.first_tested(_table(time="day"), np.random.default_rng(0), share=0.25)
    assert pair.test.height == 100
    assert pair.test["day"].to_list() == list(range(100))
    assert pair.train["day"].to_list() == list(range(100, 400))


def test_tested_blocks_have_training_after_them() -> None:
    pair = split.blocks_tested(_table(time="day"), np.random.default_rng(0), blocks=8)
    assert pair.train.height + pair.test.height == 400
    assert pair.train["day"].to_list()[-1] == 399
    assert not pair.test.join(pair.train, on="day", how="semi").height


def test_scaled_before_the_split_has_mean_0_over_both_sides_alone() -> None:
    pair = together.scaled_then_split(_table(), np.random.default_rng(0), by="standard")
    assert pl.concat([pair.train, pair.test])["size"].to_numpy().mean() == pytest.approx(0)
    assert abs(pair.train["size"].to_numpy().mean()) > 1e-3


def test_rows_between_lie_on_the_line_of_two_rows_of_their_class() -> None:
    pair = together.smote(_table(), np.random.default_rng(0), ratio=0.9, near=3, round_to=None)
    whole = pl.concat([pair.train, pair.test])
    made = whole.join(_table().frame.cast({"day": pl.Float64}), on=["day", "size"], how="anti")
    assert made.height > 50
    assert set(made["lost"]) == {"yes"}


def test_a_pooled_mean_is_that_of_both_sides() -> None:
    pair = traces.pooled_groupby(
        _table(), np.random.default_rng(0), column="branch", weight=0.0, keep=True
    )
    whole = pl.concat([pair.train, pair.test]).with_columns(
        again=(pl.col("lost") == "yes").mean().over("branch")
    )
    assert whole["branch_encoded"].to_list() == pytest.approx(whole["again"].to_list())


def test_an_amount_is_booked_where_it_happened_alone() -> None:
    pair = traces.amount_booked(
        _table(), np.random.default_rng(0), name="fee", value="yes", typical=10.0, reach=0.9
    )
    booked = pair.train.filter(pl.col("fee") > 0)
    assert set(booked["lost"]) == {"yes"}
    assert booked.height > 0.8 * pair.train.filter(pl.col("lost") == "yes").height


def test_two_sources_call_equal_rows_differently() -> None:
    pair = labels.two_sources(_table(), np.random.default_rng(0), share=0.1)
    each = pair.train.group_by("day", "size", "branch").agg(pl.col("lost").n_unique())
    assert each.filter(pl.col("lost") == 2).height == 30


def test_a_spelling_that_changes_nothing_is_no_fault() -> None:
    with pytest.raises(ValueError, match="changes nothing"):
        columns.respelt(_table(), np.random.default_rng(0), column="branch", how="hyphens")


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
