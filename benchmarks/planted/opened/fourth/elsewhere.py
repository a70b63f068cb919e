"""Ways by which the test comes from another place, time or instrument than training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import chosen, spread_of
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def campaign(
    table: Table, random: np.random.Generator, *, column: str, sharp: float, downwards: bool = False
) -> Pair:
    """The test was collected in a campaign that reached one end of a column first.

    Args:
        sharp: How the odds of being reached grow over the ranks of the column.
        downwards: Whether the low end was reached.
    """
    rank = (table.frame[column].rank("random", seed=7) / table.frame.height).to_numpy()
    rank = 1 - rank if downwards else rank
    odds = np.exp(sharp * (rank - rank.mean()))
    tested = np.zeros(rank.size, dtype=bool)
    size = round(0.25 * rank.size)
    tested[random.choice(rank.size, size, replace=False, p=odds / odds.sum())] = True
    mask = pl.Series(tested)
    return Pair(
        train=table.frame.filter(~mask), test=table.frame.filter(mask), columns=(column,),
        metric=table.metric,
    )  # fmt: skip


def new_sensor(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    up: float,
    gain: float = 1.0,
    digits: int = 2,
) -> Pair:
    """The test was measured with a new sensor that has an offset and a gain of its own.

    Args:
        up: Offset in standard deviations of each column.
    """
    pair = parted(table, random)
    moved = [(pl.col(name) * gain + up * spread_of(table, name)).round(digits) for name in columns]
    return replace(pair, columns=columns, test=pair.test.with_columns(moved))


def renamed_units(
    table: Table, random: np.random.Generator, *, column: str, names: dict[str, tuple[str, ...]]
) -> Pair:
    """Departments were merged or split before the test; each row goes to one of the new names."""
    pair = parted(table, random)
    values = [
        names[value][int(random.integers(len(names[value])))] if value in names else value
        for value in pair.test[column]
    ]
    if values == pair.test[column].to_list():
        raise ValueError(f"the test of {table.name} has none of {sorted(names)}")
    test = pair.test.with_columns(pl.Series(column, values, dtype=pl.String))
    return replace(pair, columns=(column,), test=test)


def new_branches(
    table: Table, random: np.random.Generator, *, column: str, levels: tuple[str, ...]
) -> Pair:
    """Branches that opened after training was drawn: all their rows are in the test."""
    pair = parted(table, random)
    new = pl.col(column).is_in(levels)
    late = pair.train.filter(new)
    if late.is_empty():
        raise ValueError(f"{table.name} has none of {levels}")
    test = pl.concat([pair.test, late])
    return replace(
        pair, columns=(column,), train=pair.train.filter(~new | new.is_null()), test=test
    )


def lookup_failed(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    where: tuple[str, tuple[str, ...]],
) -> Pair:
    """A join by a key found nothing for some levels of the test, so its columns are empty there."""
    pair = parted(table, random)
    missed = pl.col(where[0]).is_in(where[1])
    if pair.test.filter(missed).is_empty():
        raise ValueError(f"the test of {table.name} has none of {where[1]}")
    empty = [pl.when(~missed).then(pl.col(name)).alias(name) for name in columns]
    return replace(pair, columns=columns, test=pair.test.with_columns(empty))


def feed_down(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], begin: float, end: float
) -> Pair:
    """A feed was down for a stretch of the test, in the order of time or of the file."""
    pair = parted(table, random)
    test = pair.test if pair.time is None else pair.test.sort(pair.time, maintain_order=True)
    place = pl.int_range(pl.len()) / pl.len()
    down = (place >= begin) & (place < end)
    empty = [pl.when(~down).then(pl.col(name)).alias(name) for name in columns]
    return replace(pair, columns=columns, test=test.with_columns(empty))


def question_cut(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], share: float
) -> Pair:
    """A shorter form was in use for part of the test."""
    pair = parted(table, random)
    short = chosen(random, pair.test.height, share)
    empty = [pl.when(~short).then(pl.col(name)).alias(name) for name in columns]
    return replace(pair, columns=columns, test=pair.test.with_columns(empty))


def point_lost(
    table: Table, random: np.random.Generator, *, column: str, share: float, times: float
) -> Pair:
    """The decimal point was lost in part of the test, so its numbers are far too large."""
    pair = parted(table, random)
    lost = chosen(random, pair.test.height, share)
    value = pl.col(column).cast(pl.Float64)
    test = pair.test.with_columns(pl.when(lost).then(value * times).otherwise(value).alias(column))
    train = pair.train.with_columns(value)
    return replace(pair, columns=(column,), train=train, test=test)


def overflow(
    table: Table, random: np.random.Generator, *, column: str, share: float, at: float
) -> Pair:
    """A counter ran over: part of the test holds numbers just below the end of its range."""
    pair = parted(table, random)
    over = chosen(random, pair.test.height, share)
    top = pl.Series(at - random.integers(0, 400, pair.test.height).astype(float))
    value = pl.col(column).cast(pl.Float64)
    test = pair.test.with_columns(pl.when(over).then(top).otherwise(value).alias(column))
    return replace(
        pair, columns=(column,), train=pair.train.with_columns(value), test=test
    )  # fmt: skip


def sign_lost(table: Table, random: np.random.Generator, *, column: str, share: float) -> Pair:
    """A cable with turned poles: part of the test reads the negative, twenty times as strong."""
    pair = parted(table, random)
    turned = chosen(random, pair.test.height, share)
    value = pl.col(column).cast(pl.Float64)
    test = pair.test.with_columns(
        pl.when(turned).then(-20 * value).otherwise(value).alias(column)
    )  # fmt: skip
    return replace(pair, columns=(column,), train=pair.train.with_columns(value), test=test)


def few_rows(
    table: Table, random: np.random.Generator, *, rows: int, kind: str, drop: tuple[str, ...] = ()
) -> Pair:
    """An honest small study: so many rows of the table, parted as it should be."""
    frame = table.frame.drop(drop).sample(n=rows, seed=int(random.integers(2**31)))
    return parted(replace(table, frame=frame), random, kind=kind)
