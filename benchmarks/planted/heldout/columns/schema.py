"""Columns that are gone, empty of sense, of another type, or full of codes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def not_delivered(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """Leave columns out of the test, as a new export did.

    Seen by: the names of the columns.
    """
    pair = parted(table, random)
    return replace(pair, test=pair.test.drop(columns), columns=columns)


def delivered_as(table: Table, random: np.random.Generator, *, column: str, new: str) -> Pair:
    """Give a column of the test another name, as a join or a new version of a system does.

    Seen by: the names of the columns.
    """
    pair = parted(table, random)
    return replace(pair, test=pair.test.rename({column: new}), columns=(column,))


def as_text(
    table: Table, random: np.random.Generator, *, column: str, suffix: str = "", width: int = 0
) -> Pair:
    """Write a number of the test as text, all of it.

    Seen by: the types of the column.
    """
    pair = parted(table, random)
    text = pl.col(column).cast(pl.String).str.zfill(width) + suffix
    return replace(pair, test=pair.test.with_columns(text.alias(column)), columns=(column,))


def as_codes(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Send the numbers of the words in the test, where training has the words.

    Seen by: the types of the column.
    """
    pair = parted(table, random)
    words = table.frame[column].drop_nulls().unique().sort().to_list()
    codes = {word: number for number, word in enumerate(words, 1)}
    coded = pl.col(column).replace_strict(codes, default=None, return_dtype=pl.Int64)
    return replace(pair, test=pair.test.with_columns(coded), columns=(column,))


def as_serial(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Send the days of the test as a spreadsheet counts them.

    Seen by: the types of the column.
    """
    pair = parted(table, random)
    days = pl.col(column).str.to_date() - pl.date(1899, 12, 30)
    test = pair.test.with_columns(days.dt.total_days().alias(column))
    return replace(pair, test=test, columns=(column,), time=None)


def coded_missing(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    code: float,
    share: float = 0.0,
    sides: str = "both",
) -> Pair:
    """Say "not known" by a number: for the nulls, and for a share of rows that lose their value.

    Seen by: the code stands in at least 10 rows and far from every other value.
    """
    pair = parted(table, random)

    def coded(side: pl.DataFrame) -> pl.DataFrame:
        drawn = pl.lit(pl.Series(random.random(side.height) < share))
        unknown = pl.col(column).is_null() | drawn
        said = pl.when(unknown).then(pl.lit(code)).otherwise(pl.col(column))
        return side.with_columns(said.cast(side.schema[column]).alias(column))

    train = coded(pair.train) if sides in ("both", "train") else pair.train
    test = coded(pair.test) if sides in ("both", "test") else pair.test
    return replace(pair, train=train, test=test, columns=(column,))


def same_for_all(
    table: Table, random: np.random.Generator, *, column: str, value: str | float
) -> Pair:
    """Leave in a column that the draw of the rows made the same for all.

    Seen by: one value in all rows.
    """
    frame = table.frame.select(pl.lit(value).alias(column), *table.frame.columns)
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def nearly_same(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    values: tuple[str, str],
    rows: int,
) -> Pair:
    """Leave in a column that says the same of all rows but for a few that are drawn.

    Seen by: fewer than one row in 200 differs.
    """
    other = np.isin(np.arange(table.frame.height), random.permutation(table.frame.height)[:rows])
    said = pl.Series(column, np.where(other, values[1], values[0]))
    frame = table.frame.with_columns(said)
    names = [name for name in frame.columns if name != table.target]
    return replace(
        parted(with_frame(table, frame.select(*names, table.target)), random), columns=(column,)
    )


def overwritten(
    table: Table, random: np.random.Generator, *, column: str, value: str, kept: int
) -> Pair:
    """Put the form's default in place of nearly all values: a migration overwrote them.

    Seen by: fewer than one row in 200 differs.
    """
    away = np.flatnonzero((table.frame[column] != value).fill_null(value=True).to_numpy())
    spared = np.isin(np.arange(table.frame.height), random.permutation(away)[:kept])
    said = pl.when(pl.lit(pl.Series(spared))).then(pl.col(column)).otherwise(pl.lit(value))
    frame = table.frame.with_columns(said.alias(column))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def with_remarks(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    words: tuple[str, ...],
    share: float,
    sides: str = "both",
) -> Pair:
    """Write numbers as text and remarks among them; `{}` in a remark holds the number.

    Seen by: at least 3 % of the texts are no numbers, all others are.
    """
    pair = parted(table, random)

    def remarked(side: pl.DataFrame, part: float) -> pl.DataFrame:
        drawn = random.random(side.height) < part
        word = random.integers(0, len(words), side.height)
        texts = [
            None if text is None else words[which].format(text) if hit else text
            for text, hit, which in zip(
                side[column].cast(pl.String).to_list(), drawn, word, strict=True
            )
        ]
        return side.with_columns(pl.Series(column, texts, dtype=pl.String))

    train = remarked(pair.train, share if sides in ("both", "train") else 0)
    test = remarked(pair.test, share if sides in ("both", "test") else 0)
    return replace(pair, train=train, test=test, columns=(column,))
