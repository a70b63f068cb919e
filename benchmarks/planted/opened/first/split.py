"""Ways by which rows, groups and moments come to stand on both sides of a split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, decimals, parted, with_frame
from benchmarks.planted.table import Table


def pages_overlap(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The test is a second page of an export that began before the first had ended."""
    pair = parted(table, random)
    count = round(share * pair.test.height)
    page = pair.train.tail(count)
    return replace(pair, test=pl.concat([page, pair.test.tail(pair.test.height - count)]))


def sent_twice(
    table: Table, random: np.random.Generator, *, share: float, key: str | None = None
) -> Pair:
    """People pressed the button twice, and then came the split.

    Args:
        share: Share of the rows that were sent again.
        key: `text` or `number`: what each sending got as a name of its own; numbers are declared.
    """
    again = table.frame.sample(fraction=share, seed=_seed(random))
    frame = pl.concat([table.frame, again]).sample(fraction=1.0, shuffle=True, seed=_seed(random))
    names = random.permutation(10 * frame.height)[: frame.height] + 100_000
    if key == "text":
        frame = frame.with_columns(receipt=pl.Series([f"RC-{name:07x}" for name in names]))
    elif key == "number":
        frame = frame.with_columns(receipt=pl.Series(names))
    pair = parted(with_frame(table, frame), random)
    return replace(pair, id="receipt") if key == "number" else pair


def measured_again(
    table: Table, random: np.random.Generator, *, share: float, error: float
) -> Pair:
    """Units of training were measured a second time for the test: alike to within `error`."""
    pair = parted(table, random)
    again = pair.train.sample(n=round(share * pair.test.height), seed=_seed(random))
    moved = [
        (pl.col(name).cast(pl.Float64) * _near_one(random, again.height, error)).round(4)
        for name in decimals(table)
        if table.frame[name].dtype.is_float()
    ]
    if not moved:
        raise ValueError(f"{table.name} has no measurements")
    test = pl.concat([pair.test, again.with_columns(moved)], how="vertical_relaxed")
    return replace(pair, test=test.sample(fraction=1.0, shuffle=True, seed=_seed(random)))


def rounded_copies(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Another system exports the same units with three significant digits."""
    pair = parted(table, random)
    again = pair.train.sample(n=round(share * pair.test.height), seed=_seed(random))
    coarse = again.with_columns(
        pl.col(name).round_sig_figs(3)
        for name in decimals(table)
        if table.frame[name].dtype.is_float()
    )
    return replace(pair, test=pl.concat([pair.test.tail(-again.height), coarse]))


def retyped(table: Table, random: np.random.Generator, *, column: str, share: float) -> Pair:
    """Training rows came in by another form, where their names were typed in another style."""
    pair = parted(table, random)
    again = pair.train.sample(n=round(share * pair.test.height), seed=_seed(random))
    styles = (_shortened, _shouted, _misspelt)
    texts = [styles[random.integers(len(styles))](text, random) for text in again[column].to_list()]
    typed = again.with_columns(pl.Series(column, texts))
    return replace(pair, test=pl.concat([pair.test.tail(-again.height), typed]))


def rows_of_groups(table: Table, random: np.random.Generator, *, known: str) -> Pair:
    """Rows are drawn one by one where several belong to one person, route or village.

    Args:
        known: What is known of the group: `declared`, `column`, or `dropped`, as identifiers are.
    """
    if table.group is None:
        raise ValueError(f"{table.name} has no groups")
    pair = parted(table, random, kind="random", share=0.2)
    if known == "declared":
        return pair
    if known == "column":
        return replace(pair, group=None)
    train, test = pair.train.drop(table.group), pair.test.drop(table.group)
    return replace(pair, group=None, train=train, test=test)


def month_held_out(table: Table, random: np.random.Generator, *, begin: float, end: float) -> Pair:
    """A window in the middle is the test; training stands on both sides of it."""
    place = pl.int_range(pl.len()) / pl.len()
    frame = table.frame.sort(_time(table), maintain_order=True)
    window = frame.select((place >= begin) & (place < end)).to_series()
    return replace(_plain(table), train=frame.filter(~window), test=frame.filter(window))


def every_fifth_block(table: Table, random: np.random.Generator, *, blocks: int) -> Pair:
    """The series is cut into blocks, of which every fifth is the test."""
    frame = table.frame.sort(_time(table), maintain_order=True)
    block = (np.arange(frame.height) * blocks) // frame.height
    tested = pl.Series(block % 5 == 3)
    return replace(_plain(table), train=frame.filter(~tested), test=frame.filter(tested))


def shuffled_series(table: Table, random: np.random.Generator, *, known: bool) -> Pair:
    """`sample(frac=0.7)` of a series; whether its time was declared is `known`."""
    _time(table)
    pair = parted(table, random, kind="random", share=0.3)
    return pair if known else replace(pair, time=None)


def _plain(table: Table) -> Pair:
    return Pair(train=table.frame, test=table.frame, time=table.time, id=table.id)


def _time(table: Table) -> str:
    if table.time is None:
        raise ValueError(f"{table.name} has no time")
    return table.time


def _near_one(random: np.random.Generator, rows: int, error: float) -> pl.Series:
    return pl.Series(1 + error * random.standard_normal(rows))


def _shortened(text: str, random: np.random.Generator) -> str:
    words = {"University": "Univ.", "College": "Coll.", "Elementary": "Elem.", "Union": "Un."}
    words |= {"Institute": "Inst.", "School": "Sch.", "Community": "Comm.", " and ": " & "}
    shorter = text
    for long, short in words.items():
        shorter = shorter.replace(long, short)
    return shorter if shorter != text else _misspelt(text, random)


def _shouted(text: str, random: np.random.Generator) -> str:
    return text.upper()


def _misspelt(text: str, random: np.random.Generator) -> str:
    place = int(random.integers(1, max(2, len(text) - 1)))
    return text[:place] + text[place + 1 :]


def _seed(random: np.random.Generator) -> int:
    return int(random.integers(2**31))
