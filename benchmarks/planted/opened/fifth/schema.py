"""Columns whose type, unit or spelling differs, as exports and spreadsheets make them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def not_exported(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """Leave columns out of the export that became the test.

    Seen by: the headers of the two files differ.
    """
    pair = parted(table, random)
    return replace(pair, test=pair.test.drop(columns), columns=columns)


def retyped(
    table: Table, random: np.random.Generator, *, column: str, how: str, side: str = "test"
) -> Pair:
    """Write a column of one side with another type.

    Seen by: the column has another type in one of the two files.

    Args:
        how: `words` (numbers with a unit behind them), `text` (figures in quotes), `letters`
            (words for flags) or `number` (codes for words).
    """
    pair = parted(table, random)
    frame = pair.test if side == "test" else pair.train
    known = table.frame[column].drop_nulls().unique().sort().to_list()
    changed = {
        "words": pl.col(column).cast(pl.String) + " mg",
        "text": pl.col(column).cast(pl.String),
        "letters": pl.when(pl.col(column) > 0).then(pl.lit("TRUE")).otherwise(pl.lit("FALSE")),
        "number": pl.lit(None)
        if table.frame[column].dtype.is_numeric()
        else pl.col(column).replace_strict(
            {one: at + 1 for at, one in enumerate(known)}, default=None, return_dtype=pl.Int64
        ),
    }[how]
    frame = frame.with_columns(changed.alias(column))
    pair = replace(pair, columns=(column,))
    return replace(pair, test=frame) if side == "test" else replace(pair, train=frame)


def other_unit(
    table: Table, random: np.random.Generator, *, column: str, factor: float, offset: float = 0.0
) -> Pair:
    """Export the test in another unit.

    Seen by: the two histograms have one shape on two scales; a known factor turns one into the
    other.
    """
    pair = parted(table, random)
    value = pl.col(column).cast(pl.Float64)
    return replace(
        pair,
        train=pair.train.with_columns(value),
        test=pair.test.with_columns((value * factor + offset).round(4).alias(column)),
        columns=(column,),
    )


def two_units(
    table: Table, random: np.random.Generator, *, column: str, factor: float, share: float
) -> Pair:
    """Collect some rows from a place that measures in another unit, before the split.

    Seen by: the column has two humps, a known factor apart.
    """
    here = pl.Series(random.random(table.frame.height) < share)
    value = pl.col(column).cast(pl.Float64)
    changed = pl.when(here).then((value * factor).round(4)).otherwise(value).alias(column)
    pair = parted(replace(table, frame=table.frame.with_columns(changed)), random)
    return replace(pair, columns=(column,))


def respelled(
    table: Table, random: np.random.Generator, *, column: str, hand: str, share: float
) -> Pair:
    """Type a category by hand in the test.

    Seen by: values of test that training lacks, each the twin of one that training has.
    """
    pair = parted(table, random)
    here = random.random(pair.test.height) < share
    typed = [
        _HANDS[hand](one) if one is not None and told else one
        for one, told in zip(pair.test[column], here, strict=True)
    ]
    test = pair.test.with_columns(pl.Series(column, typed, dtype=pl.String))
    return replace(pair, test=test, columns=(column,))


def code_for_gap(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    code: float,
    share: float,
    side: str = "both",
) -> Pair:
    """Write a number where a value is missing.

    Seen by: one value, far from all others or impossible, stands very often.
    """
    here = pl.Series(random.random(table.frame.height) < share)
    value = pl.col(column)
    if code != int(code) or table.frame[column].dtype.is_float():
        value = value.cast(pl.Float64)
    coded = pl.when(here | pl.col(column).is_null()).then(pl.lit(code)).otherwise(value)
    cast = coded.cast(pl.Float64 if table.frame[column].dtype.is_float() else pl.Int64)
    pair = parted(replace(table, frame=table.frame.with_columns(cast.alias(column))), random)
    if side == "test":
        clean = pair.train.filter(pl.col(column) != code)
        pair = replace(pair, train=clean)
    return replace(pair, columns=(column,))


def never_varies(
    table: Table, random: np.random.Generator, *, column: str, value: object, but: int = 0
) -> Pair:
    """Keep a column that an export writes with one value (but for a few rows).

    Seen by: counting its values.
    """
    values = [value] * table.frame.height
    other = "B" if isinstance(value, str) else 1
    for at in random.choice(table.frame.height, size=but, replace=False):
        values[at] = other
    frame = table.frame.clone().insert_column(1, pl.Series(column, values))
    return replace(parted(replace(table, frame=frame), random), columns=(column,))


def words_among_numbers(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    words: tuple[str, ...],
    share: float,
    side: str = "both",
) -> Pair:
    """Read a column of numbers as text, since some cells hold words.

    Seen by: most cells are numbers; the others say `n/a`, `>100` or the like.
    """
    pair = parted(table, random)

    def mixed(frame: pl.DataFrame, touched: bool) -> pl.DataFrame:
        chosen = random.integers(len(words), size=frame.height)
        here = random.random(frame.height) < (share if touched else 0)
        cells = [
            words[pick] if told else one
            for one, pick, told in zip(frame[column].cast(pl.String), chosen, here, strict=True)
        ]
        return frame.with_columns(pl.Series(column, cells, dtype=pl.String))

    return replace(
        pair,
        train=mixed(pair.train, side != "test"),
        test=mixed(pair.test, True),
        columns=(column,),
    )


def decimal_comma(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], thousands: bool = False
) -> Pair:
    """Export the test from a spreadsheet that is set to German.

    Seen by: numbers with points in one file, texts with commas in the other.
    """
    pair = parted(table, random)
    written = [
        pl.Series(one, [_german(number, thousands) for number in pair.test[one]], dtype=pl.String)
        for one in columns
    ]
    return replace(pair, test=pair.test.with_columns(written), columns=columns)


def _german(number: float | None, thousands: bool) -> str | None:
    if number is None:
        return None
    text = f"{number:,.2f}" if thousands else f"{number:.3f}"
    return text.replace(",", "_").replace(".", ",").replace("_", ".")


_SHORT = {
    "male": "m", "female": "f", "yes": "y", "no": "n", "Man": "M", "Woman": "W",
    "other": "oth.", "afam": "a.a.", "hispanic": "hisp.",
}  # fmt: skip
_HANDS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small": str.lower,
    "blank": lambda one: f" {one} ",
    "underscores": lambda one: one.lower().replace(" ", "_").replace("-", "_"),
    "stop": lambda one: f"{one.title()}.",
    "short": lambda one: _SHORT.get(one, one),
}
