"""The part plants what it says into columns, the same at every call; nothing is audited here."""

from collections import Counter

import polars as pl
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.heldout.columns.plan import PLAN, cases


def the_case(name: str) -> Case:
    """Build the only case of which the name holds this."""
    (found,) = cases(name)
    return found


def test_every_fault_of_the_columns_is_planted_three_or_four_times() -> None:
    names = list(FAULTS)
    wanted = names[names.index("covariate shift") : names.index("time zones") + 1]
    planted = Counter(one.fault for one in PLAN if one.fault is not None)

    assert set(planted) == set(wanted)
    assert set(planted.values()) <= {3, 4}
    assert len({one.name for one in PLAN}) == len(PLAN)
    assert sum(one.fault is None for one in PLAN) == 20


def test_new_values_of_a_category_stand_in_the_test_alone() -> None:
    case = the_case("store_orders: unseen categories [column=Sub_Category")
    new = ["Machines", "Copiers"]

    assert case.train.filter(pl.col("Sub_Category").is_in(new)).height == 0
    assert case.test.filter(pl.col("Sub_Category").is_in(new)).height >= 10


def test_a_changed_unit_turns_back_into_the_old_one() -> None:
    case = the_case("seattle_days: unit changed")
    back = (case.test["temp_min"] - 32) / 1.8

    assert abs(float(str(back.mean())) - float(str(case.train["temp_min"].mean()))) < 2
    assert case.test["temp_min"].min() > case.train["temp_min"].max()  # type: ignore[operator]


def test_a_code_stands_where_the_value_is_not_known() -> None:
    case = the_case("seattle_days: sentinel values")

    for side in (case.train, case.test):
        assert (side["wind"] == 99.9).sum() >= 10
        assert side.filter(pl.col("wind") != 99.9)["wind"].max() < 20  # type: ignore[operator]


def test_decimal_commas_are_one_region_s() -> None:
    case = the_case("store_orders: decimal comma")

    for side in (case.train, case.test):
        comma = side["Sales"].str.contains(",")
        assert side.filter(comma)["Region"].unique().to_list() == ["East"]
        assert comma.mean() > 0.05  # type: ignore[operator]


def test_a_spike_lies_beyond_all_of_training() -> None:
    case = the_case("seattle_days: outlier burst")
    highest = case.train["wind"].max()

    assert case.test.filter(pl.col("wind") > highest).height == 16


def test_a_case_is_the_same_at_every_call() -> None:
    one, again = the_case("seattle_days: missing burst"), the_case("seattle_days: missing b")

    assert one.train.equals(again.train)
    assert one.test.equals(again.test)
