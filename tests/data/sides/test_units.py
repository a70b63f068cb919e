from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.data.sides.people import ROWS, TRAIN, Column, both, in_part, people

from assay.core.evidence.units import UnitsEvidence
from assay.data.sides.table import sides
from assay.data.sides.units import measure


def _measured(test: Column | None = None, train: Column | None = None) -> UnitsEvidence:
    return measure(both(test, train))


def _sides_of(frame: pl.DataFrame) -> UnitsEvidence:
    cut = frame.height * 3 // 4
    left, right = frame.head(cut).lazy(), frame.tail(-cut).lazy()
    return measure(sides(left, right, target="y", task="binary"))


@pytest.mark.parametrize("factor", [1000, 100, 0.001, 2.54, 0.45359237, 1.609344, 12, 24, 60])
def test_column_in_another_unit_is_found_with_its_factor(factor: float) -> None:
    (found,) = _measured(pl.col("weight") * factor).changed
    assert found.column == "weight" and found.factor == pytest.approx(factor, rel=0.01)


def test_fahrenheit_is_told_from_celsius() -> None:
    table = people().with_columns(
        pl.Series("degrees", np.random.default_rng(1).normal(15, 6, ROWS))
    )
    test = table[TRAIN:].with_columns(pl.col("degrees") * 1.8 + 32)
    (found,) = measure(sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary")).changed
    assert found.unit == "degrees Celsius to Fahrenheit"


def test_rounded_celsius_returns_to_whole_fahrenheit_and_a_finer_scale_does_not() -> None:
    whole = pl.Series("degrees", np.random.default_rng(1).normal(60, 15, ROWS).round())
    table = people().with_columns(whole)
    degrees = pl.col("degrees")

    def off_grid(now: pl.Expr) -> list[float]:
        test = table[TRAIN:].with_columns(now.round(1))
        both = sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary")
        return [one.off_grid or 0.0 for one in measure(both).changed]

    assert off_grid((degrees + 5) * 0.5556 - 17.78)[0] > 0.8
    finer = degrees * 0.5556 - 17.78 + pl.Series(np.random.default_rng(2).uniform(0, 1, 500))
    assert max(off_grid(finer), default=0.0) < 0.5


def test_growth_by_a_tenth_is_no_unit() -> None:
    assert not _measured(pl.col("weight") * 1.1).changed


def test_part_of_the_test_in_another_unit_is_found() -> None:
    weight = pl.col("weight")
    mixed = in_part(0.2, weight * 1000, weight, ROWS - TRAIN).alias("weight")
    (found,) = _measured(mixed).mixed
    assert found.sides == ("test",) and found.factor == 1000
    assert found.share == pytest.approx(0.2, abs=0.06)
    assert all(place < ROWS - TRAIN for place in found.rows) and found.rows


def test_unit_mixed_on_both_sides_is_found_by_its_clusters() -> None:
    weight = pl.col("weight")
    train = in_part(0.3, weight * 100, weight, TRAIN).alias("weight")
    test = in_part(0.3, weight * 100, weight, ROWS - TRAIN).alias("weight")
    (found,) = _measured(test, train).mixed
    assert found.sides == ("train", "test") and found.how == "clusters"


def test_pounds_among_whole_kilograms_are_found_by_their_decimals() -> None:
    age = pl.col("age").cast(pl.Float64)
    train = in_part(0.2, (age * 2.20462262).round(2), age, TRAIN).alias("age")
    test = in_part(0.2, (age * 2.20462262).round(2), age, ROWS - TRAIN).alias("age")
    (found,) = _measured(test, train).mixed
    assert found.how == "digits" and found.factor == pytest.approx(2.20462262)


def test_column_converted_as_a_whole_is_in_one_unit() -> None:
    pounds = np.random.default_rng(8).integers(90, 250, ROWS)
    kilograms = pl.Series("weight", (pounds * 0.45359237).round(2))
    assert not _measured(kilograms[TRAIN:], kilograms[:TRAIN]).mixed


def test_values_that_were_converted_to_the_unit_of_the_others_are_no_second_unit() -> None:
    centimetres = np.random.default_rng(9).normal(172, 9, ROWS).round()
    inches = in_part(0.25, (pl.col("h") / 2.54).round() * 2.54, pl.col("h"), ROWS)
    height = pl.DataFrame({"h": centimetres}).select(inches.round(2).alias("weight")).to_series()
    assert not _measured(height[TRAIN:], height[:TRAIN]).mixed


def test_outliers_of_no_known_factor_are_no_unit() -> None:
    weight = pl.col("weight")
    assert not _measured(in_part(0.1, weight * 7.3, weight, ROWS - TRAIN).alias("weight")).changed


def test_rows_of_one_level_in_another_unit_are_found() -> None:
    mixed = pl.when(pl.col("city") == "Boston").then(pl.col("income") * 12).otherwise("income")
    (found,) = _measured(mixed.alias("income"), mixed.alias("income")).mixed
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
        table = people().with_columns(form, *columns)
        both = sides(table[:TRAIN].lazy(), table[TRAIN:].lazy(), target="y", task="binary")
        return [(one.column, one.by) for one in measure(both).mixed]

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
    assert [one.column for one in _measured(**columns).mixed] == ["weight"]
    grade = pl.Series("grade", np.where(chosen, "small", "large"))
    table = people().with_columns(metric, grade)
    both = sides(table[:TRAIN].lazy(), table[TRAIN:].lazy(), target="y", task="binary")
    told = [one for one in measure(both).mixed if one.how == "modes"]
    assert told == [], "another column tells them apart"


def test_fahrenheit_of_one_town_is_told_by_the_other_columns() -> None:
    generator = np.random.default_rng(21)
    town = generator.choice(["Ulm", "Rom", "Oslo"], 1_200)
    low = generator.normal(8, 9, 1_200) + 12 * (town == "Rom")
    high = low + generator.normal(9, 1.5, 1_200)
    mixed = np.where(town == "Rom", high * 1.8 + 32, high).round(1)
    frame = pl.DataFrame({"town": town, "low": low.round(1), "high": mixed, "y": high > 15})
    plain = frame.with_columns(high=pl.Series(high.round(1)))
    (found,) = _sides_of(frame).mixed
    assert found.column == "high" and found.how == "expected"
    assert abs(found.share - (town == "Rom").mean()) < 0.05
    assert not _sides_of(plain).mixed


def test_rows_far_from_a_formula_for_reasons_of_their_own_do_not_hide_another_unit() -> None:
    generator = np.random.default_rng(22)
    shop = generator.choice(["A", "B", "C", "D", "E"], 600)
    fat, sugar = generator.gamma(4, 4, 600), generator.gamma(5, 8, 600)
    energy = 9 * fat + 4 * sugar + generator.normal(0, 3, 600)
    energy[:12] += 150  # alcohol
    mixed = np.where(shop == "B", energy * 4.184, energy).round()
    told = {"shop": shop, "fat": fat.round(1), "sugar": sugar.round(1), "y": energy > 300}
    (found,) = _sides_of(pl.DataFrame({**told, "energy": mixed})).mixed
    assert found.column == "energy" and abs(found.factor - 4.184) < 0.01
    assert not _sides_of(pl.DataFrame({**told, "energy": energy.round()})).mixed


@pytest.mark.parametrize("seed", range(3))
def test_amount_of_the_customers_of_a_cheap_plan_is_no_unit(seed: int) -> None:
    random = np.random.default_rng(seed)
    plan = random.choice(["basic", "with extras", "line only"], 4_000, p=[0.4, 0.4, 0.2])
    line_only = plan == "line only"
    charges = np.where(line_only, 20 + random.normal(0, 1, 4_000), random.uniform(50, 100, 4_000))
    returned = random.random(4_000) < 0.4
    refund = np.where(returned, charges * random.uniform(0.2, 1, 4_000), 0.0)
    frame = pl.DataFrame({"plan": plan, "charges": charges, "refund": refund, "y": returned})
    assert not _sides_of(frame).mixed


def test_part_in_a_currency_of_no_known_factor_is_found_unless_another_column_tells_it() -> None:
    random = np.random.default_rng(12)
    other = random.random(ROWS) < 0.2
    table = people().with_columns(
        income=pl.Series(random.lognormal(8, 0.5, ROWS) * np.where(other, 0.0061, 1.0))
    )
    (found,) = _sides_of(table).mixed
    assert found.how == "unknown" and found.factor == pytest.approx(0.0061, rel=0.1)
    abroad = table.with_columns(
        city=pl.when(pl.Series(other)).then(pl.lit("Oslo")).otherwise("city")
    )
    assert not [one for one in _sides_of(abroad).mixed if one.how == "unknown"]


def test_sorted_columns_have_no_place_from_which_they_are_in_another_unit() -> None:
    random = np.random.default_rng(2)
    ascending = pl.Series("weight", np.sort(np.exp(random.uniform(0, 5, TRAIN)).round(1)))
    assert not _measured(train=ascending).mixed
    plain = random.lognormal(4, 0.4, TRAIN)
    later = pl.Series("weight", np.where(np.arange(TRAIN) < 900, plain, plain * 12))
    (found,) = _measured(train=later, test=later[700 : 700 + ROWS - TRAIN]).mixed
    assert (found.column, found.by) == ("weight", "the place of a row")


def test_small_test_in_another_unit_is_one_change_and_no_mixture() -> None:
    frame = people().select("grade", feet=pl.col("weight") / 30, y="y")
    test = frame[200:226].with_columns(pl.col("feet") * 92.90304)
    found = measure(sides(frame[:80].lazy(), test.lazy(), target="y", task="binary"))
    assert [one.factor for one in found.changed] == [92.90304] and not found.mixed


@pytest.mark.parametrize(
    ("scale", "logarithm"), [("log10", np.log10), ("log", np.log), ("log1p", np.log1p)]
)
def test_side_in_logarithms_is_told_from_the_other(scale: str, logarithm: np.ufunc) -> None:
    pay = np.random.default_rng(2).lognormal(7, 0.8, ROWS).round()
    pay[::9] = 0 if scale == "log1p" else 1_000
    for inverse in (False, True):
        sides_of = [pay[:TRAIN], pay[TRAIN:]]
        sides_of[not inverse] = logarithm(sides_of[not inverse]).round(3)
        table = people().with_columns(pl.Series("pay", np.concatenate(sides_of)))
        left, right = table[:TRAIN].lazy(), table[TRAIN:].lazy()
        (found,) = measure(sides(left, right, target="y", task="binary")).changed
        assert found.column == "pay" and found.inverse == inverse
        assert found.scale == scale


def test_celsius_of_a_colder_test_are_told_by_the_other_columns() -> None:
    generator = np.random.default_rng(3)
    warm = np.where(np.arange(ROWS) < TRAIN, 45, 40) + generator.normal(0, 12, ROWS)
    dew = warm - 8 + generator.normal(0, 3, ROWS)
    table = people().with_columns(pl.Series("warm", warm), pl.Series("dew", dew))
    test = table[TRAIN:].with_columns((pl.col("dew") - 32) / 1.8)
    both = sides(table[:TRAIN].lazy(), test.lazy(), target="y", task="binary")
    (found,) = [one for one in measure(both).changed if one.column == "dew"]
    assert found.expected_before is not None and found.expected_before > 4
    assert found.expected_after is not None and found.expected_after < 1.5


def test_share_of_few_rows_is_told_from_its_percents() -> None:
    percent = np.random.default_rng(0).lognormal(2, 1.2, 100).clip(0, 97)
    frame = pl.DataFrame({"women": percent, "y": [0, 1] * 50})
    test = frame[75:].with_columns((pl.col("women") / 100).round(4))
    (found,) = measure(sides(frame[:75].lazy(), test.lazy(), target="y", task="binary")).changed
    assert found.column == "women" and found.factor < 0.02


def test_overflow_far_beyond_the_others_is_no_unit() -> None:
    generator = np.random.default_rng(5)
    hits = generator.lognormal(6.3, 1, 266).round() + 1
    hits[-11:] = 32_767 - generator.integers(0, 1_600, 11)
    evidence = _sides_of(pl.DataFrame({"hits": hits, "y": [0, 1] * 133}))
    assert not [one for one in evidence.mixed if one.how == "beyond"]
