from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from assay.core.evidence import codec
from assay.core.evidence.schema import SchemaEvidence
from assay.data.sides.schema import measure
from assay.data.sides.table import sides

ROWS = 2_000
TRAIN = 1_500

Column = pl.Expr | pl.Series


def _table() -> pl.DataFrame:
    random = np.random.default_rng(7)
    return pl.DataFrame(
        {
            "age": random.integers(18, 80, ROWS),
            "weight": random.lognormal(4, 0.25, ROWS),
            "income": random.lognormal(8, 0.6, ROWS).round(2),
            "city": random.choice(["New York", "Boston", "Chicago", "St. Paul"], ROWS),
            "grade": random.choice(["A+", "A", "A-", "B"], ROWS),
            "opened": pl.select(
                pl.date(2019, 1, 1)
                + pl.duration(days=pl.lit(pl.Series(random.integers(0, 900, ROWS))))
            ).to_series(),
            "y": random.choice(["no", "yes"], ROWS),
        }
    ).with_columns(pl.col("opened").dt.to_string("%Y-%m-%d"))


def _measured(test: Column | None = None, train: Column | None = None) -> SchemaEvidence:
    table = _table()
    left, right = table[:TRAIN], table[TRAIN:]
    left = left if train is None else left.with_columns(train)
    right = right if test is None else right.with_columns(test)
    return measure(sides(left.lazy(), right.lazy(), target="y", task="binary"))


def _in_part(share: float, new: pl.Expr, old: pl.Expr, rows: int) -> pl.Expr:
    chosen = pl.Series(np.random.default_rng(3).random(rows) < share)
    return pl.when(chosen).then(new).otherwise(old)


