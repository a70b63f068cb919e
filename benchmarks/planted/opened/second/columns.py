"""Columns that come in another form: gone, retyped, in other units, spelt or coded otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.second.rows import hit
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def left_out(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], now: str | None = None
) -> Pair:
    """Deliver the test without columns, or with the first one under a new name."""
    pair = parted(table, random)
    if now is not None:
        return replace(pair, test=pair.test.rename({columns[0]: now}), columns=columns)
    return replace(pair, test=pair.test.drop(columns), columns=columns)


def as_text(table: Table, random: np.random.Generator, *, column: str, form: str) -> Pair:
    """Write a number of the test as text in some form, which every row then has."""
    pair = parted(table, random)
    texts = [None if one is None else form.format(one) for one in pair.test[column]]
    return replace(pair, test=pair.test.with_columns(pl.Series(column, texts)), columns=(column,))


def as_number(
    table: Table, random: np.random.Generator, *, column: str, codes: tuple[str, ...]
) -> Pair:
    """Write a category of the test as its place in a list of codes."""
    pair = parted(table, random)
    places = {value: place for place, value in enumerate(codes, start=1)}
    test = pair.test.with_columns(pl.col(column).replace_strict(places, default=None))
    return replace(pair, test=test, columns=(column,))


def in_unit(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    add: float = 0.0,
    digits: int = 1,
) -> Pair:
    """Give a measure of the whole test in another unit.

    Trace: the test's quantiles are those of training by one factor, all of them.
    """
    pair = parted(table, random)
    number = pl.col(column).cast(pl.Float64)
    train = pair.train.with_columns(number)
    test = pair.test.with_columns((number * factor + add).round(digits))
    return replace(pair, train=train, test=test, columns=(column,))


def in_two_units(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    share: float = 1.0,
    by: str | None = None,
    value: object = None,
    digits: int = 1,
) -> Pair:
    """Give a measure in another unit for a share of the rows, or for those of one value.

    Trace: two heaps in one column, the second of which is the first by one factor.
    """
    height = table.frame.height
    there = hit(random, height, share)
    if by is not None:
        there = there & (table.frame[by] == value).fill_null(value=False)
    number = pl.col(column).cast(pl.Float64)
    other = (number * factor).round(digits)
    frame = table.frame.with_columns(pl.when(there).then(other).otherwise(number).alias(column))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def respelt(
    table: Table, random: np.random.Generator, *, column: str, how: str, share: float = 1.0
) -> Pair:
    """Spell a category of the test otherwise, as another form or export does."""
    pair = parted(table, random)
    text = pl.col(column)
    other = {
        "upper": text.str.to_uppercase(),
        "lower": text.str.to_lowercase(),
        "trailing": text + " ",
        "underscores": text.str.replace_all(r"[ /-]+", "_"),
        "hyphens": text.str.replace_all(" ", "-"),
        "umlauts": text.str.replace_all("ue", "ü").str.replace_all("oe", "ö"),
    }[how]
    there = hit(random, pair.test.height, share)
    test = pair.test.with_columns(pl.when(there).then(other).otherwise(text).alias(column))
    if set(test[column].drop_nulls()) <= set(pair.test[column].drop_nulls()):
        raise ValueError(f"{how} changes nothing in {column}")
    return replace(pair, test=test, columns=(column,))


def coded_gap(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    code: float,
    share: float = 0.0,
) -> Pair:
    """Write a code for gaps, and for a share more where there are few.

    Trace: one value far outside the others', as often as the gaps.
    """
    value = pl.col(column)
    gone = hit(random, table.frame.height, share) | table.frame[column].is_null()
    frame = table.frame.with_columns(pl.when(gone).then(code).otherwise(value).alias(column))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def always(table: Table, random: np.random.Generator, *, name: str, value: object) -> Pair:
    """Add what is the same in every row of the export."""
    frame = table.frame.with_columns(pl.lit(value).alias(name))
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def nearly_always(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    value: object,
    other: object,
    rows: int,
) -> Pair:
    """Add what is the same in all rows but a few."""
    height = table.frame.height
    few = pl.Series(np.isin(np.arange(height), random.permutation(height)[:rows]))
    column = pl.select(pl.when(few).then(pl.lit(other)).otherwise(pl.lit(value))).to_series()
    whole = with_frame(table, table.frame.with_columns(column.alias(name)))
    return replace(parted(whole, random), columns=(name,))


def remarks_among_numbers(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    words: tuple[str, ...],
    share: float,
    side: str = "both",
) -> Pair:
    """Let a column of numbers hold words in a share of its cells, so that it is text."""
    pair = parted(table, random)

    def worded(frame: pl.DataFrame, part: float) -> pl.DataFrame:
        there = hit(random, frame.height, part)
        drawn = pl.Series(random.choice(np.array(words), frame.height))
        text = pl.col(column).cast(pl.String)
        return frame.with_columns(pl.when(there).then(drawn).otherwise(text).alias(column))

    train = worded(pair.train, share if side == "both" else 0.0)
    return replace(pair, train=train, test=worded(pair.test, share), columns=(column,))


def comma_decimals(
    table: Table, random: np.random.Generator, *, column: str, side: str, share: float = 1.0
) -> Pair:
    """Write numbers with a decimal comma on one side, on both, or in a share of the rows."""
    pair = parted(table, random)

    def written(frame: pl.DataFrame) -> pl.DataFrame:
        there = hit(random, frame.height, share)
        text = pl.col(column).cast(pl.String)
        comma = text.str.replace(".", ",", literal=True)
        return frame.with_columns(pl.when(there).then(comma).otherwise(text).alias(column))

    train = written(pair.train) if side == "both" else pair.train
    return replace(pair, train=train, test=written(pair.test), columns=(column,))
