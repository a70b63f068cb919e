"""Values spread otherwise in the test: other people, other devices, lost and stray values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def other_people(table: Table, random: np.random.Generator, *, column: str, above: float) -> Pair:
    """A pilot at one place: nine in ten rows of the test lie above a quantile of `column`."""
    pair = parted(table, random, share=0.5)
    border = pair.train[column].quantile(above)
    high = pair.test.filter(pl.col(column) > border)
    low = pair.test.filter(pl.col(column) <= border)
    few = low.sample(n=max(5, high.height // 9), seed=_seed(random))
    test = pl.concat([high, few]).sample(fraction=1.0, shuffle=True, seed=_seed(random))
    return replace(pair, test=test, columns=(column,))


def one_region(
    table: Table, random: np.random.Generator, *, column: str, value: str | int, times: float
) -> Pair:
    """The test has `times` as many rows of one level as it should."""
    pair = parted(table, random, share=0.5)
    weight = np.where((pair.test[column] == value).fill_null(False).to_numpy(), times, 1.0)
    count = pair.test.height // 2
    chosen = random.choice(pair.test.height, count, replace=False, p=weight / weight.sum())
    return replace(pair, test=pair.test[chosen.tolist()], columns=(column,))


def other_device(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], gain: float, add: float
) -> Pair:
    """The test was measured with another device: a gain, and an offset in deviations."""
    pair = parted(table, random)
    made = [
        pl.col(name).cast(pl.Float64) * gain + add * float(pair.train[name].std() or 0.0)  # type: ignore[arg-type]
        for name in columns
    ]
    return replace(pair, test=pair.test.with_columns(made), columns=columns)


def renamed_level(
    table: Table, random: np.random.Generator, *, column: str, level: str, name: str, share: float
) -> Pair:
    """A level was split: a share of its rows in the test carries a new name."""
    pair = parted(table, random)
    new = pl.Series(random.random(pair.test.height) < share)
    made = pl.when(new & (pl.col(column) == level)).then(pl.lit(name)).otherwise(pl.col(column))
    return replace(pair, test=pair.test.with_columns(made.alias(column)), columns=(column,))


def newcomers(
    table: Table, random: np.random.Generator, *, column: str, levels: int, share: float
) -> Pair:
    """A share of the test has levels that nobody had before, several of them."""
    pair = parted(table, random)
    new = pl.Series(random.random(pair.test.height) < share)
    number = random.integers(levels, size=pair.test.height)
    names = pl.Series([f"new entry {one + 1}" for one in number])
    made = pl.when(new).then(names).otherwise(pl.col(column).cast(pl.String)).alias(column)
    train = pair.train.with_columns(pl.col(column).cast(pl.String))
    return replace(pair, train=train, test=pair.test.with_columns(made), columns=(column,))


def feed_down(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], begin: float, end: float
) -> Pair:
    """A feed was down: all values of a stretch of the test's rows are missing."""
    pair = parted(table, random)
    place = pl.int_range(pl.len()) / pl.len()
    down = (place >= begin) & (place < end)
    made = [pl.when(~down).then(pl.col(name)).alias(name) for name in columns]
    return replace(pair, test=pair.test.with_columns(made), columns=columns)


def optional_now(table: Table, random: np.random.Generator, *, column: str, share: float) -> Pair:
    """A question became optional: a share of the test leaves it out, the high values more often."""
    pair = parted(table, random)
    rank = (pair.test[column].rank() / pair.test.height).fill_null(0).to_numpy()
    gone = pl.Series(random.random(pair.test.height) < share * 2 * rank)
    made = pl.when(~gone).then(pl.col(column)).alias(column)
    return replace(pair, test=pair.test.with_columns(made), columns=(column,))


def slipped_point(
    table: Table, random: np.random.Generator, *, column: str, share: float, factor: float
) -> Pair:
    """The decimal point slipped in a share of the test's values."""
    pair = parted(table, random)
    slipped = pl.Series(random.random(pair.test.height) < share)
    value = pl.col(column).cast(pl.Float64)
    made = pl.when(slipped).then(value * factor).otherwise(value).alias(column)
    train = pair.train.with_columns(value)
    return replace(pair, train=train, test=pair.test.with_columns(made), columns=(column,))


def stuck_sensor(
    table: Table, random: np.random.Generator, *, column: str, share: float, value: float
) -> Pair:
    """For a stretch of the test the sensor said one value, far outside of anything before."""
    pair = parted(table, random)
    count = round(share * pair.test.height)
    first = int(random.integers(pair.test.height - count))
    place = pl.int_range(pl.len())
    stuck = (place >= first) & (place < first + count)
    made = pl.when(stuck).then(pl.lit(value)).otherwise(pl.col(column).cast(pl.Float64))
    train = pair.train.with_columns(pl.col(column).cast(pl.Float64))
    test = pair.test.with_columns(made.alias(column))
    return replace(pair, train=train, test=test, columns=(column,))


def _seed(random: np.random.Generator) -> int:
    return int(random.integers(2**31))
