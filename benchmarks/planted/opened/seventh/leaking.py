"""Columns that hold the target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.seventh.frames import chosen
from benchmarks.planted.pair import Pair, parted, score
from benchmarks.planted.table import Table


def _with(table: Table, random: np.random.Generator, *columns: pl.Series) -> Pair:
    """Add columns before an honest split, and say that they have to be named."""
    pair = parted(replace(table, frame=table.frame.with_columns(columns)), random)
    return replace(pair, columns=tuple(column.name for column in columns))


def copied(
    table: Table, random: np.random.Generator, *, name: str, form: str = "same", lost: float = 0.0
) -> Pair:
    """Join the target once more under another name, out of a mart that was built later.

    Seen by: where it is known, it equals the target in every row.
    """
    column = table.frame[table.target].alias(name)
    if form == "text":
        column = column.cast(pl.String)
    if lost:
        gone = pl.Series(chosen(column.len(), random, lost))
        column = pl.select(pl.when(~gone).then(column)).to_series().alias(name)
    return _with(table, random, column)


def recoded(table: Table, random: np.random.Generator, *, name: str, form: str) -> Pair:
    """Leave the code of the target in: numbers, letters, several codes each, or its fifths.

    Seen by: each code goes with one class, or one span of the target, in every row.
    """
    target = table.frame[table.target]
    if form == "fifths":
        fifth = (5 * (target.rank("min") - 1) / target.len()).to_list()
        return _with(table, random, pl.Series(name, ["EDCBA"[int(at)] for at in fifth]))
    classes = target.unique().sort().to_list()
    base = 10 * (1 + random.permutation(len(classes)))
    draw = random.integers(0, 3, target.len()) if form == "several codes" else 0
    codes = target.replace_strict(classes, base.tolist(), return_dtype=pl.Int64) + draw
    if form == "letters":
        letter = {int(code): f"{chr(64 + int(code) // 10)}{int(code)}" for code in base}
        codes = codes.replace_strict(letter, return_dtype=pl.String)
    return _with(table, random, codes.alias(name))


def rescaled(table: Table, random: np.random.Generator, *, name: str, form: str) -> Pair:
    """Leave the target in other units: a currency, a logarithm, an index, a rank.

    Seen by: its rank is that of the target in every row.
    """
    target = table.frame[table.target].cast(pl.Float64)
    forms: dict[str, Callable[[], pl.Series]] = {
        "currency": lambda: (target * 1.1862).round(2),
        "logarithm": lambda: (target + 1).log().round(5),
        "index": lambda: (100 * target / target.mean()).round(3),
        "percentile": lambda: (100 * target.rank() / target.len()).round(2),
    }
    return _with(table, random, forms[form]().alias(name))


def noised(table: Table, random: np.random.Generator, *, name: str, noise: float) -> Pair:
    """Leave a second reading or a later note of the target in, a little off.

    Seen by: correlation above .99 with the number, or the class of all but a few rows.
    """
    target = table.frame[table.target]
    if table.numeric_target:
        value = target.cast(pl.Float64) * (1 + random.normal(0, noise, target.len()))
        return _with(table, random, value.round(3).alias(name))
    other = target.unique().sort().sample(target.len(), with_replacement=True, seed=5)
    off = pl.Series(random.random(target.len()) < noise)
    return _with(table, random, pl.select(pl.when(off).then(other).otherwise(target)).to_series()
                 .alias(name))  # fmt: skip


def in_text(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    event: str,
    said: tuple[str, ...],
    unsaid: tuple[str, ...],
    share: float = 0.95,
) -> Pair:
    """Keep a note that was written afterwards, and says in words what happened.

    Seen by: one of the words stands in the notes of nearly all of the class and of none else.
    """
    happened = (table.frame[table.target] == event).to_numpy()
    words = (happened & (random.random(happened.size) < share)).tolist()
    starts = ("seen as planned", "called back", "file checked", "letter sent", "no change")
    notes = [
        f"{starts[random.integers(5)]}; {(said if one else unsaid)[random.integers(3)]}"
        for one in words
    ]
    return _with(table, random, pl.Series(name, notes))


def amount_in_text(
    table: Table, random: np.random.Generator, *, name: str, phrase: str, share: float = 1.0
) -> Pair:
    """Keep a text that quotes the number to be told.

    Seen by: the number in the text, read back, is the target.
    """
    told = random.random(table.frame.height) < share
    values = table.frame[table.target].to_list()
    notes = [
        phrase.format(value) if one else "see file" for value, one in zip(values, told, strict=True)
    ]
    return _with(table, random, pl.Series(name, notes))


def in_pair(
    table: Table, random: np.random.Generator, *, names: tuple[str, str], form: str
) -> Pair:
    """Keep two columns of which neither says much, and both together all.

    Seen by: their sum, their difference, or whether they agree, is the target in every row.
    """
    first, second = names
    height = table.frame.height
    target = table.frame[table.target]
    if form == "dates":
        start = pl.Series(first, random.integers(17_000, 18_400, height)).cast(pl.Int32)
        end = (start + target.cast(pl.Int32)).alias(second)
        return _with(table, random, start.cast(pl.Date), end.cast(pl.Date))
    if form == "agree":
        one = random.random(height) < 0.5
        other = one == (score(table) > 0)
        words = {True: "yes", False: "no"}
        return _with(
            table,
            random,
            pl.Series(first, [words[bool(value)] for value in one]),
            pl.Series(second, [words[bool(value)] for value in other]),
        )
    value = target.cast(pl.Float64).to_numpy()
    spread = random.normal(0, 2 * value.std(), height) + 3 * value.std()
    if form == "sum":
        return _with(table, random, pl.Series(first, spread.round(2)),
                     pl.Series(second, (value - spread.round(2)).round(4)))  # fmt: skip
    return _with(table, random, pl.Series(first, (value + spread).round(4)),
                 pl.Series(second, spread.round(4)))  # fmt: skip


def order_number(
    table: Table, random: np.random.Generator, *, name: str, noise: float, form: str = "count"
) -> Pair:
    """Number the rows in an export that was sorted by the target, or nearly so.

    Seen by: rank correlation of the number with the target, above .8 and p < .001.
    """
    value = score(table)
    rank = np.argsort(np.argsort(value + random.normal(0, noise * value.std(), value.size)))
    if form == "key":
        keys = [f"K{40_000 + 3 * int(at)}" for at in rank]
        return _with(table, random, pl.Series(name, keys))
    return _with(table, random, pl.Series(name, 5000 + rank))


def sorted_rows(table: Table, random: np.random.Generator, *, noise: float, form: str) -> Pair:
    """Hand both sides over in the order of the target: sorted, in blocks of classes, or nearly.

    Seen by: correlation of the row's place with the target on both sides, p < .001.
    """
    pair = parted(table, random)

    def put(frame: pl.DataFrame) -> pl.DataFrame:
        value = score(replace(table, frame=frame))
        if form == "descending":
            value = -value
        value = value + random.normal(0, noise * value.std(), value.size)
        ordered: pl.DataFrame = frame[np.argsort(value, kind="stable").tolist()]
        return ordered

    return replace(pair, train=put(pair.train), test=put(pair.test))
