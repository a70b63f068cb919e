"""Columns whose values are others on one side, or that say nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import drawn, honest, stretch, with_column, written
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table


def drawn_by(
    table: Table, random: np.random.Generator, *, column: str, pull: float, share: float
) -> Pair:
    """The test came from where a value is high: rows were more likely to get there.

    Seen by: means of the column that are half a deviation or more apart.
    """
    values = table.frame[column].fill_null(strategy="mean")
    ranks = values.rank("average").to_numpy() / table.frame.height
    odds = 1 / (1 + np.exp(-pull * (ranks - 1 + share)))
    tested = pl.Series(random.random(table.frame.height) < odds)
    return Pair(
        train=table.frame.filter(~tested), test=table.frame.filter(tested), columns=(column,)
    )


def normed_anew(table: Table, random: np.random.Generator, *, column: str, by: float) -> Pair:
    """The instrument was set up anew before the test: all of its values moved by so much.

    Seen by: means further apart than half a deviation, the deviation as before.
    """
    pair = honest(table, random)
    kind = table.frame[column].dtype
    moved = (pl.col(column) + by).cast(kind)
    return replace(pair, test=pair.test.with_columns(moved), columns=(column,))


def groups_by_level(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """The groups of the test were not drawn: they are those that joined late, and the poorer ones.

    Seen by: means of the column half a deviation or more apart, no group on both sides.
    """
    name = str(table.group)
    means = table.frame.group_by(name).agg(pl.col(column).mean()).sort(column, name)
    lift = np.linspace(0, 1, means.height) + random.normal(0, 0.5, means.height)
    chosen = means[name].gather(np.flatnonzero(lift > np.quantile(lift, 0.75)).tolist())
    tested = table.frame[name].is_in(chosen.implode())
    return Pair(
        train=table.frame.filter(~tested),
        test=table.frame.filter(tested),
        columns=(column,),
        group=name,
    )


def new_word(
    table: Table, random: np.random.Generator, *, column: str, word: str, share: float
) -> Pair:
    """A category that came up after the training had been drawn.

    Seen by: so many test rows, and no training row, with this word.
    """
    pair = honest(table, random)
    here = drawn(random, pair.test.height, share)
    return replace(pair, test=written(pair.test, column, here, pl.lit(word)), columns=(column,))


def lost_for_a_while(
    table: Table, random: np.random.Generator, *, column: str, share: float, form: str
) -> Pair:
    """The feed of a column was down: for a stretch of the test, its end, or one kind of rows.

    Seen by: so large a share of nulls in the test, next to none in the training.
    """
    pair = honest(table, random)
    rows = pair.test.height
    if form == "end":
        gone = pl.Series(np.arange(rows) >= rows - round(share * rows))
    else:
        gone = stretch(random, rows, share)
    return replace(pair, test=written(pair.test, column, gone, pl.lit(None)), columns=(column,))


def no_answer(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    value: float | str,
    share: float,
    side: str = "both",
) -> Pair:
    """A form that does not take an empty field: a value that cannot be was typed instead.

    Seen by: the value in so many rows, far from all the others.
    """
    if side == "both":
        gone = drawn(random, table.frame.height, share)
        table = replace(table, frame=_typed(table.frame, column, gone, value))
        return replace(honest(table, random), columns=(column,))
    pair = honest(table, random)
    gone = drawn(random, pair.test.height, share)
    return replace(pair, test=_typed(pair.test, column, gone, value), columns=(column,))


def always_same(
    table: Table, random: np.random.Generator, *, name: str, value: str | float, gaps: float = 0.0
) -> Pair:
    """A column of the export that holds one value, or one value and gaps.

    Seen by: one value in all rows of both sides.
    """
    rows = table.frame.height
    gone = drawn(random, rows, gaps)
    values = [None if empty else value for empty in gone]
    return replace(honest(with_column(table, name, values), random), columns=(name,))


def nearly_same(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    usual: str | float,
    others: tuple[str | float, ...],
    rows: int,
) -> Pair:
    """A column with one value but for a handful of rows.

    Seen by: one value in more than 99 of 100 rows of both sides.
    """
    values: list[object] = [usual] * table.frame.height
    for place in random.permutation(table.frame.height)[:rows]:
        values[int(place)] = others[int(random.integers(len(others)))]
    return replace(honest(with_column(table, name, values), random), columns=(name,))


def point_lost(
    table: Table, random: np.random.Generator, *, column: str, factor: float, share: float
) -> Pair:
    """The decimal point got lost in some rows of the test.

    Seen by: so many test values a multiple of the training's largest.
    """
    pair = honest(table, random)
    here = drawn(random, pair.test.height, share)
    kind = table.frame[column].dtype
    wrong = (pl.col(column) * factor).cast(kind)
    return replace(pair, test=written(pair.test, column, here, wrong), columns=(column,))


def gone_wild(
    table: Table, random: np.random.Generator, *, column: str, width: float, share: float
) -> Pair:
    """A sensor ran wild for a stretch of the test.

    Seen by: values in a row that lie more deviations off than any in the training.
    """
    pair = honest(table, random)
    values = table.frame[column].drop_nulls().cast(pl.Float64).to_numpy()
    here = stretch(random, pair.test.height, share)
    noise = values.mean() + width * values.std() * (1 + random.random(pair.test.height))
    spikes = pl.Series("_n", noise)
    if table.frame[column].dtype.is_integer():
        spikes = spikes.round(0).cast(pl.Int64)
    test = written(pair.test.with_columns(spikes), column, here, pl.col("_n")).drop("_n")
    return replace(pair, test=test, columns=(column,))


def _typed(frame: pl.DataFrame, column: str, gone: pl.Series, value: float | str) -> pl.DataFrame:
    kind = frame[column].dtype
    typed = pl.lit(value).str.to_date() if kind == pl.Date else pl.lit(value).cast(kind)
    return written(frame, column, gone, typed)
