"""Faults between the sides: other rows, other values, holes and bursts on one of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth.honest import apart, chosen, shuffled, where
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.table import Table


def by_value(
    table: Table, random: np.random.Generator, *, column: str, mixing: float = 0.3
) -> Pair:
    """Test mostly on rows with high values of a column, as where another site delivers the test."""
    rank = table.frame[column].rank().fill_null(0).to_numpy() / table.frame.height
    tested = pl.Series(rank + random.normal(0, mixing, len(rank)) > 0.8)
    return Pair(
        train=table.frame.filter(~tested),
        test=table.frame.filter(tested),
        columns=(column,),
        id=table.id,
        metric=table.metric,
    )


def moved(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    by: float,
    spread: float = 1.0,
) -> Pair:
    """Move measurements of the test by so many of their standard deviations."""
    honest = apart(table, random)
    made = []
    for name in columns:
        column = pl.col(name).cast(pl.Float64)
        centre = float(np.mean(honest.train[name].drop_nulls().to_numpy()))
        deviation = float(np.std(honest.train[name].drop_nulls().to_numpy()))
        made.append(((column - centre) * spread + centre + by * deviation).round(4).alias(name))
    casts = [pl.col(name).cast(pl.Float64) for name in columns]
    return replace(
        honest,
        train=honest.train.with_columns(casts),
        test=honest.test.with_columns(made),
        columns=columns,
    )


def only_tested(
    table: Table, random: np.random.Generator, *, column: str, values: tuple[str, ...]
) -> Pair:
    """Keep every row of some categories for the test."""
    honest = apart(table, random, how="random")
    late = pl.col(column).is_in(list(values)).fill_null(value=False)
    return replace(
        honest,
        train=honest.train.filter(~late),
        test=pl.concat([honest.test, honest.train.filter(late)]),
        columns=(column,),
    )


def renamed_in_test(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    name: str,
    share: float,
) -> Pair:
    """Give rows of the test a category that came up after training."""
    honest = apart(table, random)
    old = honest.test[column].cast(pl.String)
    new = pl.Series([name] * old.len())
    made = where(chosen(random, old.len(), share), new, old)
    return replace(
        honest,
        train=honest.train.with_columns(pl.col(column).cast(pl.String)),
        test=honest.test.with_columns(made),
        columns=(column,),
    )


def emptied_on(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    share: float,
    side: str = "test",
    last: bool = False,
) -> Pair:
    """Lose values of a column on one side, scattered or in the last rows."""
    honest = apart(table, random)
    frame = honest.test if side == "test" else honest.train
    rows = frame.height
    mask = np.arange(rows) >= (1 - share) * rows if last else chosen(random, rows, share)
    empty = pl.Series([None] * rows, dtype=frame.schema[column])
    holed = frame.with_columns(where(mask, empty, frame[column]))
    if side == "test":
        return replace(honest, test=holed, columns=(column,))
    return replace(honest, train=holed, columns=(column,))


def sentinels(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    value: float,
    share: float,
    whole: bool = True,
) -> Pair:
    """Write a number that means "not known" into a measurement, on both sides."""
    old = table.frame[column].cast(pl.Int64 if whole else pl.Float64)
    code = pl.Series([value] * old.len()).cast(old.dtype)
    mask = chosen(random, old.len(), share)
    spoiled = with_frame(table, table.frame.with_columns(where(mask, code, old)))
    return replace(apart(spoiled, random), columns=(column,))


def constant(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    value: object,
    other: object = None,
    share: float = 0.0,
) -> Pair:
    """Add a column that holds one value, or hardly any other."""
    rows = table.frame.height
    mask = chosen(random, rows, share)
    if share > 0:
        mask[int(random.integers(0, rows))] = True
    values = [other if odd else value for odd in mask]
    spoiled = with_frame(table, table.frame.with_columns(pl.Series(name, values)))
    return replace(apart(spoiled, random), columns=(name,))


def frozen(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Let a column of the table hold its most frequent value in every row."""
    mode = table.frame[column].drop_nulls().mode().sort()[0]
    same = pl.lit(mode, dtype=table.frame.schema[column]).alias(column)
    spoiled = with_frame(table, table.frame.with_columns(same))
    return replace(apart(spoiled, random), columns=(column,))


def outliers(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    share: float,
    factor: float,
    side: str = "test",
) -> Pair:
    """Multiply measurements of one side, as a broken sensor does."""
    honest = apart(table, random)
    frame = (honest.test if side == "test" else honest.train).with_columns(
        pl.col(column).cast(pl.Float64)
    )
    old = frame[column]
    mask = chosen(random, old.len(), share)
    mask[int(random.integers(0, old.len()))] = True
    value = old.to_numpy()
    wild = (np.abs(value) + np.nanstd(value)) * factor * random.uniform(0.7, 1.5, old.len())
    mask &= old.is_not_null().to_numpy()
    burst = frame.with_columns(where(mask, pl.Series(wild.round(2)), old))
    calm = [pl.col(column).cast(pl.Float64)]
    if side == "test":
        return replace(honest, train=honest.train.with_columns(calm), test=burst, columns=(column,))
    return replace(honest, train=burst, test=honest.test.with_columns(calm), columns=(column,))


def joined_twice(table: Table, random: np.random.Generator, *, column: str, value: str) -> Pair:
    """Cover one category in the test alone many times over, as a campaign does."""
    honest = apart(table, random, how="random")
    rest = honest.test.filter(pl.col(column) != value)
    kept = rest[random.permutation(rest.height)[: max(5, rest.height // 8)].tolist()]
    much = honest.test.filter(pl.col(column) == value)
    return replace(honest, test=shuffled(pl.concat([much, kept]), random), columns=(column,))
