"""Columns that are read otherwise on one side, or in a part of the rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import drawn, honest, picked, stretch, written
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.table import Table


def not_delivered(
    table: Table, random: np.random.Generator, *, column: str, called: str = ""
) -> Pair:
    """A column of the training that the test has not, or has by another name.

    Seen by: the names of the columns.
    """
    pair = honest(table, random)
    test = pair.test.rename({column: called}) if called else pair.test.drop(column)
    return replace(pair, test=test, columns=(column,))


def typed_otherwise(table: Table, random: np.random.Generator, *, column: str, form: str) -> Pair:
    """The test was read by another program: numbers as text, words as truth values, days as counts.

    Seen by: the types of the column.
    """
    pair = honest(table, random)
    value = pl.col(column)
    forms = {
        "text": value.cast(pl.String),
        "padded": value.cast(pl.String).str.zfill(6),
        "truth": value == "yes",
        "days since 1900": (value - pl.date(1899, 12, 30)).dt.total_days(),
    }
    return replace(pair, test=pair.test.with_columns(forms[form]), columns=(column,))


def other_unit(
    table: Table, random: np.random.Generator, *, column: str, factor: float, places: int
) -> Pair:
    """All values of the test are in another unit.

    Seen by: a median that is this factor off, and alike after division.
    """
    pair = honest(table, random)
    changed = (pl.col(column) * factor).round(places)
    if table.frame[column].dtype.is_integer() and not places:
        changed = changed.cast(pl.Int64)
    return replace(pair, test=pair.test.with_columns(changed), columns=(column,))


def units_of_some(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    places: int,
    share: float,
    form: str = "drawn",
) -> Pair:
    """One clinic of several (or one week) wrote down another unit, on both sides or in a stretch.

    Seen by: two heaps of values, this factor apart, with hardly a value between them.
    """
    rows = table.frame.height
    here = drawn(random, rows, share) if form == "drawn" else stretch(random, rows, share)
    values = table.frame.with_columns(pl.col(column).cast(pl.Float64))
    frame = written(values, column, here, (pl.col(column) * factor).round(places))
    return replace(honest(with_frame(table, frame), random), columns=(column,))


def spelled_otherwise(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    words: tuple[tuple[str, str], ...],
    share: float,
) -> Pair:
    """The test's forms spell some categories in another way, in all or some of its rows.

    Seen by: words of the test that the training has not, each like one of the training's.
    """
    pair = honest(table, random)
    here = drawn(random, pair.test.height, share)
    told = pl.col(column).replace(dict(words))
    return replace(pair, test=written(pair.test, column, here, told), columns=(column,))


def words_among_numbers(
    table: Table, random: np.random.Generator, *, column: str, words: tuple[str, ...], share: float
) -> Pair:
    """A free field: some typed words, or a number with its unit, where others typed a number.

    Seen by: so many values that cannot be read as a number among values that can.
    """
    here = drawn(random, table.frame.height, share)
    said = picked(random, words, table.frame.height)
    told = [
        word.replace("#", str(value)) if odd else (None if value is None else str(value))
        for word, value, odd in zip(said, table.frame[column], here, strict=True)
    ]
    frame = table.frame.with_columns(pl.Series(column, told, dtype=pl.String))
    return replace(honest(with_frame(table, frame), random), columns=(column,))


def comma(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    places: int,
    share: float = 1.0,
    side: str = "test",
) -> Pair:
    """Numbers written with a comma: by the whole of the test, or by a part of both sides.

    Seen by: so many values of the form 12,3.
    """
    pair = honest(table, random)
    test = _commas(pair.test, column, drawn(random, pair.test.height, share), places)
    if side == "test":
        return replace(pair, test=test, columns=(column,))
    train = _commas(pair.train, column, drawn(random, pair.train.height, share), places)
    return replace(pair, train=train, test=test, columns=(column,))


def _commas(frame: pl.DataFrame, column: str, here: pl.Series, places: int) -> pl.DataFrame:
    told = []
    for value, odd in zip(frame[column], here, strict=True):
        text = None if value is None else f"{value:.{places}f}"
        told.append(text.replace(".", ",") if odd and text else text)
    return frame.with_columns(pl.Series(column, told, dtype=pl.String))
