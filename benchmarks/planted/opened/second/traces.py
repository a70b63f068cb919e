"""Columns that know the answer by what surrounds it: gaps, amounts, numbers, order and pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.second.rows import first_as, hit, with_column
from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table


def reason_given(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    value: str,
    reasons: tuple[str, ...],
    reach: float,
    elsewhere: float = 0.0,
) -> Pair:
    """Join what is asked of those alone to whom it happened; few of the others have an entry.

    Trace: where the column is filled, the outcome is all but certain.
    """
    happened = first_as(table) == value
    height = happened.len()
    filled = (happened & hit(random, height, reach)) | (~happened & hit(random, height, elsewhere))
    drawn = pl.Series(random.choice(np.array(reasons), height))
    return with_column(table, random, pl.select(pl.when(filled).then(drawn)).to_series(), name)


def amount_booked(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    value: str,
    typical: float,
    reach: float,
    elsewhere: float = 0.0,
) -> Pair:
    """Book an amount where it happened, and nothing elsewhere but by mistake.

    Trace: above nothing, the outcome is all but certain.
    """
    happened = first_as(table) == value
    height = happened.len()
    booked = (happened & hit(random, height, reach)) | (~happened & hit(random, height, elsewhere))
    amounts = np.round(random.lognormal(np.log(typical), 0.7, height), 2)
    column = pl.select(pl.when(booked).then(pl.Series(amounts)).otherwise(0.0)).to_series()
    return with_column(table, random, column, name)


def numbered_by_list(
    table: Table, random: np.random.Generator, *, name: str, noise: float, text: bool = False
) -> Pair:
    """Number the rows in the order of a list that was sorted by the outcome.

    Trace: the number's rank goes with the outcome's; the noise is in shares of its spread.
    """
    y = score(table)
    order = np.argsort(np.argsort(y + random.normal(0, noise * y.std() + 1e-9, y.size)))
    gaps = np.cumsum(random.integers(1, 4, y.size))[order] + 20_000
    column = pl.Series([f"R{one:07d}" for one in gaps]) if text else pl.Series(gaps)
    return replace(with_column(table, random, column, name), id=name)


def files_one_after_another(table: Table, random: np.random.Generator, *, mixed: float) -> Pair:
    """Append the file of one class to that of another; a share of the rows strayed.

    Trace: in both tables the place of a row tells its class.
    """
    y = score(table)
    stray = hit(random, y.size, mixed).to_numpy()
    place = np.where(stray, random.random(y.size) * (y.max() - y.min()) + y.min(), y)
    order = np.lexsort((random.random(y.size), place))
    pair = parted(with_frame(table, table.frame[order.tolist()]), random)
    return replace(pair, columns=())


def before_and_after(
    table: Table, random: np.random.Generator, *, names: tuple[str, str], level: float
) -> Pair:
    """Give two readings whose difference is the outcome, each of which alone tells little.

    Trace: the outcome is the second less the first, to the third digit, in every row.
    """
    y = score(table)
    before = np.round(random.normal(level, 8 * y.std(), y.size), 3)
    frame = table.frame.with_columns(
        pl.Series(names[0], before), pl.Series(names[1], np.round(before + y, 3))
    )
    return replace(parted(with_frame(table, frame), random), columns=names)


def street_mean(table: Table, random: np.random.Generator, *, key: str, size: int, of: str) -> Pair:
    """Add the mean, sum or largest outcome of a few neighbours, the row itself among them.

    Trace: the rows of one key have exactly their own outcomes in the figure.
    """
    height = table.frame.height
    groups = random.permutation(np.arange(height) // size)
    y = pl.Series(score(table))
    figures = {"mean": pl.col("y").mean(), "sum": pl.col("y").sum(), "max": pl.col("y").max()}
    frame = pl.DataFrame({"y": y, "key": groups}).select(figures[of].over("key"))
    whole = table.frame.with_columns(
        pl.Series(key, [f"{key}-{one:05d}" for one in groups]), frame["y"].alias(f"{key}_{of}")
    )
    return replace(parted(with_frame(table, whole), random), columns=(f"{key}_{of}",))


def own_group_mean(table: Table, random: np.random.Generator, *, column: str, name: str) -> Pair:
    """Add the mean outcome of each group of the table, of which the row is one.

    Trace: the mean over the rows of a group is the figure, to the last digit, also in the test.
    """
    frame = table.frame.with_columns(pl.Series("__y", score(table)))
    frame = frame.with_columns(pl.col("__y").mean().over(column).alias(name)).drop("__y")
    pair = parted(with_frame(table, frame), random)
    return replace(pair, columns=(name,))


def pooled_groupby(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    weight: float,
    keep: bool,
    digits: int | None = None,
) -> Pair:
    """Encode a category by the outcome's mean, computed before the split, smoothed or not.

    Trace: for a kept column the encoding is the pooled mean and not that of training; for a
    dropped one, equal values of the encoding say who was of one category.
    """
    frame = table.frame.with_columns(pl.Series("__y", score(table)))
    prior = float(score(table).mean())
    encoded = (pl.col("__y").sum() + weight * prior) / (pl.len() + weight)
    name = f"{column}_encoded"
    frame = frame.with_columns(encoded.over(column).alias(name)).drop("__y")
    if digits is not None:
        frame = frame.with_columns(pl.col(name).round(digits))
    whole = with_frame(table, frame if keep else frame.drop(column))
    return replace(parted(whole, random), columns=(name,))