def _silent(evidence: SchemaEvidence) -> bool:
    return not (
        evidence.absent
        or evidence.types
        or evidence.units
        or evidence.mixed_units
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
    table = _table()
    test = table[TRAIN:].rename({"weight": "Weight_"})
    evidence = measure(sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary"))
    assert [(one.column, one.absent, one.near) for one in evidence.absent] == [
        ("weight", "test", "Weight_"),
        ("Weight_", "train", "weight"),
    ]


def test_test_without_outcomes_lacks_no_column() -> None:
    table = _table()
    test = table[TRAIN:].drop("y")
    assert _silent(measure(sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary")))


def test_number_that_became_text_is_found() -> None:
    (found,) = _measured(pl.col("age").cast(pl.String)).types
    assert (found.column, found.train, found.test) == ("age", "number", "text")


@pytest.mark.parametrize("factor", [1000, 100, 0.001, 2.54, 0.45359237, 1.609344, 12, 24, 60])
def test_column_in_another_unit_is_found_with_its_factor(factor: float) -> None:
    (found,) = _measured(pl.col("weight") * factor).units
    assert found.column == "weight" and found.factor == pytest.approx(factor, rel=0.01)


def test_fahrenheit_is_told_from_celsius() -> None:
    table = _table().with_columns(
        pl.Series("degrees", np.random.default_rng(1).normal(15, 6, ROWS))
    )
    test = table[TRAIN:].with_columns(pl.col("degrees") * 1.8 + 32)
    (found,) = measure(sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary")).units
    assert found.unit == "degrees Celsius to Fahrenheit"


def test_rounded_celsius_returns_to_whole_fahrenheit_and_a_finer_scale_does_not() -> None:
    whole = pl.Series("degrees", np.random.default_rng(1).normal(60, 15, ROWS).round())
    table = _table().with_columns(whole)
    degrees = pl.col("degrees")

    def off_grid(now: pl.Expr) -> list[float]:
        test = table[TRAIN:].with_columns(now.round(1))
        both = sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary")
        return [one.off_grid or 0.0 for one in measure(both).units]

    assert off_grid((degrees + 5) * 0.5556 - 17.78)[0] > 0.8
    finer = degrees * 0.5556 - 17.78 + pl.Series(np.random.default_rng(2).uniform(0, 1, 500))
    assert max(off_grid(finer), default=0.0) < 0.5


def test_growth_by_a_tenth_is_no_unit() -> None:
    assert not _measured(pl.col("weight") * 1.1).units


def test_part_of_the_test_in_another_unit_is_found() -> None:
    weight = pl.col("weight")
    mixed = _in_part(0.2, weight * 1000, weight, ROWS - TRAIN).alias("weight")
    (found,) = _measured(mixed).mixed_units
    assert found.sides == ("test",) and found.factor == 1000
    assert found.share == pytest.approx(0.2, abs=0.06)
    assert all(place < ROWS - TRAIN for place in found.rows) and found.rows


def test_unit_mixed_on_both_sides_is_found_by_its_clusters() -> None:
    weight = pl.col("weight")
    train = _in_part(0.3, weight * 100, weight, TRAIN).alias("weight")
    test = _in_part(0.3, weight * 100, weight, ROWS - TRAIN).alias("weight")
    (found,) = _measured(test, train).mixed_units
    assert found.sides == ("train", "test") and found.how == "clusters"


def test_pounds_among_whole_kilograms_are_found_by_their_decimals() -> None:
    age = pl.col("age").cast(pl.Float64)
    train = _in_part(0.2, (age * 2.20462262).round(2), age, TRAIN).alias("age")
    test = _in_part(0.2, (age * 2.20462262).round(2), age, ROWS - TRAIN).alias("age")
    (found,) = _measured(test, train).mixed_units
    assert found.how == "digits" and found.factor == pytest.approx(2.20462262)


def test_column_converted_as_a_whole_is_in_one_unit() -> None:
    pounds = np.random.default_rng(8).integers(90, 250, ROWS)
    kilograms = pl.Series("weight", (pounds * 0.45359237).round(2))
    assert not _measured(kilograms[TRAIN:], kilograms[:TRAIN]).mixed_units


def test_values_that_were_converted_to_the_unit_of_the_others_are_no_second_unit() -> None:
    centimetres = np.random.default_rng(9).normal(172, 9, ROWS).round()
    inches = _in_part(0.25, (pl.col("h") / 2.54).round() * 2.54, pl.col("h"), ROWS)
    height = pl.DataFrame({"h": centimetres}).select(inches.round(2).alias("weight")).to_series()
    assert not _measured(height[TRAIN:], height[:TRAIN]).mixed_units


def test_outliers_of_no_known_factor_are_no_unit() -> None:
    weight = pl.col("weight")
    assert not _measured(_in_part(0.1, weight * 7.3, weight, ROWS - TRAIN).alias("weight")).units


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
    assert all(one.level in _table()["city"].unique() for one in found)


def test_grades_that_differ_by_a_sign_are_different_levels() -> None:
    evidence = _measured(
        pl.when(pl.col("grade") == "A+").then(pl.lit("A")).otherwise("grade").alias("grade")
    )
    assert not evidence.respelled


@pytest.mark.parametrize(
    "stray", ["unknown", "12 kg", ">50", "12?", "about 12", "12 (cut)", "12 or 13"]
)
def test_strays_among_numbers_are_found_on_their_side(stray: str) -> None:
    numbers = pl.col("age").cast(pl.String)
    evidence = _measured(_in_part(0.05, pl.lit(stray), numbers, ROWS - TRAIN).alias("age"))
    (found,) = evidence.mixed_types
    assert found.side == "test" and found.examples == (stray,) and not evidence.types


def test_top_code_of_a_short_scale_is_honest() -> None:
    scale = pl.Series("age", np.random.default_rng(2).choice([*"0123456789", "10+"], ROWS))
    assert not _measured(scale[TRAIN:], scale[:TRAIN]).mixed_types


def test_bound_within_the_range_of_numbers_is_a_stray() -> None:
    numbers = pl.col("age").cast(pl.String)
    train = _in_part(0.05, pl.lit(">50"), numbers, TRAIN).alias("age")
    test = _in_part(0.05, pl.lit(">50"), numbers, ROWS - TRAIN).alias("age")
    assert {one.side for one in _measured(test, train).mixed_types} == {"train", "test"}


def test_dates_in_two_formats_are_found() -> None:
    dates = pl.col("opened")
    slashes = dates.str.to_date().dt.strftime("%d/%m/%Y")
    (found,) = _measured(_in_part(0.1, slashes, dates, ROWS - TRAIN).alias("opened")).dates
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


def test_rows_of_one_level_in_another_unit_are_found() -> None:
    mixed = pl.when(pl.col("city") == "Boston").then(pl.col("income") * 12).otherwise("income")
    (found,) = _measured(mixed.alias("income"), mixed.alias("income")).mixed_units
    assert (found.column, found.how, found.by) == ("income", "level", "city")
    assert found.factor == 12


def test_one_of_two_levels_in_another_unit_is_told_from_larger_things() -> None:
    random = np.random.default_rng(5)
    chosen = random.random(ROWS) < 0.35
    form = pl.Series("grade", np.where(chosen, "imperial", "metric"))
    height = random.normal(172, 9, ROWS)
    mixed = pl.Series("weight", np.where(chosen, height * 0.393701, height))
    sizes = random.lognormal(3, 2, ROWS)
    large = pl.Series("weight", np.where(chosen, sizes * 24, sizes))

    def found(*columns: pl.Series) -> list[tuple[str, str | None]]:
        table = _table().with_columns(form, *columns)
        both = sides(table[:TRAIN].lazy(), table[TRAIN:].lazy(), target="y", task="binary")
        return [(one.column, one.by) for one in measure(both).mixed_units]

    assert found(mixed) == [("weight", "grade")]
    assert found(large) == [], "heavy tails overlap"
    kinds = pl.Series("income", np.where(chosen, 1.0, 1.6) * random.lognormal(8, 0.1, ROWS))
    assert found(mixed, kinds) == [], "another column tells them apart: two kinds of things"


def test_any_rows_in_another_unit_are_found_and_two_kinds_of_things_are_not() -> None:
    random = np.random.default_rng(3)
    chosen = random.random(ROWS) < 0.2
    height = random.normal(175, 8, ROWS)
    metric = pl.Series("weight", np.where(chosen, height * 0.393701, height).round(2))
    columns = {"test": metric[TRAIN:], "train": metric[:TRAIN]}
    assert [one.column for one in _measured(**columns).mixed_units] == ["weight"]
    grade = pl.Series("grade", np.where(chosen, "small", "large"))
    table = _table().with_columns(metric, grade)
    both = sides(table[:TRAIN].lazy(), table[TRAIN:].lazy(), target="y", task="binary")
    told = [one for one in measure(both).mixed_units if one.how == "modes"]
    assert told == [], "another column tells them apart"


def test_codes_with_zeros_on_one_side_are_another_type() -> None:
    coded = pl.col("age").cast(pl.String).str.zfill(3)
    assert [one.column for one in _measured(coded).types] == ["age"]


def test_fahrenheit_of_one_town_is_told_by_the_other_columns() -> None:
    generator = np.random.default_rng(21)
    town = generator.choice(["Ulm", "Rom", "Oslo"], 1_200)
    low = generator.normal(8, 9, 1_200) + 12 * (town == "Rom")
    high = low + generator.normal(9, 1.5, 1_200)
    mixed = np.where(town == "Rom", high * 1.8 + 32, high).round(1)
    frame = pl.DataFrame({"town": town, "low": low.round(1), "high": mixed, "y": high > 15})
    plain = frame.with_columns(high=pl.Series(high.round(1)))
    (found,) = _sides_of(frame).mixed_units
    assert found.column == "high" and found.how == "expected"
    assert abs(found.share - (town == "Rom").mean()) < 0.05
    assert not _sides_of(plain).mixed_units


def test_rows_far_from_a_formula_for_reasons_of_their_own_do_not_hide_another_unit() -> None:
    generator = np.random.default_rng(22)
    shop = generator.choice(["A", "B", "C", "D", "E"], 600)
    fat, sugar = generator.gamma(4, 4, 600), generator.gamma(5, 8, 600)
    energy = 9 * fat + 4 * sugar + generator.normal(0, 3, 600)
    energy[:12] += 150  # alcohol
    mixed = np.where(shop == "B", energy * 4.184, energy).round()
    told = {"shop": shop, "fat": fat.round(1), "sugar": sugar.round(1), "y": energy > 300}
    (found,) = _sides_of(pl.DataFrame({**told, "energy": mixed})).mixed_units
    assert found.column == "energy" and abs(found.factor - 4.184) < 0.01
    assert not _sides_of(pl.DataFrame({**told, "energy": energy.round()})).mixed_units


def test_numbers_among_the_words_of_a_category_are_found() -> None:
    generator = np.random.default_rng(22)
    words = generator.choice(["red", "green", "blue"], 600)
    strayed = np.where(generator.random(600) < 0.05, "2", words)
    frame = pl.DataFrame({"colour": strayed, "size": generator.normal(size=600), "y": [0, 1] * 300})
    found = _sides_of(frame).mixed_types
    assert {one.side for one in found} == {"train", "test"} and found[0].kinds == ("number",)


def _sides_of(frame: pl.DataFrame) -> SchemaEvidence:
    cut = frame.height * 3 // 4
    left, right = frame.head(cut).lazy(), frame.tail(-cut).lazy()
    return measure(sides(left, right, target="y", task="binary"))


@pytest.mark.parametrize("seed", range(3))
def test_amount_of_the_customers_of_a_cheap_plan_is_no_unit(seed: int) -> None:
    random = np.random.default_rng(seed)
    plan = random.choice(["basic", "with extras", "line only"], 4_000, p=[0.4, 0.4, 0.2])
    line_only = plan == "line only"
    charges = np.where(line_only, 20 + random.normal(0, 1, 4_000), random.uniform(50, 100, 4_000))
    returned = random.random(4_000) < 0.4
    refund = np.where(returned, charges * random.uniform(0.2, 1, 4_000), 0.0)
    frame = pl.DataFrame({"plan": plan, "charges": charges, "refund": refund, "y": returned})
    assert not _sides_of(frame).mixed_units


def test_part_in_a_currency_of_no_known_factor_is_found_unless_another_column_tells_it() -> None:
    random = np.random.default_rng(12)
    other = random.random(ROWS) < 0.2
    table = _table().with_columns(
        income=pl.Series(random.lognormal(8, 0.5, ROWS) * np.where(other, 0.0061, 1.0))
    )
    (found,) = _sides_of(table).mixed_units
    assert found.how == "unknown" and found.factor == pytest.approx(0.0061, rel=0.1)
    abroad = table.with_columns(
        city=pl.when(pl.Series(other)).then(pl.lit("Oslo")).otherwise("city")
    )
    assert not [one for one in _sides_of(abroad).mixed_units if one.how == "unknown"]
