"""Ways by which the test comes from another world than training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.third.draws import some
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def from_other_site(
    table: Table, random: np.random.Generator, *, column: str, steep: float
) -> Pair:
    """The test is drawn where a column is high, as at another site or in another season.

    Args:
        steep: How the chance to be in the test grows with the rank of the column (0 is not at all).
    """
    rank = (table.frame[column].rank("ordinal") / table.frame.height).to_numpy()
    chance = 1 / (1 + np.exp(-steep * (rank - 0.7)))
    tested = pl.Series(random.random(table.frame.height) < 0.6 * chance / chance.max())
    plain = Pair(
        train=table.frame.filter(~tested), test=table.frame.filter(tested), metric=table.metric
    )
    return replace(plain, columns=(column,))


def ageing_sensor(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    gain: float,
    add: float = 0.0,
    digits: int = 2,
) -> Pair:
    """A sensor reads too high in all of the test."""
    pair = parted(table, random)
    moved = [(pl.col(name) * gain + add).round(digits) for name in columns]
    return replace(pair, columns=columns, test=pair.test.with_columns(moved))


def reorganised(
    table: Table, random: np.random.Generator, *, column: str, level: str, into: tuple[str, ...]
) -> Pair:
    """A department was split up under new names before the test was taken."""
    pair = parted(table, random)
    drawn = pl.Series(random.choice(np.array(into), pair.test.height))
    renamed = pl.when(pl.col(column) == level).then(drawn).otherwise(pl.col(column)).alias(column)
    if not (pair.test[column] == level).any():
        raise ValueError(f"{table.name} has no {level} in its test")
    return replace(pair, columns=(column,), test=pair.test.with_columns(renamed))


def opened_later(
    table: Table, random: np.random.Generator, *, column: str, levels: tuple[str, ...]
) -> Pair:
    """Levels that training cannot know: their rows of training are dropped."""
    pair = parted(table, random)
    known = ~pl.col(column).is_in(levels)
    if pair.test.filter(~known).is_empty():
        raise ValueError(f"the test of {table.name} has none of {levels}")
    return replace(pair, columns=(column,), train=pair.train.filter(known))


def outage(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], begin: float, end: float
) -> Pair:
    """A feed was down for part of the test's rows, in the order of the file or of time."""
    pair = parted(table, random)
    test = pair.test if pair.time is None else pair.test.sort(pair.time, maintain_order=True)
    place = pl.int_range(pl.len()) / pl.len()
    gone = [
        pl.when(~((place >= begin) & (place < end))).then(pl.col(name)).alias(name)
        for name in columns
    ]
    return replace(pair, columns=columns, test=test.with_columns(gone))


def not_asked(table: Table, random: np.random.Generator, *, column: str, share: float) -> Pair:
    """A question was dropped from part of the forms of the test."""
    pair = parted(table, random)
    mask = some(random, pair.test.height, share)
    test = pair.test.with_columns(pl.when(~mask).then(pl.col(column)).alias(column))
    return replace(pair, columns=(column,), test=test)


def keyed_twice(
    table: Table, random: np.random.Generator, *, column: str, share: float, times: float
) -> Pair:
    """A key that stuck: some numbers of the test have one digit, or two, too many."""
    pair = parted(table, random)
    mask = some(random, pair.test.height, share)
    value = pl.col(column)
    test = pair.test.with_columns(pl.when(mask).then(value * times).otherwise(value).alias(column))
    return replace(pair, columns=(column,), test=test)


def spikes(
    table: Table, random: np.random.Generator, *, column: str, share: float, height: float
) -> Pair:
    """Electric spikes: readings far off, up and down, by `height` standard deviations."""
    pair = parted(table, random)
    spread = float(table.frame[column].cast(pl.Float64).drop_nulls().to_numpy().std())
    sides = random.choice(np.array([-1.0, 1.0]), pair.test.height)
    jump = pl.Series(sides * height * spread * random.uniform(0.7, 1.3, pair.test.height))
    mask = some(random, pair.test.height, share)
    value = pl.col(column).cast(pl.Float64)
    moved = pl.when(mask).then(value + jump).otherwise(value).round(4).alias(column)
    test = pair.test.with_columns(moved)
    train = pair.train.with_columns(pl.col(column).cast(pl.Float64))
    return replace(pair, columns=(column,), train=train, test=test)


def rarely_observed(
    table: Table,
    random: np.random.Generator,
    *,
    rows: int,
    kind: str,
    drop: tuple[str, ...] = (),
) -> Pair:
    """An honest small table: so many rows of the whole, without columns too rare for so few."""
    frame = table.frame.drop(drop).sample(n=rows, seed=int(random.integers(2**31)))
    return parted(with_frame(table, frame), random, kind=kind)
