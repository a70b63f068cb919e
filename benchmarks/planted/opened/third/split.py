"""Ways by which the same rows, groups and days come into training and test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.third.draws import noise, seed_of, some, stirred
from benchmarks.planted.pair import Pair, decimals, parted, with_frame
from benchmarks.planted.table import Table


def joined_to_many(
    table: Table, random: np.random.Generator, *, several: float, key: str | None = None
) -> Pair:
    """A join to a list of telephone numbers, of which some units have two or three.

    The number was not kept, so the rows are equal.

    Args:
        several: Share of the units with more than one number.
        key: `text` or `number`: a name that each row of the join got; numbers are declared.
    """
    more = table.frame.filter(some(random, table.frame.height, several))
    frame = stirred(pl.concat([table.frame, more, more.head(more.height // 3)]), random)
    if key is not None:
        keys = random.permutation(frame.height * 4)[: frame.height] + 40_000
        named = [f"{one:06d}-{one % 97:02d}" for one in keys] if key == "text" else keys
        frame = frame.with_columns(pl.Series("join_key", named))
    pair = parted(with_frame(table, frame), random)
    return replace(pair, id="join_key") if key == "number" else pair


def topped_up(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The test was too small for the report and was filled up with rows of training."""
    pair = parted(table, random)
    count = max(2, round(share * pair.test.height))
    more = pair.train.sample(n=count, seed=seed_of(random))
    return replace(pair, test=stirred(pl.concat([pair.test, more]), random))


def other_instrument(
    table: Table, random: np.random.Generator, *, share: float, spread: float
) -> Pair:
    """Units of training went through a second instrument, whose readings became the test.

    Args:
        spread: Difference of the instruments, as a share of each column's standard deviation.
    """
    pair = parted(table, random)
    count = round(share * pair.test.height)
    again = pair.train.sample(n=count, seed=seed_of(random))
    read = [
        (pl.col(name) + noise(random, count, spread * _spread(table, name))).round(5)
        for name in decimals(table)
        if table.frame[name].dtype.is_float()
    ]
    test = pl.concat([pair.test.head(pair.test.height - count), again.with_columns(read)])
    return replace(pair, test=stirred(test, random))


def restated(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The books of some companies were restated: every amount moved by less than one percent."""
    pair = parted(table, random)
    count = round(share * pair.test.height)
    again = pair.train.sample(n=count, seed=seed_of(random))
    moved = again.with_columns(
        pl.col(name) * pl.Series(random.uniform(0.992, 1.008, count))
        for name in decimals(table)
        if table.frame[name].dtype.is_float()
    )
    return replace(pair, test=stirred(pl.concat([pair.test.tail(-count), moved]), random))


def catalogued_twice(
    table: Table, random: np.random.Generator, *, column: str, share: float
) -> Pair:
    """A second catalogue writes the same names by other rules: article last, capitals, a suffix."""
    pair = parted(table, random)
    count = round(share * pair.test.height)
    again = pair.train.sample(n=count, seed=seed_of(random))
    texts = [_other_rule(text, int(random.integers(3))) for text in again[column].to_list()]
    again = again.with_columns(pl.Series(column, texts))
    return replace(pair, test=stirred(pl.concat([pair.test.tail(-count), again]), random))


def row_by_row(
    table: Table, random: np.random.Generator, *, group: str, share: float = 0.25
) -> Pair:
    """`train_test_split` without a look at who the rows belong to.

    Args:
        group: `declared`, `kept` (as a column that nobody declared) or `dropped`; where it is
            dropped, other columns still tell a person or an animal.
    """
    pair = parted(table, random, kind="random", share=share)
    if group == "declared":
        return pair
    if group == "kept":
        return replace(pair, group=None)
    name = str(table.group)
    return replace(pair, group=None, train=pair.train.drop(name), test=pair.test.drop(name))


def strays(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Groups were parted, and then late rows of tested groups were appended to training.

    Args:
        share: Share of the tested groups of which one or two rows are in training as well.
    """
    pair = parted(table, random, kind="group")
    name = str(table.group)
    groups = pair.test[name].unique().sort()
    late = groups.filter(some(random, groups.len(), share))
    place = pl.int_range(pl.len()).over(name)
    moved = pair.test.select(pl.col(name).is_in(late.implode()) & (place < 2)).to_series()
    return replace(
        pair, train=pl.concat([pair.train, pair.test.filter(moved)]), test=pair.test.filter(~moved)
    )


def last_rows_of_each(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """The last rows of every group are the test, where new groups were to be judged."""
    name = str(table.group)
    back = pl.int_range(pl.len()).reverse().over(name)
    tested = table.frame.select(back < rows).to_series()
    return Pair(train=table.frame.filter(~tested), test=table.frame.filter(tested), group=name)


def oldest_tested(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The file was sorted with the newest first, and its tail became the test."""
    name = str(table.time)
    frame = table.frame.sort(name, descending=True, maintain_order=True)
    kept = round((1 - share) * frame.height)
    return Pair(train=frame.head(kept), test=frame.tail(-kept), time=name)


def every_fifth_week(table: Table, random: np.random.Generator, *, begin: int) -> Pair:
    """Whole weeks are the test, one of five, with training before and after each."""
    name = str(table.time)
    frame = table.frame.sort(name, maintain_order=True)
    week = (frame[name] - frame[name].min()).dt.total_days() // 7
    tested = week % 5 == begin
    return Pair(train=frame.filter(~tested), test=frame.filter(tested), time=name)


def drawn_from_series(table: Table, random: np.random.Generator, *, declared: bool) -> Pair:
    """Days are drawn at random; the time stays a column even if nobody declares it."""
    frame = table.frame.sort(str(table.time), maintain_order=True)
    pair = parted(with_frame(table, frame), random, kind="random")
    return pair if declared else replace(pair, time=None)


def _spread(table: Table, name: str) -> float:
    return float(table.frame[name].cast(pl.Float64).to_numpy()[~table.frame[name].is_null()].std())


def _other_rule(text: str, rule: int) -> str:
    for article in ("The ", "A ", "An "):
        if text.startswith(article):
            return f"{text.removeprefix(article)}, {article.strip()}"
    if rule == 0:
        return text.upper() if text.upper() != text else f"{text}."
    if rule == 1:
        return text.replace(" & ", " and ") if " & " in text else f"{text} (1)"
    return text.replace(" ", "  ", 1) if " " in text else f"{text} -"
