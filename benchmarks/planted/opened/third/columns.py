"""What exports, forms and other countries do to columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.opened.third.draws import some
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def dropped(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """The second export was made without some columns."""
    pair = parted(table, random)
    return replace(pair, columns=columns, test=pair.test.drop(columns))


def as_text(table: Table, random: np.random.Generator, *, column: str, form: str) -> Pair:
    """Numbers of the test come as text in some form: with a sign, a unit, or leading zeros."""
    pair = parted(table, random)
    texts = [None if value is None else form.format(value) for value in pair.test[column]]
    test = pair.test.with_columns(pl.Series(column, texts, dtype=pl.String))
    return replace(pair, columns=(column,), test=test)


def metric_system(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    times: float,
    add: float = 0.0,
    digits: int = 1,
) -> Pair:
    """The test was exported in another country, in its own unit."""
    pair = parted(table, random)
    change = [(pl.col(name).cast(pl.Float64) * times + add).round(digits) for name in columns]
    alike = [pl.col(name).cast(pl.Float64) for name in columns]
    return replace(
        pair,
        columns=columns,
        train=pair.train.with_columns(alike),
        test=pair.test.with_columns(change),
    )


def one_clinic(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    times: float,
    add: float = 0.0,
    share: float = 1.0,
    where: tuple[str, str] | None = None,
) -> Pair:
    """Part of the rows, on both sides, is in another unit.

    Args:
        share: Share of the rows, of those that `where` names.
        where: A column and the value of the rows that are meant.
    """
    mask = some(random, table.frame.height, share)
    if where is not None:
        mask = mask & (table.frame[where[0]] == where[1])
    value = pl.col(column).cast(pl.Float64)
    changed = pl.when(mask).then((value * times + add).round(3)).otherwise(value).alias(column)
    return replace(
        parted(with_frame(table, table.frame.with_columns(changed)), random), columns=(column,)
    )


def respelled(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    spell: tuple[tuple[str, str], ...] = (),
    how: str | None = None,
    share: float = 1.0,
) -> Pair:
    """Another clerk writes the same categories in another way, in part of the test.

    Args:
        spell: Old and new spelling, of some values.
        how: `snake`, `upper` or `trailing`: a rule for all values.
    """
    pair = parted(table, random)
    rules = {
        "snake": lambda text: text.lower().replace(" ", "_"),
        "upper": str.upper,
        "trailing": lambda text: f"{text} ",
    }
    rule = rules[how] if how else lambda text: dict(spell).get(text, text)
    mask = some(random, pair.test.height, share)
    old = pair.test[column].to_list()
    new = [
        rule(text) if text is not None and is_meant else text
        for text, is_meant in zip(old, mask, strict=True)
    ]
    if new == old:
        raise ValueError(f"this changes nothing in {column} of {table.name}")
    return replace(pair, columns=(column,), test=pair.test.with_columns(pl.Series(column, new)))


def coded_gap(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    code: float,
    lose: float = 0.0,
) -> Pair:
    """The form wants a number, so a code stands for a gap.

    Args:
        lose: Share of the values that become gaps, where the table has none.
    """
    frame = table.frame
    for name in columns:
        gone = pl.Series(random.random(frame.height) < lose) | frame[name].is_null()
        dtype = frame.schema[name]
        whole = pl.when(gone).then(pl.lit(code).cast(dtype)).otherwise(pl.col(name))
        frame = frame.with_columns(whole.alias(name))
    return replace(parted(with_frame(table, frame), random), columns=columns)


def one_value(table: Table, random: np.random.Generator, *, name: str, value: object) -> Pair:
    """A column that the export fills with the same value in every row."""
    frame = table.frame.with_columns(pl.lit(value).alias(name))
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def few_others(
    table: Table, random: np.random.Generator, *, name: str, value: str, other: str, rows: int
) -> Pair:
    """A flag that was set in a handful of rows."""
    where = pl.Series(random.permutation(table.frame.height) < rows)
    flag = pl.when(where).then(pl.lit(other)).otherwise(pl.lit(value)).alias(name)
    frame = table.frame.with_columns(flag)
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def free_form(
    table: Table, random: np.random.Generator, *, column: str, forms: tuple[str, ...], share: float
) -> Pair:
    """A field of free text for a number: most write the number, some more or something else."""
    mask = some(random, table.frame.height, share)
    texts = [
        None if value is None
        else forms[int(random.integers(len(forms)))].format(value) if odd
        else str(value)
        for value, odd in zip(table.frame[column], mask, strict=True)
    ]  # fmt: skip
    frame = table.frame.with_columns(pl.Series(column, texts, dtype=pl.String))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def two_date_forms(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    forms: tuple[str, str],
    share: float,
) -> Pair:
    """Dates of two years that came from two programs."""
    first = date(2018, 1, 1)
    days = [first + timedelta(int(day)) for day in random.integers(0, 730, table.frame.height)]
    mask = some(random, table.frame.height, share)
    texts = [
        day.strftime(forms[int(other)]) for day, other in zip(days, mask.to_list(), strict=True)
    ]
    frame = table.frame.with_columns(pl.Series(name, texts))
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def continental(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], sides: str
) -> Pair:
    """Numbers with a comma for the decimal point, from a spreadsheet of another country.

    Args:
        sides: `test`, or `both`.
    """
    pair = parted(table, random)
    comma = [pl.col(name).cast(pl.String).str.replace(".", ",", literal=True) for name in columns]
    test = pair.test.with_columns(comma)
    train = pair.train.with_columns(comma) if sides == "both" else pair.train
    return replace(pair, columns=columns, train=train, test=test)


def clocks(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    ends: tuple[str, str],
    share: float,
) -> Pair:
    """Moments that two servers wrote, each with the offset of its own zone."""
    first = datetime(2020, 3, 1)  # noqa: DTZ001
    mask = some(random, table.frame.height, share)
    seconds = random.integers(0, 200 * 86_400, table.frame.height)
    texts = [
        (first + timedelta(seconds=int(after))).isoformat() + ends[int(other)]
        for after, other in zip(seconds, mask.to_list(), strict=True)
    ]
    frame = table.frame.with_columns(pl.Series(name, texts))
    return replace(parted(with_frame(table, frame), random), columns=(name,))
