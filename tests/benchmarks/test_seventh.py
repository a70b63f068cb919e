"""The seventh set: whole, the same at every call, and its faults are where it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache

import numpy as np
import polars as pl
import pytest
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.opened.seventh.plan import PLAN, cases


@cache
def case(name: str) -> Case:
    (only,) = cases(name)
    return only


def lines(frame: pl.DataFrame) -> pl.Series:
    return frame.select(pl.struct(pl.all()).hash(seed=1)).to_series()


def test_every_fault_is_planted_twice_or_more_each_in_a_table_of_its_own() -> None:
    tables = Counter(one.fault for one in {(o.fault, o.table): o for o in PLAN}.values())
    assert set(FAULTS) <= set(tables)
    assert min(tables[fault] for fault in FAULTS) >= 2
    assert Counter(one.fault for one in PLAN if one.fault) == Counter(
        {fault: tables[fault] for fault in FAULTS}
    )


def test_there_are_enough_clean_controls() -> None:
    clean = [one for one in PLAN if one.fault is None]
    assert len(clean) >= 50
    assert len({one.table for one in clean}) >= 30


def test_names_are_unique() -> None:
    assert max(Counter(one.name for one in PLAN).values()) == 1


@pytest.mark.parametrize("name", ["caterpillars: equal rows", "lake: scaled together"])
def test_a_case_is_the_same_at_every_call(name: str) -> None:
    (again,) = cases(name)
    assert again.train.equals(case(name).train)
    assert again.test.equals(case(name).test)


def test_equal_rows_stand_on_both_sides() -> None:
    one = case("caterpillars: equal rows")
    assert lines(one.test).is_in(lines(one.train).implode()).sum() >= 20


def test_training_holds_rows_that_are_later_than_the_test() -> None:
    one = case("petrol: training after test")
    assert (one.train["year"] >= one.test["year"].max()).all()


def test_the_pair_of_columns_holds_the_target() -> None:
    one = case("massachusetts: target in a pair")
    first, second = one.columns
    assert np.allclose(one.test[first] + one.test[second], one.test[one.target])


def test_scaling_is_exact_for_both_sides_together_alone() -> None:
    one = case("five_factors: scaled together")
    pooled = pl.concat([one.train["N"], one.test["N"]]).to_numpy()
    assert (abs(pooled.mean()), pooled.std()) == pytest.approx((0, 1), abs=1e-9)
    assert abs(one.train["N"].to_numpy().mean()) > 1e-3


def test_the_column_is_filled_where_the_outcome_happened() -> None:
    one = case("marrow_transplants: filled where")
    known = one.train["cause"].is_not_null()
    assert known.filter(one.train[one.target] == "no").sum() == 0
    assert known.filter(one.train[one.target] == "yes").mean() > 0.8  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("penguins: type changed", lambda one: one.test["body_mass"].dtype == pl.String),
        ("cars: missing column", lambda one: "Tank" not in one.train.columns),
        ("nations: sentinel", lambda one: (one.test["fertility"] == -99).sum() >= 10),
        ("five_factors: class absent", lambda one: "Eur" not in one.train["Group"].to_list()),
        ("transfers: metric hides", lambda one: one.metric == "accuracy" and one.model is not None),
    ],
)
def test_the_sides_differ_as_said(name: str, test: Callable[[Case], bool]) -> None:
    assert test(case(name))
