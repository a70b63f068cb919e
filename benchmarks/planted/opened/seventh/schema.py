"""Columns that look otherwise on one side: types, units, spellings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.seventh.frames import changed, chosen
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def column_gone(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], side: str = "test"
) -> Pair:
    """Leave columns out of one side, which a new release of the export does not write.

    Seen by: the columns of the sides differ.
    """
    pair = replace(parted(table, random), columns=columns)
    if side == "train":
        return replace(pair, train=pair.train.drop(columns))
    return replace(pair, test=pair.test.drop(columns))


def column_renamed(table: Table, random: np.random.Generator, *, column: str, name: str) -> Pair:
    """Give a column of the test another name.

    Seen by: the columns of the sides differ.
    """
    pair = parted(table, random)
    return replace(pair, test=pair.test.rename({column: name}), columns=(column, name))


def type_changed(table: Table, random: np.random.Generator, *, column: str, form: str) -> Pair:
    """Read a column of the test as another type: text, padded text, text with a unit.

    Seen by: the types of the sides differ.
    """
    pair = parted(table, random)
    forms = {
        "text": pl.col(column).cast(pl.String),
        "padded": pl.col(column).cast(pl.String).str.zfill(5),
        "with unit": pl.format("{} kg", pl.col(column).cast(pl.String)),
        "code": pl.col(column).rank("dense").cast(pl.Int64),
    }
    return replace(pair, test=pair.test.with_columns(forms[form].alias(column)), columns=(column,))


def other_unit(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    plus: float = 0.0,
    side: str = "test",
) -> Pair:
    """Hand one side over in another unit.

    Seen by: the medians of the sides differ by the factor, within noise.
    """
    pair = replace(parted(table, random), columns=(column,))
    value = (pl.col(column).cast(pl.Float64) * factor + plus).round(3)
    plain = pl.col(column).cast(pl.Float64)
    if side == "train":
        return replace(
            pair, train=pair.train.with_columns(value), test=pair.test.with_columns(plain)
        )
    return replace(pair, train=pair.train.with_columns(plain), test=pair.test.with_columns(value))


def unit_of_some(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    share: float,
    side: str = "both",
) -> Pair:
    """Hand some of the rows over in another unit, those that one office entered.

    Seen by: two heaps of values, apart by the factor.
    """
    pair = replace(parted(table, random), columns=(column,))

    def entered(frame: pl.DataFrame) -> pl.DataFrame:
        frame = frame.with_columns(pl.col(column).cast(pl.Float64))
        rows = chosen(frame.height, random, share)
        return changed(frame, column, rows, (pl.col(column) * factor).round(3))

    plain = pair.train.with_columns(pl.col(column).cast(pl.Float64))
    train = plain if side == "test" else entered(pair.train)
    return replace(pair, train=train, test=entered(pair.test))


def unit_where(
    table: Table, random: np.random.Generator, *, column: str, factor: float, where: str, value: str
) -> Pair:
    """Hand the rows of one category over in another unit, on both sides.

    Seen by: two heaps of values, apart by the factor.
    """
    there = pl.col(where) == value
    number = pl.col(column).cast(pl.Float64)
    frame = table.frame.with_columns(
        pl.when(there).then((number * factor).round(3)).otherwise(number).alias(column)
    )
    return replace(parted(replace(table, frame=frame), random), columns=(column,))


def respelled(
    table: Table, random: np.random.Generator, *, column: str, form: str, share: float = 1.0
) -> Pair:
    """Spell the categories of the test another way: case, blanks, hyphens, an abbreviation.

    Seen by: values of the test that training has not, equal to its own but for the spelling.
    """
    pair = parted(table, random)
    forms = {
        "upper": pl.col(column).str.to_uppercase(),
        "title": pl.col(column).str.to_titlecase(),
        "lower": pl.col(column).str.to_lowercase(),
        "blank": pl.col(column) + " ",
        "underscore": pl.col(column).str.replace_all("[ -]", "_"),
        "typing error": pl.col(column).str.replace("(.)(.)$", "${2}${1}"),
    }
    rows = chosen(pair.test.height, random, share)
    return replace(pair, test=changed(pair.test, column, rows, forms[form]), columns=(column,))


def words_among_numbers(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    words: tuple[str, ...],
    share: float,
    side: str = "both",
) -> Pair:
    """Let people type words where a number belongs, so that the column is read as text.

    Seen by: most values of the column are numbers, and so many are not.
    """
    pair = replace(parted(table, random), columns=(column,))

    def typed(frame: pl.DataFrame, part: float) -> pl.DataFrame:
        frame = frame.with_columns(pl.col(column).cast(pl.String))
        said = pl.Series([words[at] for at in random.integers(0, len(words), frame.height)])
        rows = chosen(frame.height, random, part) if part else np.zeros(frame.height, bool)
        return changed(frame, column, rows, pl.lit(said))

    return replace(
        pair,
        train=typed(pair.train, share if side == "both" else 0.0),
        test=typed(pair.test, share),
    )


def decimal_comma(
    table: Table, random: np.random.Generator, *, column: str, side: str, share: float = 1.0
) -> Pair:
    """Write decimals with a comma, on one side or for some rows of both.

    Seen by: digits, a comma and digits in so many values.
    """
    pair = replace(parted(table, random), columns=(column,))

    def written(frame: pl.DataFrame) -> pl.DataFrame:
        frame = frame.with_columns(
            pl.col(column).cast(pl.Float64).round_sig_figs(5).cast(pl.String)
        )
        rows = chosen(frame.height, random, share)
        return changed(frame, column, rows, pl.col(column).str.replace(".", ",", literal=True))

    if side == "both":
        return replace(pair, train=written(pair.train), test=written(pair.test))
    if side == "train":
        return replace(pair, train=written(pair.train))
    return replace(pair, test=written(pair.test))
