"""Columns whose names, types, units or spelling are not the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def missing_column(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """The test's export has no such column."""
    pair = parted(table, random)
    return replace(pair, test=pair.test.drop(column), columns=(column,))


def type_changed(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Numbers of training are texts in the test."""
    pair = parted(table, random)
    return replace(
        pair, test=pair.test.with_columns(pl.col(column).cast(pl.String)), columns=(column,)
    )


def unit_changed(
    table: Table, random: np.random.Generator, *, column: str, factor: float, offset: float = 0.0
) -> Pair:
    """The test's values are in another unit, of which training knows nothing."""
    pair = parted(table, random)
    return replace(
        pair,
        train=pair.train.with_columns(pl.col(column).cast(pl.Float64)),
        test=pair.test.with_columns(pl.col(column).cast(pl.Float64) * factor + offset),
        columns=(column,),
    )


def unit_changed_in_part(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    share: float,
    both: bool = True,
) -> Pair:
    """A share of the values is in another unit, on both sides or in the test alone."""
    pair = parted(table, random)
    sides = []
    for side, touched in ((pair.train, both), (pair.test, True)):
        chosen = pl.Series(random.random(side.height) < (share if touched else 0.0))
        number = pl.col(column).cast(pl.Float64)
        mixed = pl.when(chosen).then(number * factor).otherwise(number)
        sides.append(side.with_columns(mixed.alias(column)))
    return replace(pair, train=sides[0], test=sides[1], columns=(column,))


def category_respelled(
    table: Table, random: np.random.Generator, *, column: str, how: str, share: float = 1.0
) -> Pair:
    """The test spells the values otherwise: `upper`, `space`, `title` or `underscore`."""
    pair = parted(table, random)
    chosen = pl.Series(random.random(pair.test.height) < share)
    spelled = pl.when(chosen).then(_SPELLINGS[how](pl.col(column))).otherwise(pl.col(column))
    return replace(pair, test=pair.test.with_columns(spelled.alias(column)), columns=(column,))


_SPELLINGS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "upper": lambda text: text.str.to_uppercase(),
    "lower": lambda text: text.str.to_lowercase(),
    "space": lambda text: text + " ",
    "title": lambda text: text.str.to_titlecase(),
    "underscore": lambda text: text.str.replace_all(r"[ .\-]", "_"),
}


def sentinel_values(
    table: Table, random: np.random.Generator, *, column: str, code: float, share: float
) -> Pair:
    """Missing was written as a number that cannot be."""
    chosen = pl.Series(random.random(table.frame.height) < share)
    coded = pl.when(chosen).then(pl.lit(code)).otherwise(pl.col(column)).alias(column)
    dtype = table.frame.schema[column]
    frame = table.frame.with_columns(coded.cast(dtype))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def constant_column(table: Table, random: np.random.Generator, *, value: str | int) -> Pair:
    """A column of the export that says the same in every row."""
    frame = table.frame.with_columns(source_system=pl.lit(value))
    return replace(parted(with_frame(table, frame), random), columns=("source_system",))


def quasi_constant_column(table: Table, random: np.random.Generator, *, others: float) -> Pair:
    """A column that says the same in nearly every row."""
    odd = random.random(table.frame.height) < others
    frame = table.frame.with_columns(channel=pl.Series(np.where(odd, "paper", "online")))
    return replace(parted(with_frame(table, frame), random), columns=("channel",))


def mixed_types(
    table: Table, random: np.random.Generator, *, column: str, share: float, word: str = "unknown"
) -> Pair:
    """A share of a column's numbers is words, so the whole column was read as text."""
    chosen = pl.Series(random.random(table.frame.height) < share)
    mixed = pl.when(chosen).then(pl.lit(word)).otherwise(pl.col(column).cast(pl.String))
    frame = table.frame.with_columns(mixed.alias(column))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def mixed_date_formats(
    table: Table,
    random: np.random.Generator,
    *,
    share: float,
    formats: tuple[str, str] = ("%Y-%m-%d", "%d/%m/%Y"),
) -> Pair:
    """A column of dates, of which a share is written in another order."""
    days = pl.Series(random.integers(0, 1500, table.frame.height))
    dates = pl.select(pl.date(2019, 1, 1) + pl.duration(days=pl.lit(days))).to_series()
    chosen = pl.Series(random.random(table.frame.height) < share)
    common, other = (dates.dt.strftime(one) for one in formats)
    written = pl.select(opened=pl.when(chosen).then(other).otherwise(common))["opened"]
    pair = parted(with_frame(table, table.frame.with_columns(written)), random)
    return replace(pair, columns=("opened",))


def decimal_comma(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    side: str = "both",
    share: float = 1.0,
) -> Pair:
    """Numbers were exported as 1.234,5: everywhere, or in the test alone."""
    pair = parted(table, random)
    test = pair.test.with_columns(_commas(pair.test[column], random, share))
    if side == "test":
        return replace(pair, test=test, columns=(column,))
    train = pair.train.with_columns(_commas(pair.train[column], random, share))
    return replace(pair, train=train, test=test, columns=(column,))


def time_zones(
    table: Table, random: np.random.Generator, *, share: float, other: str = "+02:00"
) -> Pair:
    """Moments as text, of which a share has another offset from UTC, or none."""
    minutes = pl.Series(random.integers(0, 2_000_000, table.frame.height))
    moments = pl.select(pl.datetime(2019, 1, 1) + pl.duration(minutes=pl.lit(minutes))).to_series()
    chosen = pl.Series(random.random(table.frame.height) < share)
    plain = moments.dt.strftime("%Y-%m-%dT%H:%M:%S")
    ends = pl.when(chosen).then(pl.lit(other)).otherwise(pl.lit("Z"))
    written = pl.select(seen_at=pl.concat_str(plain, ends))["seen_at"]
    pair = parted(with_frame(table, table.frame.with_columns(written)), random)
    return replace(pair, columns=("seen_at",))


def _commas(column: pl.Series, random: np.random.Generator, share: float) -> pl.Series:
    values = []
    for value in column.cast(pl.Float64):
        text = None if value is None else f"{value:,.2f}"
        if text is not None and random.random() < share:
            text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
        elif text is not None:
            text = text.replace(",", "")
        values.append(text)
    return pl.Series(column.name, values, dtype=pl.String)
