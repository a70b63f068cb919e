from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.data.sides.people import ROWS, TRAIN, Column, both, in_part, people

from assay.core.evidence import codec
from assay.core.evidence.schema import SchemaEvidence
from assay.data.sides.schema import measure
from assay.data.sides.table import sides


def _measured(test: Column | None = None, train: Column | None = None) -> SchemaEvidence:
    return measure(both(test, train))


def _silent(evidence: SchemaEvidence) -> bool:
    return not (
        evidence.absent
        or evidence.types
        or evidence.respelled
        or evidence.mixed_types
        or evidence.dates
        or evidence.commas
        or evidence.zones
    )


def test_two_halves_of_one_table_are_written_alike() -> None:
    assert _silent(_measured())


def test_evidence_survives_the_way_through_json() -> None:
    evidence = _measured(pl.col("city").str.to_uppercase())
    assert codec.decode(codec.encode(evidence), SchemaEvidence) == evidence


def test_renamed_column_is_told_with_its_new_name() -> None:
    table = people()
    test = table[TRAIN:].rename({"weight": "Weight_"})
    evidence = measure(sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary"))
    assert [(one.column, one.absent, one.near) for one in evidence.absent] == [
        ("weight", "test", "Weight_"),
        ("Weight_", "train", "weight"),
    ]


def test_test_without_outcomes_lacks_no_column() -> None:
    table = people()
    test = table[TRAIN:].drop("y")
    assert _silent(measure(sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary")))


def test_number_that_became_text_is_found() -> None:
    (found,) = _measured(pl.col("age").cast(pl.String)).types
    assert (found.column, found.train, found.test) == ("age", "number", "text")


@pytest.mark.parametrize(
    "spelled",
    [
        pl.col("city").str.to_uppercase(),
        pl.col("city") + " ",
        pl.col("city").str.replace(" ", "_"),
        pl.col("city").str.slice(0, 3),
        pl.col("city").str.replace("o", "oo"),
    ],
)
def test_respelled_levels_are_found(spelled: pl.Expr) -> None:
    found = _measured(spelled.alias("city")).respelled
    assert found and {one.column for one in found} == {"city"}
    assert all(one.level in people()["city"].unique() for one in found)


def test_grades_that_differ_by_a_sign_are_different_levels() -> None:
    evidence = _measured(
        pl.when(pl.col("grade") == "A+").then(pl.lit("A")).otherwise("grade").alias("grade")
    )
    assert not evidence.respelled


def test_names_of_other_groups_are_no_other_spelling() -> None:
    here, there = ["xinlian", "baihe", "dongan", "lishan"], ["xilian", "baihu", "nanping", "wuxi"]

    def side(names: list[str]) -> pl.LazyFrame:
        return pl.LazyFrame({"village": names * 20, "size": range(80), "y": [0, 1] * 40})

    apart = sides(side(here), side(there), target="y", task="binary")
    assert not measure(apart).respelled


@pytest.mark.parametrize(
    "stray", ["unknown", "12 kg", ">50", "12?", "about 12", "12 (cut)", "12 or 13"]
)
def test_strays_among_numbers_are_found_on_their_side(stray: str) -> None:
    numbers = pl.col("age").cast(pl.String)
    evidence = _measured(in_part(0.05, pl.lit(stray), numbers, ROWS - TRAIN).alias("age"))
    (found,) = evidence.mixed_types
    assert found.side == "test" and found.examples == (stray,) and not evidence.types


def test_top_code_of_a_short_scale_is_honest() -> None:
    scale = pl.Series("age", np.random.default_rng(2).choice([*"0123456789", "10+"], ROWS))
    assert not _measured(scale[TRAIN:], scale[:TRAIN]).mixed_types


def test_bound_within_the_range_of_numbers_is_a_stray() -> None:
    numbers = pl.col("age").cast(pl.String)
    train = in_part(0.05, pl.lit(">50"), numbers, TRAIN).alias("age")
    test = in_part(0.05, pl.lit(">50"), numbers, ROWS - TRAIN).alias("age")
    assert {one.side for one in _measured(test, train).mixed_types} == {"train", "test"}


def test_dates_in_two_formats_are_found() -> None:
    dates = pl.col("opened")
    slashes = dates.str.to_date().dt.strftime("%d/%m/%Y")
    (found,) = _measured(in_part(0.1, slashes, dates, ROWS - TRAIN).alias("opened")).dates
    assert dict(found.test).keys() == {"year first", "day/month/year"} and not found.between


def test_order_of_day_and_month_is_told_by_values_above_twelve() -> None:
    days = pl.col("opened").str.to_date()
    (found,) = _measured(days.dt.strftime("%m/%d/%Y"), days.dt.strftime("%d/%m/%Y")).dates
    assert found.between and found.train[0][0] == "day/month/year"
    assert found.test[0][0] == "month/day/year"


def test_decimal_commas_are_found() -> None:
    german = pl.col("income").cast(pl.String).str.replace(".", ",", literal=True)
    evidence = _measured(german.alias("income"))
    (found,) = evidence.commas
    assert found.train == 0 and found.test == 1 and not evidence.types and not evidence.mixed_types


def test_three_decimals_behind_a_comma_are_told_from_thousands_by_the_other_side() -> None:
    random = np.random.default_rng(4)
    rooms = pl.Series("income", random.uniform(4, 9, ROWS).round(3))
    written = pl.Series("income", [f"{value:.3f}".replace(".", ",") for value in rooms])
    assert [one.column for one in _measured(written[TRAIN:], rooms[:TRAIN]).commas] == ["income"]
    thousands = pl.Series("income", random.integers(1_000, 9_999, ROWS))
    parted = pl.Series("income", [f"{value:,}" for value in thousands])
    assert not _measured(parted[TRAIN:], thousands[:TRAIN]).commas


def test_commas_that_part_thousands_or_answers_are_no_decimals() -> None:
    random = np.random.default_rng(4)
    thousands = pl.Series("income", [f"{n:,}" for n in random.integers(1_000, 9_999_999, ROWS)])
    answers = pl.Series("income", random.choice(["1", "1,2", "1,2,3", "2,3", "3"], ROWS))
    for column in (thousands, answers):
        assert not _measured(column[TRAIN:], column[:TRAIN]).commas


def _moments(spread: float) -> pl.Series:
    random = np.random.default_rng(5)
    hours = pl.Series(((random.normal(14, spread, ROWS) % 24) * 60).astype(int))
    days = pl.Series(random.integers(0, 300, ROWS))
    moments = pl.datetime(2022, 1, 1) + pl.duration(days=pl.lit(days), minutes=pl.lit(hours))
    return pl.select(seen=moments)["seen"]


def test_offsets_that_differ_are_found() -> None:
    plain = _moments(3).dt.strftime("%Y-%m-%dT%H:%M:%S")
    chosen = np.random.default_rng(6).random(ROWS) < 0.1
    column = pl.select(seen=plain + pl.Series(np.where(chosen, "+02:00", "Z")))["seen"]
    (found,) = _measured(column[TRAIN:], column[:TRAIN]).zones
    assert found.kind == "offsets" and {name for name, _ in found.test} == {"+00:00", "+02:00"}


def test_summer_time_is_no_second_zone() -> None:
    moments = _moments(3)
    summer = moments.dt.month().is_between(4, 10)
    ends = pl.select(pl.when(summer).then(pl.lit("+02:00")).otherwise(pl.lit("+01:00"))).to_series()
    column = pl.select(seen=moments.dt.strftime("%Y-%m-%dT%H:%M:%S") + ends)["seen"]
    assert not _measured(column[TRAIN:], column[:TRAIN]).zones


def test_hours_of_the_day_that_are_shifted_are_found() -> None:
    moments = _moments(3)
    (found,) = _measured(moments[TRAIN:].dt.offset_by("5h"), moments[:TRAIN]).zones
    assert found.kind == "shifted" and found.hours == 5


def test_times_without_a_rhythm_are_undecided() -> None:
    moments = _moments(500)
    evidence = _measured(moments[TRAIN:], moments[:TRAIN])
    assert not evidence.zones and evidence.undecided[0].column == "seen"


def test_codes_with_zeros_on_one_side_are_another_type() -> None:
    coded = pl.col("age").cast(pl.String).str.zfill(3)
    assert [one.column for one in _measured(coded).types] == ["age"]


def test_numbers_among_the_words_of_a_category_are_found() -> None:
    generator = np.random.default_rng(22)
    words = generator.choice(["red", "green", "blue"], 600)
    strayed = np.where(generator.random(600) < 0.05, "2", words)
    frame = pl.DataFrame({"colour": strayed, "size": generator.normal(size=600), "y": [0, 1] * 300})
    apart = sides(frame[:450].lazy(), frame[450:].lazy(), target="y", task="binary")
    found = measure(apart).mixed_types
    assert {one.side for one in found} == {"train", "test"} and found[0].kinds == ("number",)


def test_slips_in_several_levels_of_a_small_test_are_counted_together() -> None:
    levels = ["Married, present", "Never married", "Divorced"]
    train = pl.DataFrame({"state": levels * 120, "y": [0, 1] * 180})
    slipped = [level[:2] + level[1:] for level in levels]
    test = pl.DataFrame({"state": (levels + slipped) * 16, "y": [0, 1] * 48})
    found = measure(sides(train.lazy(), test.lazy(), target="y", task="binary")).respelled
    assert {(one.level, one.other) for one in found} == set(zip(levels, slipped, strict=True))


def test_numbers_with_commas_for_thousands_are_another_type() -> None:
    table = people().with_columns(
        pl.Series("paid", np.random.default_rng(4).integers(50, 9_000, ROWS))
    )
    written = pl.Series("paid", [f"{one:,}" for one in table["paid"][TRAIN:]])
    test = table[TRAIN:].with_columns(written)
    evidence = measure(sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary"))
    assert [one.column for one in evidence.types] == ["paid"] and not evidence.commas


def test_percents_with_a_decimal_comma_are_told_once() -> None:
    weight = pl.col("weight").round(1).cast(pl.String).str.replace(".", ",", literal=True) + " %"
    evidence = _measured(weight)
    assert [one.column for one in evidence.commas] == ["weight"] and not evidence.types


def test_truths_in_two_ways_are_mixed_and_in_one_are_not() -> None:
    flags = np.random.default_rng(5).integers(0, 2, ROWS)
    either = np.random.default_rng(6).random(ROWS) < 0.2
    mixed = [
        ("yes" if one else "no") if word else str(one)
        for one, word in zip(flags, either, strict=True)
    ]
    for written, found in ((mixed, 2), ([str(one) for one in flags], 0)):
        table = people().with_columns(pl.Series("union", written))
        left, right = table[:TRAIN].lazy(), table[TRAIN:].lazy()
        evidence = measure(sides(left, right, target="y", task="binary"))
        assert len(evidence.mixed_types) == found


def test_category_in_another_language_is_one_respelled() -> None:
    answers = np.random.default_rng(8).choice(["yes", "no"], ROWS, p=[0.3, 0.7])
    table = people().with_columns(pl.Series("foreign", answers))
    test = table[TRAIN:].with_columns(pl.col("foreign").replace({"yes": "ja", "no": "nee"}))
    evidence = measure(sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary"))
    assert {(one.level, one.other) for one in evidence.respelled} == {("yes", "ja"), ("no", "nee")}
