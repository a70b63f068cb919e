"""Honest work, in which an audit has nothing to find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth import estimators
from benchmarks.planted.opened.sixth.after import CLOSINGS, OPENINGS
from benchmarks.planted.opened.sixth.dates import dated
from benchmarks.planted.opened.sixth.honest import apart, chosen, drawn, halved, outcomes, shuffled
from benchmarks.planted.pair import Pair, decimals, with_frame
from benchmarks.planted.table import Table


def by_chance(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Split rows at random."""
    return apart(table, random, how="random", share=share)


def stratified(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Split every class in the same shares."""
    return apart(table, random, how="stratified", share=share)


def grouped(table: Table, random: np.random.Generator, *, share: float = 0.3) -> Pair:
    """Split by whole groups, and declare them."""
    return apart(table, random, how="group", share=share)


def over_time(table: Table, random: np.random.Generator, *, share: float = 0.2) -> Pair:
    """Test on what came last, and declare the time."""
    return apart(table, random, how="time", share=share)


def small(table: Table, random: np.random.Generator, *, rows: int, share: float = 0.3) -> Pair:
    """Split a small draw of a table in the shares of its classes."""
    less = with_frame(table, drawn(table.frame, random, rows))
    how = "random" if table.numeric_target else "stratified"
    return apart(less, random, how=how, share=share)


def rare(table: Table, random: np.random.Generator, *, event: str, share: float) -> Pair:
    """Make an event as rare as it is in practice, and split its rows in equal shares."""
    hit = pl.col(table.target) == event
    rest = table.frame.filter(~hit)
    few = drawn(table.frame.filter(hit), random, int(share / (1 - share) * rest.height))
    mixed = shuffled(pl.concat([rest, few]), random)
    honest = replace(table, frame=mixed, metric="average_precision")
    return apart(honest, random, how="stratified", share=0.3)


def scaled_by_training(table: Table, random: np.random.Generator, *, form: str) -> Pair:
    """Scale both sides by what training says."""
    honest = apart(table, random)
    names = [name for name in decimals(table) if name != table.target]
    train = honest.train.select(pl.col(names).cast(pl.Float64))
    made = []
    for name in names:
        column = train[name].drop_nulls().to_numpy()
        low, spread = (
            (column.mean(), column.std())
            if form == "standard"
            else (column.min(), column.max() - column.min())
        )
        made.append(((pl.col(name).cast(pl.Float64) - low) / (spread or 1.0)).alias(name))
    return replace(
        honest, train=honest.train.with_columns(made), test=honest.test.with_columns(made)
    )


def imputed_by_training(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...]
) -> Pair:
    """Fill the holes of both sides with the mean of training."""
    honest = apart(table, random)
    made = [
        pl.col(name).cast(pl.Float64).fill_null(honest.train[name].cast(pl.Float64).mean())
        for name in columns
    ]
    return replace(
        honest, train=honest.train.with_columns(made), test=honest.test.with_columns(made)
    )


def encoded_by_training(
    table: Table, random: np.random.Generator, *, column: str, folds: int = 5
) -> Pair:
    """Encode a category by the outcome of other rows of training, fold by fold."""
    numbered = with_frame(table, table.frame.with_columns(pl.Series("_y", outcomes(table))))
    honest = apart(numbered, random)
    name = f"{column}_rate"
    fold = pl.Series("_fold", random.integers(0, folds, honest.train.height))
    train = honest.train.with_columns(fold)

    def rates(rows: pl.DataFrame) -> pl.DataFrame:
        smooth = (pl.col("_y").sum() + 20 * float(rows["_y"].to_numpy().mean())) / (pl.len() + 20)
        return rows.group_by(column).agg(smooth.alias(name))

    parts = [
        train.filter(pl.col("_fold") == one).join(
            rates(train.filter(pl.col("_fold") != one)), on=column, how="left"
        )
        for one in range(folds)
    ]
    filled = pl.col(name).fill_null(float(train["_y"].to_numpy().mean()))
    made = shuffled(pl.concat(parts).with_columns(filled), random).drop("_y", "_fold", column)
    test = honest.test.join(rates(train), on=column, how="left").with_columns(filled)
    return replace(honest, train=made, test=test.drop("_y", column))


def thinned_out(table: Table, random: np.random.Generator, *, event: str, share: float) -> Pair:
    """Leave out rows of the frequent class, in training and in test alike."""
    hit = pl.col(table.target) == event
    few = table.frame.filter(hit)
    rest = drawn(table.frame.filter(~hit), random, int((1 - share) / share * few.height))
    mixed = shuffled(pl.concat([few, rest]), random)
    return apart(with_frame(table, mixed), random, how="stratified")


def with_notes(table: Table, random: np.random.Generator, *, name: str = "note") -> Pair:
    """Add a text that knows nothing."""
    rows = table.frame.height
    first, last = random.choice(OPENINGS, rows), random.choice(CLOSINGS, rows)
    numbers = random.integers(10, 9999, rows)
    texts = [f"{a}, no {n}; {b}." for a, n, b in zip(first, numbers, last, strict=True)]
    return apart(with_frame(table, table.frame.with_columns(pl.Series(name, texts))), random)


def with_dates(table: Table, random: np.random.Generator, *, name: str = "recorded") -> Pair:
    """Add the day of recording, in one format, and split by it."""
    honest = replace(dated(table, random, name), time=name)
    return apart(honest, random, how="time")


def with_identifiers(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Number the rows in no order, and declare the number."""
    key = pl.Series(name, random.permutation(table.frame.height) + 5000)
    honest = replace(table, frame=table.frame.with_columns(key), id=name)
    return apart(honest, random)


def with_holes(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], share: float
) -> Pair:
    """Lose values of columns, on both sides alike."""
    holes = [
        pl.when(pl.lit(pl.Series(chosen(random, table.frame.height, share))))
        .then(None)
        .otherwise(pl.col(name))
        .alias(name)
        for name in columns
    ]
    return apart(with_frame(table, table.frame.with_columns(holes)), random)


def with_last_year(table: Table, random: np.random.Generator) -> Pair:
    """Add the outcome of the year before, which a forecaster has, and test on the last years."""
    group, time, target = str(table.group), str(table.time), table.target
    earlier = pl.col(target).shift(1).over(group, order_by=time).alias(f"{target}_last_year")
    lagged = table.frame.sort(time, group).with_columns(earlier).drop_nulls(f"{target}_last_year")
    return apart(with_frame(table, lagged), random, how="time", share=0.2)


def with_measurement(table: Table, random: np.random.Generator, *, name: str, noise: float) -> Pair:
    """Add an honest forecast of the outcome: good, and far from the outcome itself."""
    value = outcomes(table)
    seen = value + random.normal(0, noise * value.std(), len(value))
    column = pl.Series(name, np.round(seen, 2))
    return apart(with_frame(table, table.frame.with_columns(column)), random)


def with_model(
    table: Table,
    random: np.random.Generator,
    *,
    model: str,
    half: bool = False,
    how: str | None = None,
) -> Pair:
    """Hand over an honest model."""
    asked = halved(table) if half else table
    return replace(apart(asked, random, how=how, share=0.3), model=f"{estimators.__name__}:{model}")
