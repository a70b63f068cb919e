"""Values that differ between the sides."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, spread
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def other_site(table: Table, random: Draw, *, column: str, power: float) -> Pair:
    """Draw the test from a site that sees other cases: those high in `column`, mostly.

    Seen by: Kolmogorov-Smirnov of `column` between the sides, p < .001, half a deviation apart.
    """
    rank = table.frame[column].cast(pl.Float64).rank("average").to_numpy() / table.frame.height
    tested = pl.Series(random.random(rank.size) < 0.6 * rank**power)
    return _back(table, table.frame.filter(~tested), table.frame.filter(tested), column)


def new_gauge(table: Table, random: Draw, *, columns: tuple[str, ...], shift: float) -> Pair:
    """Read the test with a gauge that was set anew: all values up by `shift` deviations.

    Seen by: Kolmogorov-Smirnov of each column between the sides, p < .001.
    """
    pair = _honest(table, random)
    moved = [
        (pl.col(name) + round(shift * spread(table.frame[name]), 3)).alias(name) for name in columns
    ]
    return _back(table, pair.train, pair.test.with_columns(moved), *columns)


def region_only(table: Table, random: Draw, *, column: str, values: tuple[str, ...]) -> Pair:
    """Roll out in some regions first: there most rows are test, elsewhere few.

    Seen by: shares of the values of `column` differ between the sides, p < .001.
    """
    there = table.frame[column].is_in(list(values)).to_numpy()
    tested = pl.Series(random.random(there.size) < np.where(there, 0.6, 0.1))
    return _back(table, table.frame.filter(~tested), table.frame.filter(tested), column)


def new_value(table: Table, random: Draw, *, column: str, value: str, new: str) -> Pair:
    """Let a value be split in the test: part of it is now filed under a new name.

    Seen by: `new` stands in the test alone, in a good share of its rows.
    """
    pair = _honest(table, random)
    hit = pl.Series(random.random(pair.test.height) < 0.6) & (pair.test[column] == value)
    test = pair.test.with_columns(
        pl.when(hit.fill_null(False)).then(pl.lit(new)).otherwise(pl.col(column)).alias(column)
    )
    return _back(table, pair.train, test, column)


def new_region(table: Table, random: Draw, *, column: str, values: tuple[str, ...]) -> Pair:
    """Add regions to the test that the training was never shown.

    Seen by: rows of the test with `values`, and none in the training.
    """
    pair = _honest(table, random)
    train = pair.train.filter(~pl.col(column).is_in(list(values)))
    return _back(table, train, pair.test, column)


def left_out(table: Table, random: Draw, *, column: str, new: str | None = None) -> Pair:
    """Export the test without a column, or under a new name.

    Seen by: `column` is in the training alone.
    """
    pair = _honest(table, random)
    test = pair.test.drop(column) if new is None else pair.test.rename({column: new})
    return _back(table, pair.train, test, column)


def holes(
    table: Table, random: Draw, *, column: str, share: float, form: str = "drawn",
    side: str = "test", more: tuple[str, ...] = (),
) -> Pair:  # fmt: skip
    """Lose values: drawn rows, one block of days, or the rows of one kind of case.

    Seen by: the share of nulls differs between the sides, p < .001.
    """
    pair = _honest(table, random)
    names = (column, *more)

    def lose(frame: pl.DataFrame) -> pl.DataFrame:
        if form == "block":
            first = int(random.integers(0, int((1 - share) * frame.height)))
            place = np.arange(frame.height)
            lost = pl.Series((place >= first) & (place < first + share * frame.height))
        elif form == "high":
            rank = frame[column].cast(pl.Float64).rank("ordinal").to_numpy() / frame.height
            lost = pl.Series(rank > 1 - share)
        else:
            lost = pl.Series(random.random(frame.height) < share)
        return frame.with_columns(
            pl.when(lost).then(None).otherwise(pl.col(name)).alias(name) for name in names
        )

    train, test = (
        lose(part) if name == side else part
        for name, part in (("train", pair.train), ("test", pair.test))
    )
    return _back(table, train, test, *names)


def codes_for_none(
    table: Table, random: Draw, *, column: str, code: float, share: float, sides: str = "both"
) -> Pair:
    """Write a code where nothing is known.

    Seen by: `code` stands in `share` of the rows, far from or in a heap among all other values.
    """
    pair = _honest(table, random)

    def write(frame: pl.DataFrame) -> pl.DataFrame:
        lost = pl.Series(random.random(frame.height) < share)
        dtype = frame[column].dtype
        return frame.with_columns(
            pl.when(lost).then(pl.lit(code).cast(dtype)).otherwise(pl.col(column)).alias(column)
        )

    train = write(pair.train) if sides in {"both", "train"} else pair.train
    test = write(pair.test) if sides in {"both", "test"} else pair.test
    return _back(table, train, test, column)


def far_off(
    table: Table, random: Draw, *, column: str, share: float, factor: float, side: str = "test"
) -> Pair:
    """Let a slipped decimal point, a doubled booking or a spike multiply values.

    Seen by: `share` of one side lies beyond the range of the other.
    """
    pair = _honest(table, random)

    def slip(frame: pl.DataFrame) -> pl.DataFrame:
        hit = pl.Series(random.random(frame.height) < share)
        size = pl.Series(factor * random.uniform(0.6, 1.5, frame.height))
        top = float(table.frame[column].max())  # type: ignore[arg-type]
        values = (size * top).round(2).cast(table.frame[column].dtype)
        return frame.with_columns(pl.when(hit).then(values).otherwise(pl.col(column)).alias(column))

    train, test = (
        slip(part) if name == side else part
        for name, part in (("train", pair.train), ("test", pair.test))
    )
    return _back(table, train, test, column)


def one_value(
    table: Table, random: Draw, *, name: str, value: str | int | float, share: float = 1.0,
    other: str | int | float | None = None, column: str | None = None,
) -> Pair:  # fmt: skip
    """Carry a column whose default hardly anyone changes, or overwrite one by a failed join.

    Seen by: `value` stands in all rows, or in a `share` of them that leaves a handful.
    """
    frame = table.frame
    rest = value if other is None else other
    drawn = random.random(frame.height) < share
    values = pl.Series(name, [value if yes else rest for yes in drawn])
    frame = frame.drop(column) if column else frame
    pair = _honest(with_frame(table, frame.with_columns(values)), random)
    return _back(table, pair.train, pair.test, name)


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
