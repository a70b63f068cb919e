"""The eighth opened set: what is planted is there, and it is the same at every call."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.opened.eighth.plan import PLAN, cases
from benchmarks.planted.opened.eighth.tables import BUILDERS

HOME = Path(__file__).parents[2] / "benchmarks" / "planted" / "opened" / "eighth"


def one(only: str) -> Case:
    return next(cases(only))


def test_every_fault_is_planted_at_least_twice_and_in_tables_of_its_own() -> None:
    planted = Counter(each.fault for each in PLAN if each.fault)
    tables = {(each.fault, each.table) for each in PLAN if each.fault}

    assert set(planted) == set(FAULTS)
    assert min(planted.values()) >= 2
    assert len(tables) == sum(planted.values())


def test_names_are_unique_and_tables_known() -> None:
    names = [each.name for each in PLAN]

    assert len(set(names)) == len(names)
    assert {each.table for each in PLAN} <= set(BUILDERS)


def test_there_are_fifty_controls_from_thirty_tables() -> None:
    clean = [each.table for each in PLAN if each.fault is None]

    assert len(clean) >= 50
    assert len(set(clean)) >= 30


def test_a_case_is_the_same_at_every_call() -> None:
    first, second = one("griliches: covariate shift"), one("griliches: covariate shift")

    assert first.train.equals(second.train)
    assert first.test.equals(second.test)


def test_rows_come_again_under_a_number_of_their_own() -> None:
    case = one("swiss_women: equal rows, fresh identifier")
    facts = [name for name in case.train.columns if name != "line_no"]

    assert case.test.join(case.train, on=case.train.columns, how="semi").is_empty()
    assert case.test.join(case.train, on=facts, how="semi").height >= 30


def test_a_group_stands_on_both_sides() -> None:
    case = one("travel_modes: declared group on both sides")

    assert case.group == "individual"
    shared = case.test["individual"].is_in(case.train["individual"].implode())
    assert shared.sum() > 0.9 * case.test.height


def test_what_is_known_of_the_outcome_is_filled_where_it_happened() -> None:
    case = one("heart_attacks: filled where the outcome happened")
    both = pl.concat([case.train, case.test])
    filled = both.filter(pl.col("certificate").is_not_null())

    assert set(filled["outcome"]) == {"dead"}
    assert filled.height > 0.7 * both.filter(pl.col("outcome") == "dead").height


def test_scaled_together_has_mean_zero_over_both_sides() -> None:
    case = one("mortgages: scaled together")
    both = pl.concat([case.train, case.test])["dir"].to_numpy()

    assert both.mean() == pytest.approx(0, abs=1e-9)
    assert both.std() == pytest.approx(1, abs=1e-9)
    assert abs(float(case.train["dir"].to_numpy().mean())) > 1e-4


def test_a_case_without_a_fault_shares_no_row() -> None:
    case = one("mortgages: clean (as_it_is)")

    assert case.test.join(case.train, on=case.train.columns, how="semi").is_empty()


def test_units_of_the_test_are_off_by_the_factor() -> None:
    case = one("mouse_weights: unit changed")

    ratio = (
        case.test["bone_density"].to_numpy().mean() / case.train["bone_density"].to_numpy().mean()
    )
    assert 900 < ratio < 1100


def test_every_model_is_there() -> None:
    spoken = {each.options.get("model") for each in PLAN} - {None}
    said = (HOME / "estimators.py").read_text(encoding="utf-8")
    scripts = {each.options.get("module") for each in PLAN} - {None}

    assert spoken
    assert all(f"def {name}()" in said for name in spoken)
    assert all((HOME / f"{name}.py").is_file() for name in scripts)
