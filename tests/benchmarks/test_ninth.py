from __future__ import annotations

import re
from collections import Counter
from importlib import import_module

import numpy as np
import polars as pl
import pytest
from benchmarks.planted import plan
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.opened.ninth.plan import PLAN, SEED, cases
from benchmarks.planted.opened.ninth.tables import BUILDERS, load


def one(text: str, number: int = 0) -> Case:
    found = [each for each in PLAN if text in each.name]
    return next(iter(plan.cases([found[number]], load, seed=SEED)))


def keys(frame: pl.DataFrame, names: list[str]) -> list[str]:
    said = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in names])
    return frame.select(said).to_series().to_list()


def twins(case: Case, names: list[str]) -> int:
    seen = set(keys(case.train, names))
    return sum(key in seen for key in keys(case.test, names))


def test_every_fault_is_planted_at_least_twice_in_tables_of_its_own() -> None:
    planted = Counter(each.fault for each in PLAN if each.fault)
    assert set(planted) == set(FAULTS)
    assert min(planted.values()) >= 2
    assert max(Counter((each.fault, each.table) for each in PLAN if each.fault).values()) == 1


def test_names_are_unique() -> None:
    assert max(Counter(each.name for each in PLAN).values()) == 1


def test_there_are_many_controls_from_many_tables() -> None:
    clean = [each for each in PLAN if each.fault is None]
    assert len(clean) >= 60
    assert len({each.table for each in clean}) >= 30
    assert len({each.table for each in PLAN}) >= 50


def test_every_planting_names_a_table_that_is_there() -> None:
    assert {each.table for each in PLAN} <= set(BUILDERS)


def test_functions_of_models_return_models() -> None:
    for each in PLAN:
        if "module" in each.options or each.plant.__name__ == "with_function":
            module = import_module(
                f"benchmarks.planted.opened.ninth.{each.options.get('module', 'estimators')}"
            )
            assert hasattr(getattr(module, each.options["model"])(), "fit")


@pytest.mark.parametrize(
    "text", ["leaders: target copied", "thyroids: interpolated", "walks: clean"]
)
def test_a_case_is_the_same_at_every_call(text: str) -> None:
    first, second = one(text), one(text)
    assert first.train.equals(second.train)
    assert first.test.equals(second.test)
    assert (first.name, first.columns) == (second.name, second.columns)


def test_cases_can_be_asked_for_by_name() -> None:
    assert [each.fault for each in cases("walks: clean")] == [None]


def test_rows_under_a_new_key_are_equal_without_it() -> None:
    case = one("staff: equal rows, fresh identifier")
    names = [name for name in case.train.columns if name != "record_no"]
    assert twins(case, names) == 90
    assert twins(case, case.train.columns) == 0


def test_scaled_columns_have_pooled_quartiles_one_apart() -> None:
    case = one("wines: scaled together")
    both = pl.concat([case.train, case.test])
    low, high = np.quantile(both["ph"].to_numpy(), [0.25, 0.75])
    assert high - low == pytest.approx(1, abs=1e-5)
    assert float(np.median(both["citric_acid"])) == pytest.approx(0, abs=1e-5)
    assert abs(float(np.median(case.train["citric_acid"]))) > 0.01


def test_a_mean_over_all_rows_stands_in_the_holes() -> None:
    case = one("aids_trial: imputed together")
    both = pl.concat([case.train, case.test])["wtkg"]
    filled = both.mode()[0]
    assert (both == filled).sum() > 300
    assert filled == pytest.approx(both.filter(both != filled).mean(), abs=1e-5)


def test_the_text_holds_both_ends_of_the_target() -> None:
    case = one("senators: target in text")
    term, days = case.train.select("term", "days").row(0)
    first, last = re.findall(r"\d{4}\.\d{2}\.\d{2}", term)
    ends = pl.Series([first, last]).str.to_date("%Y.%m.%d")
    assert (ends[1] - ends[0]).days == days


def test_groups_of_the_test_are_in_the_training() -> None:
    case = one("cigarettes: declared group")
    assert case.group == "state"
    assert set(case.test["state"]) <= set(case.train["state"])


def test_opinions_are_at_odds_on_equal_rows() -> None:
    case = one("credits: conflicting labels")
    names = [name for name in case.train.columns if name != case.target]
    said = pl.DataFrame({"key": keys(case.train, names), "label": case.train[case.target]})
    assert said.group_by("key").agg(pl.col("label").n_unique())["label"].eq(2).sum() == 75


def test_groups_of_a_clean_control_are_apart() -> None:
    case = one("encounters: clean (grouped)")
    assert not set(case.test["id"]) & set(case.train["id"])
