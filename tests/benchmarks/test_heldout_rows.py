"""The part about rows plants what it says, the same at every call; nothing is audited here."""

from collections import Counter

import polars as pl
import pytest
from benchmarks.planted.case import FAULTS, Case
from benchmarks.planted.heldout.rows.plan import PLAN, cases

MINE = [
    *list(FAULTS)[:8],
    "scaled together",
    "imputed together",
    "selected together",
    "oversampled before the split",
    "interpolated before the split",
    "label noise",
    "conflicting labels",
    "label shift",
    "accuracy on imbalance",
    "class absent on one side",
]


def the_case(name: str) -> Case:
    """Build the only case of which the name holds this."""
    (found,) = cases(name)
    return found


def test_every_fault_is_planted_three_times_and_no_name_is_used_twice() -> None:
    planted = Counter(one.fault for one in PLAN)

    assert 16 <= planted.pop(None) <= 20
    assert planted == dict.fromkeys(MINE, 3)
    assert len({one.name for one in PLAN}) == len(PLAN)


def test_a_numbered_row_stands_on_both_sides_under_two_numbers() -> None:
    case = the_case("glass_shards: equal rows, fresh identifier")
    facts = [name for name in case.train.columns if name != case.id]

    assert case.test.join(case.train, on=facts, how="semi").height >= 10
    assert pl.concat([case.train, case.test])[str(case.id)].is_unique().all()


def test_what_was_scaled_together_is_standard_over_both_sides_only() -> None:
    case = the_case("outdoor_patches: scaled together")
    both = pl.concat([case.train, case.test]).select(case.columns)

    assert all(abs(value) < 1e-9 for value in both.mean().row(0))
    assert all(value == pytest.approx(1.0) for value in both.std(ddof=0).row(0))
    assert any(abs(value) > 1e-3 for value in case.train.select(case.columns).mean().row(0))


def test_what_was_filled_is_the_mean_of_both_sides() -> None:
    case = the_case("car_imports: imputed together")
    column = pl.concat([case.train, case.test])["normalized_losses"]
    fill, count = column.value_counts(sort=True).row(0)

    assert count >= 30
    assert fill == pytest.approx(column.filter(column != fill).mean(), abs=1e-9)


def test_training_holds_rows_after_the_last_of_the_test() -> None:
    case = the_case("exchange_rates: training after test")

    later = (case.train["quarter"] > case.test["quarter"].max()).to_numpy()
    assert later.mean() > 0.2


def test_a_class_is_absent() -> None:
    case = the_case("cloth_textures: class absent")

    assert (case.test["texture"] == "t8").sum() >= 10
    assert "t8" not in case.train["texture"]


def test_a_case_is_the_same_at_every_call() -> None:
    first, second = the_case("cape_hearts: equal rows"), the_case("cape_hearts: equal rows")

    assert first.train.equals(second.train)
    assert first.test.equals(second.test)
