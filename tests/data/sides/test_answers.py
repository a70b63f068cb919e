from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from assay.core.evidence.answers import AnswersEvidence
from assay.core.evidence.data import Task
from assay.data.sides.answers import measure
from assay.data.sides.table import sides

ROWS = 1_200


def _answers(
    frame: pl.DataFrame, *, task: Task = "binary", hidden: bool = False
) -> AnswersEvidence:
    drawn = np.random.default_rng(3).permutation(frame.height)
    train, test = frame[drawn[:900]], frame[drawn[900:]]
    if hidden:
        test = test.drop("y")
    return measure(sides(train.lazy(), test.lazy(), target="y", task=task))


def _table(seed: int = 0) -> tuple[pl.DataFrame, np.random.Generator]:
    draw = np.random.default_rng(seed)
    keys = draw.integers(0, ROWS // 6, ROWS)
    return pl.DataFrame(
        {
            "y": (draw.random(ROWS) < 0.3).astype(int),
            "price": draw.normal(size=ROWS),
            "town": [f"t{key}" for key in keys],
        }
    ), draw


@pytest.mark.parametrize(
    ("summary", "expression"),
    [
        ("mean", pl.col("y").mean()),
        ("sum", pl.col("y").sum()),
        ("smoothed mean", (pl.col("y").sum() + 1.5) / (pl.len() + 5)),
    ],
)
def test_summary_over_both_sides_is_found(summary: str, expression: pl.Expr) -> None:
    table, _ = _table()
    found = _answers(table.with_columns(rate=expression.over("town"))).aggregates
    assert [(one.column, one.summary, one.over) for one in found] == [("rate", summary, "both")]


def test_mean_is_found_without_its_key() -> None:
    table, _ = _table()
    found = _answers(table.with_columns(rate=pl.col("y").mean().over("town")).drop("town"))
    assert [(one.column, one.over) for one in found.aggregates] == [("rate", "both")]


def test_mean_of_the_other_rows_is_found() -> None:
    table, _ = _table()
    others = (pl.col("y").sum() - pl.col("y")) / (pl.len() - 1).clip(1)
    found = _answers(table.with_columns(rate=others.over("town"))).aggregates
    assert [one.summary for one in found] == ["mean of the others"]


def test_encoding_by_training_alone_is_told_apart() -> None:
    table, _ = _table()
    drawn = np.random.default_rng(3).permutation(table.height)
    train, test = table[drawn[:900]], table[drawn[900:]]
    rates = train.group_by("town").agg(rate=pl.col("y").mean())
    train = train.join(rates, on="town", maintain_order="left")
    test = test.join(rates, on="town", how="left", maintain_order="left")
    test = test.with_columns(pl.col("rate").fill_null(0.3))
    found = measure(sides(train.lazy(), test.lazy(), target="y", task="binary")).aggregates
    assert [one.over for one in found] == ["train"]


def test_size_of_a_group_is_no_summary_of_the_target() -> None:
    table, _ = _table()
    size = table.with_columns(rows=pl.len().over("town"), cost=pl.col("price").mean().over("town"))
    assert not _answers(size).aggregates


def test_copy_of_the_target_is_no_mean() -> None:
    table, _ = _table()
    assert not _answers(table.with_columns(copy=pl.col("y").cast(pl.Float64))).aggregates


def test_numbers_given_after_sorting_are_found() -> None:
    table, _ = _table()
    numbered = table.sort("y").with_row_index("number")
    (found,) = _answers(numbered).orders
    assert found.column == "number" and found.strength > 0.95


def test_codes_in_the_order_of_the_target_are_found_and_sentences_about_it_are_not() -> None:
    table, _ = _table()
    rows = table.sort("y").with_row_index("place")
    code = rows.with_columns(pl.format("row {}", "place").alias("code")).drop("place")
    assert [one.column for one in _answers(code.sample(fraction=1.0, shuffle=True, seed=2)).orders]
    told = (
        pl.when(pl.col("y") == pl.col("y").max())
        .then(pl.lit("works in"))
        .otherwise(pl.lit("farms the land of"))
    )
    text = rows.with_columns(pl.format("{} the {}th house", told, "place").alias("text"))
    spelled = text.with_columns(
        pl.col("text").str.replace_many([str(d) for d in range(10)], list("abcdefghij"))
    ).drop("place")
    shuffled = spelled.sample(fraction=1.0, shuffle=True, seed=2)
    assert "text" not in [one.column for one in _answers(shuffled).orders]


def test_numbers_of_a_shuffled_table_are_silent() -> None:
    table, _ = _table()
    assert not _answers(table.with_row_index("number")).orders


def test_sorted_table_is_found_and_its_drifting_twin_changes_often() -> None:
    table, draw = _table()
    sorted_ = table.sort("y")
    even, odd = sorted_[::2], sorted_[1::2]
    found = measure(sides(even.lazy(), odd.lazy(), target="y", task="binary")).orders
    assert {one.side for one in found} == {"train", "test"}
    assert all(one.changes < 0.1 for one in found)
    drifting = (draw.random(ROWS) < np.linspace(0.1, 0.8, ROWS)).astype(int)
    drift = table.with_columns(y=pl.Series(drifting))
    found = measure(sides(drift[::2].lazy(), drift[1::2].lazy(), target="y", task="binary")).orders
    assert all(one.changes > 0.5 and one.strength < 0.8 for one in found)


def test_outcomes_of_the_test_that_are_not_there_are_unknown() -> None:
    table, _ = _table()
    drawn = np.random.default_rng(3).permutation(table.height)
    train, test = table[drawn[:900]], table[drawn[900:]].drop("y")
    train = train.with_columns(rate=pl.col("y").mean().over("town"))
    test = test.with_columns(rate=pl.lit(0.3))
    found = measure(sides(train.lazy(), test.lazy(), target="y", task="binary"))
    assert not found.test_known
    assert [one.over for one in found.aggregates] == ["unknown"]


@pytest.mark.parametrize("by", ["town", "region"])
def test_an_aggregate_over_all_rows_of_a_large_table_is_found_by_whole_groups(by: str) -> None:
    random = np.random.default_rng(0)
    size = 220_000
    rows = pl.DataFrame(
        {
            "town": random.integers(0, 60_000, size),
            "region": random.integers(0, 60, size),
            "x": random.normal(size=size),
            "y": (random.random(size) < 0.3).astype(np.int64),
        }
    )
    with_rate = rows.with_columns(rate=pl.col("y").mean().over(by))
    train, test = (with_rate.head(115_000).lazy(), with_rate.tail(105_000).lazy())
    both = sides(train, test, target="y", task="binary")
    assert both.train.sampled
    assert both.test.sampled
    found = measure(both)
    assert [(leak.column, leak.over) for leak in found.aggregates] == [("rate", "both")]
    assert not found.sampled
    clean = measure(both.without(["rate"]))
    assert not clean.aggregates
    assert not clean.sampled


def test_outcome_of_a_household_with_one_that_happened_is_the_largest_of_its_rows() -> None:
    table, _ = _table()
    told = table.with_columns(any=pl.col("y").max().over("town"))
    (found,) = _answers(told).aggregates
    assert (found.column, found.summary, found.over) == ("any", "largest", "both")
    settled = pl.Series([int(name[1:]) % 2 for name in table["town"]])
    assert not _answers(table.with_columns(any=settled)).aggregates


def test_numbers_of_a_list_with_gaps_are_found_and_a_quantity_is_no_number_of_a_list() -> None:
    table, draw = _table()
    table = table.with_columns(y=pl.col("price") + pl.Series(draw.normal(0, 0.2, table.height)))
    ranks = np.argsort(np.argsort(table["y"].to_numpy()))
    given = 7_000 + np.cumsum(draw.integers(1, 8, table.height))[ranks]
    found = _answers(table.with_columns(deed=given), task="regression").orders
    assert [one.column for one in found] == ["deed"]
    cost = pl.Series(np.round(np.exp(table["price"].to_numpy()) * 3_000)).cast(pl.Int64)
    found = _answers(table.with_columns(cost=cost), task="regression").orders
    assert not found


def test_moving_means_that_hold_the_row_are_aggregates_and_those_before_it_are_not() -> None:
    outcome = pl.Series("y", np.random.default_rng(2).normal(9, 3, 400))
    around = outcome.rolling_mean(5, center=True, min_samples=1)
    total, before = outcome.cum_sum(), outcome.shift(1).rolling_mean(5, min_samples=1)
    frame = pl.DataFrame({"around": around, "total": total, "before": before, "y": outcome})
    put = sides(frame[:300].lazy(), frame[300:].lazy(), target="y", task="regression")
    told = {one.column: one.summary for one in measure(put).aggregates}
    assert told == {"around": "mean of 5 rows around it", "total": "running total"}


def test_a_place_within_a_department_is_an_aggregate_and_a_count_is_not() -> None:
    drawn = np.random.default_rng(3)
    frame = pl.DataFrame(
        {
            "department": drawn.choice(["a", "b", "c"], 600),
            "wage": drawn.lognormal(3, 0.4, 600).round(1),
            "years": drawn.integers(0, 40, 600),
        }
    ).with_columns(place=pl.col("wage").rank("ordinal").over("department").cast(pl.Int64))
    put = sides(frame[:450].lazy(), frame[450:].lazy(), target="wage", task="regression")
    assert [(one.column, one.key) for one in measure(put).aggregates] == [
        ("place", ("department",))
    ]


@pytest.mark.parametrize("name", ["age", "week"])
def test_coarse_numbers_and_times_that_outcomes_follow_are_no_places(name: str) -> None:
    drawn = np.random.default_rng(4)
    values = drawn.integers(0, 12, 3_000)
    grown = values + drawn.normal(0, 2 if name == "age" else 0.01, 3_000)
    frame = pl.DataFrame(
        {"firm": drawn.choice(list("abcdefgh"), 3_000), name: values, "wage": grown}
    )
    put = sides(frame[:2_000].lazy(), frame[2_000:].lazy(), target="wage", task="regression")
    assert not measure(put).aggregates
