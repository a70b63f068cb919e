"""What was fitted on training and test together, and its honest twins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.third.draws import seed_of, stirred
from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table


def scaled(table: Table, random: np.random.Generator, *, by: str, digits: int = 8) -> Pair:
    """`fit_transform` on the table, and then the split.

    Trace: both sides together have mean 0 and deviation 1 (or reach from 0 to 1), training has not.

    Args:
        by: `deviation`, `range` or `quartiles`.
    """
    names = decimals(table)
    frame = table.frame.with_columns(_scale(pl.col(name), by).round(digits) for name in names)
    return replace(parted(with_frame(table, frame), random), columns=tuple(names))


def scaled_by_training(table: Table, random: np.random.Generator) -> Pair:
    """An honest scaler: fitted on training, applied to both sides."""
    pair = parted(table, random)
    names = decimals(table)
    means = {name: pair.train[name].mean() for name in names}
    spreads = {name: pair.train[name].std() for name in names}
    scale = [(pl.col(name) - means[name]) / spreads[name] for name in names]
    return replace(pair, train=pair.train.with_columns(scale), test=pair.test.with_columns(scale))


def filled(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    lose: float = 0.0,
    within: str | None = None,
) -> Pair:
    """Gaps were filled with the mean of all rows before the split.

    Trace: the value that repeats is the mean of both sides' other values, not that of training.

    Args:
        lose: Share of the values that the form did not have in the first place.
        within: Column within whose values the mean was taken.
    """
    frame = table.frame
    for name in columns:
        lost = pl.Series(random.random(frame.height) < lose)
        column = pl.when(~lost).then(pl.col(name).cast(pl.Float64))
        frame = frame.with_columns(column.alias(name))
        mean = pl.col(name).mean() if within is None else pl.col(name).mean().over(within)
        frame = frame.with_columns(pl.col(name).fill_null(mean))
    return replace(parted(with_frame(table, frame), random), columns=columns)


def filled_by_training(table: Table, random: np.random.Generator) -> Pair:
    """An honest imputer: means of training fill the gaps of both sides."""
    pair = parted(table, random)
    fill = [
        pl.col(name).cast(pl.Float64).fill_null(pair.train[name].mean()) for name in decimals(table)
    ]
    return replace(pair, train=pair.train.with_columns(fill), test=pair.test.with_columns(fill))


def best_of_many(
    table: Table, random: np.random.Generator, *, tried: int, kept: int, name: str
) -> Pair:
    """The probes that go best with the outcome, picked out of pure noise on all rows.

    Trace: dozens of columns go with the outcome equally well on both sides, one as weakly as the
    other, although none of them should.
    """
    answer = score(table)
    probes = random.standard_normal((table.frame.height, tried))
    gain = np.abs((answer - answer.mean()) @ probes)
    best = np.sort(np.argsort(gain)[-kept:])
    found = {f"{name}{number:04d}": pl.Series(probes[:, number].round(4)) for number in best}
    frame = table.frame.with_columns(values.alias(key) for key, values in found.items())
    return replace(parted(with_frame(table, frame), random), columns=tuple(found))


def drawn_with_return(table: Table, random: np.random.Generator, *, until: float) -> Pair:
    """Rows of the rarest class were drawn with return before the split.

    Args:
        until: Share of the rows that this class has afterwards.
    """
    rare = table.frame.filter(pl.col(table.target) == rarest(table))
    others = table.frame.height - rare.height
    more = round(until * others / (1 - until)) - rare.height
    again = rare.sample(n=more, with_replacement=True, seed=seed_of(random))
    return parted(with_frame(table, stirred(pl.concat([table.frame, again]), random)), random)


def smote(
    table: Table, random: np.random.Generator, *, until: float, near: int, digits: int | None = None
) -> Pair:
    """New rows of the rarest class between two neighbours, made before the split.

    Trace: rows on a line between two rows of the other side.

    Args:
        until: Share of the rows that this class has afterwards.
        near: How many neighbours a row may be mixed with.
        digits: Digits that the new numbers are rounded to.
    """
    rare = table.frame.filter(pl.col(table.target) == rarest(table)).drop_nulls()
    names = decimals(table)
    values = rare.select(pl.col(names).cast(pl.Float64)).to_numpy()
    scaled_values = (values - values.mean(axis=0)) / values.std(axis=0)
    others = table.frame.filter(pl.col(table.target) != rarest(table)).height
    more = round(until * others / (1 - until)) - rare.height
    first = random.integers(rare.height, size=more)
    gaps = ((scaled_values[first][:, None, :] - scaled_values[None, :, :]) ** 2).sum(axis=2)
    nearest = np.argsort(gaps, axis=1)[:, 1 : near + 1]
    second = nearest[np.arange(more), random.integers(near, size=more)]
    mixed = values[first] + random.random((more, 1)) * (values[second] - values[first])
    new = rare[first.tolist()].with_columns(
        pl.Series(name, mixed[:, place] if digits is None else mixed[:, place].round(digits))
        for place, name in enumerate(names)
    )
    old = table.frame.with_columns(pl.col(names).cast(pl.Float64))
    frame = stirred(pl.concat([old, new.select(old.columns)]), random)
    return parted(with_frame(table, frame), random)


def _scale(column: pl.Expr, by: str) -> pl.Expr:
    if by == "deviation":
        return (column - column.mean()) / column.std(ddof=0)
    if by == "range":
        return (column - column.min()) / (column.max() - column.min())
    return (column - column.median()) / (column.quantile(0.75) - column.quantile(0.25))
