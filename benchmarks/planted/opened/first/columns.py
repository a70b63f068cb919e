"""Columns whose types, units, spelling or form are not the same in all rows or on both sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def not_delivered(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """The second delivery lacks columns."""
    pair = parted(table, random)
    return replace(pair, test=pair.test.drop(columns), columns=columns)


def with_unit(table: Table, random: np.random.Generator, *, column: str, unit: str) -> Pair:
    """The test writes the unit behind the number, so that it is text."""
    pair = parted(table, random)
    value = pl.col(column).cast(pl.String)
    written = pl.when(value.is_not_null()).then(pl.concat_str(value, pl.lit(f" {unit}")))
    return replace(pair, test=pair.test.with_columns(written.alias(column)), columns=(column,))


def in_words(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Flags 0 and 1 of training are true and false in the test."""
    pair = parted(table, random)
    made = pl.col(column).cast(pl.Int64).cast(pl.Boolean)
    return replace(pair, test=pair.test.with_columns(made), columns=(column,))


def codes_as_text(table: Table, random: np.random.Generator, *, column: str, width: int) -> Pair:
    """Codes that are numbers in training are text with leading zeros in the test."""
    pair = parted(table, random)
    made = pl.col(column).cast(pl.String).str.zfill(width)
    return replace(pair, test=pair.test.with_columns(made), columns=(column,))


def other_unit(
    table: Table, random: np.random.Generator, *, column: str, factor: float, digits: int
) -> Pair:
    """The test gives another unit, rounded as people do."""
    pair = parted(table, random)
    made = (pl.col(column).cast(pl.Float64) * factor).round(digits)
    train = pair.train.with_columns(pl.col(column).cast(pl.Float64))
    return replace(pair, train=train, test=pair.test.with_columns(made), columns=(column,))


def branch_with_other_unit(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    by: str | None = None,
    level: object = None,
    share: float = 0.0,
) -> Pair:
    """Some rows of both sides are in another unit: those of one branch, or a share at random."""
    if by is None:
        other = pl.lit(pl.Series(random.random(table.frame.height) < share))
    else:
        other = (pl.col(by) == pl.lit(level)).fill_null(False)
    value = pl.col(column).cast(pl.Float64)
    made = pl.when(other).then((value * factor).round(2)).otherwise(value).alias(column)
    return replace(
        parted(with_frame(table, table.frame.with_columns(made)), random), columns=(column,)
    )


def other_spelling(
    table: Table, random: np.random.Generator, *, column: str, how: str, share: float = 1.0
) -> Pair:
    """The test spells levels otherwise: `title`, `dots`, `joined` or `padded`."""
    pair = parted(table, random)
    plain = pl.col(column)
    ways = {
        "title": plain.str.to_titlecase(),
        "dots": plain.str.replace_all(".", "", literal=True).str.to_uppercase(),
        "joined": plain.str.replace_all(r"[\s/]+", "-"),
        "padded": pl.concat_str(pl.lit(" "), plain, pl.lit("  ")),
    }
    chosen = pl.Series(random.random(pair.test.height) < share)
    made = pl.when(chosen).then(ways[how]).otherwise(plain).alias(column)
    if pair.test.with_columns(made)[column].equals(pair.test[column]):
        raise ValueError(f"'{how}' changes nothing of {column}")
    return replace(pair, test=pair.test.with_columns(made), columns=(column,))


def written_for_missing(
    table: Table, random: np.random.Generator, *, column: str, code: float, share: float = 0.0
) -> Pair:
    """Gaps, and a share of the values besides, are written as a number."""
    gone = pl.Series(random.random(table.frame.height) < share)
    value = pl.col(column)
    made = pl.when(gone | value.is_null()).then(pl.lit(code)).otherwise(value)
    frame = table.frame.with_columns(made.cast(table.frame[column].dtype).alias(column))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def filled_by_default(
    table: Table, random: np.random.Generator, *, name: str, value: float | str, others: int
) -> Pair:
    """A field that the form fills by itself, and `others` people changed."""
    changed = random.permutation(table.frame.height)[:others]
    if isinstance(value, str):
        texts = [value] * table.frame.height
        for place in changed:
            texts[place] = f"{value} (changed)"
        column = pl.Series(name, texts)
    else:
        numbers = np.full(table.frame.height, value)
        numbers[changed] += random.integers(1, 5, others)
        column = pl.Series(name, numbers)
    frame = table.frame.with_columns(column)
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def words_among_numbers(
    table: Table, random: np.random.Generator, *, column: str, words: tuple[str, ...], share: float
) -> Pair:
    """A share of the numbers is words, so that the column was read as text."""
    drawn = random.random(table.frame.height)
    said = pl.Series([words[int(one * 1e6) % len(words)] for one in drawn])
    made = pl.when(pl.Series(drawn < share)).then(said).otherwise(pl.col(column).cast(pl.String))
    frame = table.frame.with_columns(made.alias(column))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def below_limit(table: Table, random: np.random.Generator, *, column: str, limit: float) -> Pair:
    """A laboratory writes `<limit` where it cannot measure."""
    low = pl.col(column) < limit
    made = pl.when(low).then(pl.lit(f"<{limit:g}")).otherwise(pl.col(column).cast(pl.String))
    frame = table.frame.with_columns(made.alias(column))
    return replace(parted(with_frame(table, frame), random), columns=(column,))


def dates_of_two_systems(
    table: Table, random: np.random.Generator, *, share: float, forms: tuple[str, str]
) -> Pair:
    """Dates of two systems in one column, each in its own form."""
    days = random.integers(0, 4000, table.frame.height)
    moments = pl.select(pl.date(2009, 5, 1) + pl.duration(days=pl.lit(pl.Series(days)))).to_series()
    second = pl.Series(random.random(table.frame.height) < share)
    made = (
        pl.when(second).then(moments.dt.strftime(forms[1])).otherwise(moments.dt.strftime(forms[0]))
    )
    frame = table.frame.with_columns(made.alias("registered"))
    return replace(parted(with_frame(table, frame), random), columns=("registered",))


def commas(
    table: Table, random: np.random.Generator, *, column: str, digits: int, side: str
) -> Pair:
    """Numbers of a spreadsheet in a language that writes 1.234,50.

    Args:
        side: `train`, `test` or `all`.
    """
    pair = parted(table, random)
    train = _continental(pair.train, column, digits) if side != "test" else pair.train
    test = _continental(pair.test, column, digits) if side != "train" else pair.test
    return replace(pair, train=train, test=test, columns=(column,))


def two_clocks(
    table: Table, random: np.random.Generator, *, share: float, ends: tuple[str, str]
) -> Pair:
    """Moments of two servers as text, each with the offset of its own clock."""
    seconds = random.integers(0, 90_000_000, table.frame.height)
    moments = pl.select(pl.datetime(2020, 3, 1) + pl.duration(seconds=pl.lit(pl.Series(seconds))))
    text = moments.to_series().dt.strftime("%Y-%m-%d %H:%M:%S").to_list()
    second = random.random(table.frame.height) < share
    said = [one + ends[int(place)] for one, place in zip(text, second, strict=True)]
    frame = table.frame.with_columns(pl.Series("logged", said))
    return replace(parted(with_frame(table, frame), random), columns=("logged",))


def _continental(frame: pl.DataFrame, column: str, digits: int) -> pl.DataFrame:
    swap = str.maketrans(",.", ".,")
    texts = [
        None if value is None else f"{value:,.{digits}f}".translate(swap)
        for value in frame[column].to_list()
    ]
    return frame.with_columns(pl.Series(column, texts, dtype=pl.String))
