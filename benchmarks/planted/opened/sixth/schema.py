"""Faults of what a column is: gone, of another type, another unit, another spelling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth.honest import apart, chosen, where
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.table import Table


def dropped(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], side: str = "test"
) -> Pair:
    """Leave columns out of one side."""
    honest = apart(table, random)
    if side == "test":
        return replace(honest, test=honest.test.drop(columns), columns=columns)
    return replace(honest, train=honest.train.drop(columns), columns=columns)


def renamed(table: Table, random: np.random.Generator, *, column: str, name: str) -> Pair:
    """Let a column of the test bear another name."""
    honest = apart(table, random)
    return replace(honest, test=honest.test.rename({column: name}), columns=(column, name))


def retyped(
    table: Table, random: np.random.Generator, *, column: str, form: str, side: str = "test"
) -> Pair:
    """Deliver a column of one side in another type."""
    honest = apart(table, random)
    change = _TYPES[form](pl.col(column)).alias(column)
    if side == "test":
        return replace(honest, test=honest.test.with_columns(change), columns=(column,))
    return replace(honest, train=honest.train.with_columns(change), columns=(column,))


def _text(column: pl.Expr) -> pl.Expr:
    return column.cast(pl.String)


def _quoted(column: pl.Expr) -> pl.Expr:
    return pl.lit("'") + column.cast(pl.String) + pl.lit("'")


def _truth(column: pl.Expr) -> pl.Expr:
    return column == 1


def _padded(column: pl.Expr) -> pl.Expr:
    return column.cast(pl.String).str.zfill(6)


_TYPES = {"text": _text, "quoted": _quoted, "truth": _truth, "padded": _padded}


def coded(
    table: Table, random: np.random.Generator, *, column: str, codes: tuple[tuple[str, int], ...]
) -> Pair:
    """Deliver the numbers of categories in the test, their names in training."""
    honest = apart(table, random)
    numbers = pl.col(column).replace_strict(dict(codes), default=None, return_dtype=pl.Int64)
    return replace(honest, test=honest.test.with_columns(numbers.alias(column)), columns=(column,))


def in_other_unit(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    plus: float = 0.0,
    side: str = "test",
) -> Pair:
    """Deliver a measurement of one side in another unit."""
    honest = apart(table, random)
    other = (pl.col(column).cast(pl.Float64) * factor + plus).alias(column)
    same = pl.col(column).cast(pl.Float64)
    changes = (same, other) if side == "test" else (other, same)
    return replace(
        honest,
        train=honest.train.with_columns(changes[0]),
        test=honest.test.with_columns(changes[1]),
        columns=(column,),
    )


def in_two_units(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    factor: float,
    share: float,
    sides: str = "both",
    places: int = 2,
) -> Pair:
    """Write a part of the rows of a measurement in another unit, on both sides or one."""
    honest = apart(table, random)

    def change(frame: pl.DataFrame, changed: bool) -> pl.DataFrame:
        old = frame[column].cast(pl.Float64)
        mask = chosen(random, old.len(), share if changed else 0.0)
        return frame.with_columns(where(mask, (old * factor).round(places), old))

    return replace(
        honest,
        train=change(honest.train, sides != "test"),
        test=change(honest.test, True),
        columns=(column,),
    )


def respelled(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    form: str,
    share: float = 1.0,
    side: str = "test",
) -> Pair:
    """Spell the categories of one side otherwise."""
    honest = apart(table, random)
    frame = honest.test if side == "test" else honest.train
    old = frame[column]
    new = pl.Series(
        [None if text is None else _SPELLINGS[form](str(text)) for text in old.to_list()],
        dtype=pl.String,
    )
    changed = frame.with_columns(where(chosen(random, old.len(), share), new, old))
    if side == "test":
        return replace(honest, test=changed, columns=(column,))
    return replace(honest, train=changed, columns=(column,))


def respelled_as(
    table: Table, random: np.random.Generator, *, column: str, words: tuple[tuple[str, str], ...]
) -> Pair:
    """Call categories of the test by other words."""
    honest = apart(table, random)
    spoken: Mapping[str, str] = dict(words)
    changed = honest.test.with_columns(pl.col(column).replace(spoken))
    return replace(honest, test=changed, columns=(column,))


def _typo(text: str) -> str:
    return text[:2] + text[1:2] + text[2:] if len(text) > 3 else text + text[-1:]


_SPELLINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "padded": lambda text: f" {text} ",
    "underscores": lambda text: text.replace(" ", "_").replace("-", "_").lower(),
    "typo": _typo,
    "dotted": lambda text: text + ".",
}


def of_two_kinds(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    words: tuple[str, ...],
    share: float,
    unit: str = "",
) -> Pair:
    """Write words between the numbers of a column, or a unit behind some of them."""
    numbers = table.frame[column].cast(pl.String)
    odd = pl.Series(random.choice(list(words), numbers.len()).tolist()) if words else numbers + unit
    mixed = where(chosen(random, numbers.len(), share), odd, numbers)
    spoiled = with_frame(table, table.frame.with_columns(mixed))
    return replace(apart(spoiled, random), columns=(column,))


def with_comma(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    share: float = 1.0,
    sides: str = "test",
    thousands: str = "",
) -> Pair:
    """Write a decimal comma where the other rows have a point."""
    honest = apart(table, random)

    def change(frame: pl.DataFrame, changed: bool) -> pl.DataFrame:
        old = frame[column].cast(pl.Float64)
        plain = pl.Series(column, [None if one is None else f"{one:.2f}" for one in old.to_list()])
        commas = pl.Series(
            [None if one is None else _german(one, thousands) for one in old.to_list()],
            dtype=pl.String,
        )
        mask = chosen(random, old.len(), share if changed else 0.0)
        return frame.with_columns(where(mask, commas, plain))

    return replace(
        honest,
        train=change(honest.train, sides == "both"),
        test=change(honest.test, True),
        columns=(column,),
    )


def _german(number: float, thousands: str) -> str:
    return f"{number:,.2f}".replace(",", "_").replace(".", ",").replace("_", thousands)
