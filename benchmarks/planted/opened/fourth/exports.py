"""What exports, forms and other countries' programs do to columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import chosen, one_of, with_column
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def select_without(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """The query for the test names its columns, and some were forgotten."""
    pair = parted(table, random)
    return replace(pair, columns=columns, test=pair.test.drop(columns))


def renamed(table: Table, random: np.random.Generator, *, names: Mapping[str, str]) -> Pair:
    """The view behind the test was made anew, with other names for some columns."""
    pair = parted(table, random)
    return replace(pair, columns=tuple(names), test=pair.test.rename(dict(names)))


def numbers_as_text(
    table: Table, random: np.random.Generator, *, column: str, form: str, gap: str = ""
) -> Pair:
    """A spreadsheet wrote the numbers of the test as text, and gaps as some sign.

    Args:
        form: How a number is written.
        gap: What is written for a gap; a gap stays one where this is empty.
    """
    pair = parted(table, random)
    texts = [(gap or None) if value is None else form.format(value) for value in pair.test[column]]
    test = pair.test.with_columns(pl.Series(column, texts, dtype=pl.String))
    return replace(pair, columns=(column,), test=test)


def words_as_numbers(
    table: Table, random: np.random.Generator, *, column: str, codes: Mapping[str, int]
) -> Pair:
    """The test holds the codes of a key table where training holds the words."""
    pair = parted(table, random)
    coded = pl.col(column).replace_strict(dict(codes), default=None, return_dtype=pl.Int64)
    return replace(pair, columns=(column,), test=pair.test.with_columns(coded))


def other_unit(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    times: float,
    add: float = 0.0,
    digits: int = 1,
) -> Pair:
    """The test was exported in another unit."""
    pair = parted(table, random)
    changed = [(pl.col(name).cast(pl.Float64) * times + add).round(digits) for name in columns]
    plain = [pl.col(name).cast(pl.Float64) for name in columns]
    return replace(
        pair,
        columns=columns,
        train=pair.train.with_columns(plain),
        test=pair.test.with_columns(changed),
    )


def other_unit_in_part(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    times: float,
    add: float = 0.0,
    share: float = 1.0,
    where: tuple[str, str] | None = None,
    digits: int = 2,
) -> Pair:
    """One site, or one device, reports in another unit, in training and test alike.

    Args:
        share: Share of the rows, of those that `where` names.
        where: A column and the value of the rows that are meant.
    """
    meant = chosen(random, table.frame.height, share)
    if where is not None:
        meant = meant & (table.frame[where[0]] == where[1]).fill_null(value=False)
    value = pl.col(column).cast(pl.Float64)
    changed = pl.when(meant).then((value * times + add).round(digits)).otherwise(value)
    frame = table.frame.with_columns(changed.alias(column))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "title": str.title,
    "dashes": lambda text: text.lower().replace(" ", "-").replace("/", "-"),
    "spaces": lambda text: f" {text}",
}
"""Ways to write the same words otherwise."""


def spelled(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    how: str,
    share: float = 1.0,
    of: tuple[str, ...] = (),
) -> Pair:
    """Another program writes the words of a column in its own way, in part of the test.

    Args:
        how: A key of `SPELLINGS`.
        share: Share of the rows of the test.
        of: Values that are meant; all if there are none.
    """
    pair = parted(table, random)
    meant = chosen(random, pair.test.height, share)
    old = pair.test[column].to_list()
    new = [
        SPELLINGS[how](text) if is_meant and text is not None and (not of or text in of) else text
        for text, is_meant in zip(old, meant, strict=True)
    ]
    if new == old:
        raise ValueError(f"this changes nothing in {column} of {table.name}")
    test = pair.test.with_columns(pl.Series(column, new, dtype=pl.String))
    return replace(pair, columns=(column,), test=test)


def code_for_gap(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    code: float,
    unanswered: float = 0.0,
    sides: str = "both",
) -> Pair:
    """The database takes no gaps, so a code stands for them.

    Args:
        unanswered: Share of the values that are gaps, beside those of the table.
        sides: `both`, or `test` where the code came with a new program.
    """
    pair = parted(table, random)

    def coded(frame: pl.DataFrame) -> pl.DataFrame:
        changed = []
        for name in columns:
            gone = pl.Series(random.random(frame.height) < unanswered) | frame[name].is_null()
            value = pl.lit(code).cast(frame.schema[name])
            changed.append(pl.when(gone).then(value).otherwise(pl.col(name)).alias(name))
        return frame.with_columns(changed)

    train = coded(pair.train) if sides == "both" else pair.train
    return replace(pair, columns=columns, train=train, test=coded(pair.test))


def one_value(table: Table, random: np.random.Generator, *, name: str, value: object) -> Pair:
    """A column that the export fills with the same value everywhere."""
    frame = table.frame.with_columns(pl.lit(value).alias(name))
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def hardly_ever_set(
    table: Table, random: np.random.Generator, *, name: str, usual: object, other: object, rows: int
) -> Pair:
    """A flag that is something else in a handful of rows of the whole."""
    odd = pl.Series(random.permutation(table.frame.height) < rows)
    values = pl.select(pl.when(odd).then(pl.lit(other)).otherwise(pl.lit(usual))).to_series()
    return with_column(table, random, name, values)


def hand_written(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    forms: tuple[str, ...],
    share: float,
    sides: str = "both",
) -> Pair:
    """A column of numbers into which people also wrote words.

    Args:
        share: Share of the rows with a word.
        sides: `both` or `test`; where it is the test alone, training is text of numbers too.
    """
    pair = parted(table, random)

    def written(frame: pl.DataFrame, part: float) -> pl.DataFrame:
        odd = pl.Series(random.random(frame.height) < part)
        texts = [
            None if value is None else one_of(random, forms).format(value) if is_odd else str(value)
            for value, is_odd in zip(frame[column], odd, strict=True)
        ]
        return frame.with_columns(pl.Series(column, texts, dtype=pl.String))

    return replace(
        pair,
        columns=(column,),
        train=written(pair.train, share if sides == "both" else 0.0),
        test=written(pair.test, share),
    )


def comma_for_point(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    sides: str,
    thousands: bool = False,
) -> Pair:
    """Numbers as a program of another country writes them.

    Args:
        sides: `test`, or `both`.
        thousands: Whether a point stands after the thousands.
    """
    pair = parted(table, random)

    def written(frame: pl.DataFrame) -> pl.DataFrame:
        changed = []
        for name in columns:
            form = "{:,.2f}" if thousands else "{}"
            texts = [
                None
                if value is None
                else form.format(float(value)).translate(str.maketrans(",.", ".,"))
                for value in frame[name]
            ]
            changed.append(pl.Series(name, texts, dtype=pl.String))
        return frame.with_columns(changed)

    train = written(pair.train) if sides == "both" else pair.train
    return replace(pair, columns=columns, train=train, test=written(pair.test))


def plain_numbers(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """An honest identifier: numbers in the order of arrival, which is no order."""
    numbers = pl.Series(random.permutation(table.frame.height * 3)[: table.frame.height] + 10_000)
    return replace(with_column(table, random, name, numbers), columns=(), id=name)
