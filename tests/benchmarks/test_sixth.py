"""The sixth opened set plants what it says, the same at every call; nothing is audited here."""

from collections import Counter

import polars as pl
import pytest
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.opened.sixth.plan import PLAN, cases


def the_case(name: str) -> Case:
    """Build the only case of which the name holds this."""
    (found,) = cases(name)
    return found


def test_every_fault_is_planted_a_few_times_and_no_name_is_used_twice() -> None:
    planted = Counter(one.fault for one in PLAN if one.fault is not None)

    assert set(planted) == set(FAULTS)
    assert 2 <= min(planted.values()) <= max(planted.values()) <= 4
    assert len({one.name for one in PLAN}) == len(PLAN)


def test_a_repeated_row_stands_on_both_sides_under_two_identifiers() -> None:
    case = the_case("food_shares: equal rows, fresh identifier")
    facts = [name for name in case.train.columns if name != case.id]

    shared = case.test.join(case.train, on=facts, how="semi")

    assert shared.height >= 20
    assert pl.concat([case.train, case.test])[str(case.id)].is_unique().all()


def test_what_was_scaled_together_is_standard_over_both_sides_and_not_over_training() -> None:
    case = the_case("gbsg: scaled together")
    both = pl.concat([case.train, case.test]).select(case.columns)

    assert all(abs(value) < 1e-9 for value in both.mean().row(0))
    assert all(value == pytest.approx(1.0) for value in both.std(ddof=0).row(0))
    assert any(abs(value) > 0.01 for value in case.train.select(case.columns).mean().row(0))


def test_a_field_is_filled_for_the_dead_alone() -> None:
    case = the_case("colon: filled where the outcome happened")
    rows = pl.concat([case.train, case.test])

    filled = rows.filter(pl.col(case.columns[0]).is_not_null())

    assert filled.height > 400
    assert filled.height == rows.filter(pl.col(case.target) == "dead").height
    assert filled[case.target].unique().to_list() == ["dead"]


def test_decimal_commas_stand_beside_points_on_both_sides() -> None:
    case = the_case("trainees: decimal comma")

    for side in (case.train, case.test):
        commas = side[case.columns[0]].str.contains(r"^[\d.]*,\d\d$")
        points = side[case.columns[0]].str.contains(r"^\d+\.\d\d$")
        assert (commas | points).all()
        assert 0.2 < commas.cast(pl.Float64).to_numpy().mean() < 0.4


def test_a_late_training_begins_after_the_last_test_and_is_the_same_at_every_call() -> None:
    case, again = the_case("lodging: training after test"), the_case("lodging: training after test")
    moment = str(case.time)

    assert case.train.select(pl.col(moment).min()).item() > case.test[moment].sort()[-1]
    assert case.train.equals(again.train)
    assert case.test.equals(again.test)
