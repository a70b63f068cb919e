"""Values that are written in another way on one side, or in a part of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table

CODES = {
    "margins": {
        "circumscribed": 1, "microlobulated": 2, "obscured": 3, "ill-defined": 4, "spiculated": 5,
    },
}  # fmt: skip
WORDS = {
    "districts": {
        "Srodmiescie": "Śródmieście", "Zoliborz": "Żoliborz", "Mokotow": "Mokotów",
        "Bielany": "Bielany ", "Praga": "PRAGA",
    },
    "savings": {
        "quite rich": "quite-rich", "little": "Little", "moderate": "Moderate", "rich": "Rich",
        "not_known": "not known",
    },
}  # fmt: skip


def as_text(table: Table, random: Draw, *, column: str, form: str, side: str = "test") -> Pair:
    """Write numbers as text, with a unit, in words, or as a spreadsheet does, on one side.

    Seen by: the type of `column` is text on one side and a number on the other.
    """

    def write(series: pl.Series) -> pl.Series:
        return series.map_elements(form.format, return_dtype=pl.String)

    return _on_side(table, random, column, side, write)


def as_number(table: Table, random: Draw, *, column: str, codes: str) -> Pair:
    """Hand the test over with the codes of the register in place of its words.

    Seen by: the type of `column` is a number in the test and text in the training.
    """

    def write(series: pl.Series) -> pl.Series:
        return series.replace_strict(CODES[codes], return_dtype=pl.Int64)

    return _on_side(table, random, column, "test", write)


def in_unit(
    table: Table, random: Draw, *, column: str, factor: float, offset: float = 0.0,
    side: str = "test", digits: int = 2,
) -> Pair:  # fmt: skip
    """Write a measure of one side in another unit.

    Seen by: medians of the sides differ by the factor, p < .001; shapes are alike.
    """

    def write(series: pl.Series) -> pl.Series:
        return (series.cast(pl.Float64) * factor + offset).round(digits)

    return _on_side(table, random, column, side, write, floats=True)


def partly_in_unit(
    table: Table, random: Draw, *, column: str, factor: float, share: float, sides: str = "both",
    offset: float = 0.0, by: str = "", values: tuple[str, ...] = (), digits: int = 2,
) -> Pair:  # fmt: skip
    """Write a measure in another unit for a drawn part, or for all rows of one office.

    Seen by: two heaps of values, the one at `factor` times the place of the other.
    """

    def write(frame: pl.DataFrame) -> pl.DataFrame:
        hit = (
            frame[by].is_in(list(values)) if by else pl.Series(random.random(frame.height) < share)
        )
        changed = (pl.col(column).cast(pl.Float64) * factor + offset).round(digits)
        return frame.with_columns(
            pl.when(hit).then(changed).otherwise(pl.col(column).cast(pl.Float64)).alias(column)
        )

    pair = _honest(table, random)
    train = pair.train.with_columns(pl.col(column).cast(pl.Float64))
    train = write(train) if sides in {"both", "train"} else train
    test = pair.test.with_columns(pl.col(column).cast(pl.Float64))
    test = write(test) if sides in {"both", "test"} else test
    return _back(table, train, test, column)


def respelled(
    table: Table, random: Draw, *, column: str, share: float, spell: str = "",
    words: str = "", sides: str = "test",
) -> Pair:  # fmt: skip
    """Let another desk write the same values in its own way.

    Seen by: spellings that differ in case, blanks, hyphens, accents or an ending only; the new
    ones stand in `share` of the rows of a side.
    """
    change: Callable[[str], str] = _SPELL.get(spell, str)
    said = WORDS.get(words, {})

    def write(frame: pl.DataFrame) -> pl.DataFrame:
        drawn = random.random(frame.height) < share
        values = [
            each if each is None or not hit else said.get(each, change(each))
            for each, hit in zip(frame[column], drawn, strict=True)
        ]
        return frame.with_columns(pl.Series(column, values, dtype=pl.String))

    pair = _honest(table, random)
    train = write(pair.train) if sides == "both" else pair.train
    return _back(table, train, write(pair.test), column)


_SPELL: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "title": str.title,
    "blank": lambda text: f"{text} ",
    "dashed": lambda text: text.replace(" ", "-").replace("_", "-"),
    "glued": lambda text: text.replace(" ", "").replace("-", ""),
}


def with_remarks(
    table: Table, random: Draw, *, column: str, share: float, remarks: tuple[str, ...],
    side: str = "both",
) -> Pair:  # fmt: skip
    """Let clerks write remarks into a column of numbers, `{}` standing for the number.

    Seen by: the column is text, all but `share` of its values are numbers.
    """

    def write(frame: pl.DataFrame) -> pl.DataFrame:
        drawn = random.random(frame.height) < share
        which = random.integers(0, len(remarks), frame.height)
        values = [
            None if each is None else remarks[int(w)].format(each) if hit else str(each)
            for each, hit, w in zip(frame[column], drawn, which, strict=True)
        ]
        return frame.with_columns(pl.Series(column, values, dtype=pl.String))

    pair = _honest(table, random)
    train = write(pair.train) if side in {"both", "train"} else pair.train
    test = write(pair.test) if side in {"both", "test"} else pair.test
    return _back(table, train, test, column)


def with_commas(
    table: Table, random: Draw, *, columns: tuple[str, ...], side: str, share: float = 1.0,
    thousands: bool = False,
) -> Pair:  # fmt: skip
    """Export decimals with a comma on one side, or for a share of the rows of both.

    Seen by: values of the form 12,34 in a column of text.
    """

    def write(frame: pl.DataFrame, hit: bool) -> pl.DataFrame:
        drawn = (random.random(frame.height) < share) & hit
        return frame.with_columns(
            pl.Series(
                name,
                [
                    None if each is None else _comma(float(each), thousands) if yes else str(each)
                    for each, yes in zip(frame[name], drawn, strict=True)
                ],
                dtype=pl.String,
            )
            for name in columns
        )

    pair = _honest(table, random)
    train = write(pair.train, True) if side in {"both", "train"} else pair.train
    test = write(pair.test, True) if side in {"both", "test"} else pair.test
    return _back(table, train, test, *columns)


def _comma(value: float, thousands: bool) -> str:
    if thousands:
        return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return str(value).replace(".", ",")


def _on_side(
    table: Table, random: Draw, column: str, side: str, write: Callable[[pl.Series], pl.Series],
    floats: bool = False,
) -> Pair:  # fmt: skip
    pair = _honest(table, random)

    def changed(frame: pl.DataFrame, hit: bool) -> pl.DataFrame:
        plain = frame[column].cast(pl.Float64) if floats else frame[column]
        return frame.with_columns((write(frame[column]) if hit else plain).alias(column))

    train, test = changed(pair.train, side == "train"), changed(pair.test, side == "test")
    return _back(table, train, test, column)


def _honest(table: Table, random: Draw) -> Pair:
    return parted(table, random, kind=None if table.time or table.group else "random", share=0.3)


def _back(table: Table, train: pl.DataFrame, test: pl.DataFrame, *columns: str) -> Pair:
    return Pair(
        train=train,
        test=test,
        columns=columns,
        time=table.time,
        group=table.group,
        id=table.id,
        metric=table.metric,
    )


def stamped(table: Table, random: Draw, *, name: str, first: str, step: int) -> Table:
    """Give each row a time at which it was entered, that says nothing."""
    minutes = np.sort(random.integers(0, step * table.frame.height, table.frame.height))
    drawn = random.permutation(minutes)
    times = np.datetime64(first) + drawn.astype("timedelta64[m]")
    return with_frame(
        table, table.frame.with_columns(pl.Series(name, times.astype("datetime64[us]")))
    )
