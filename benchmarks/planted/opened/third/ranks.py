"""Ways by which numbers, the order of rows and means of groups come to know the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.third.draws import noise, stirred
from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table


def place_in_list(
    table: Table, random: np.random.Generator, *, name: str, spread: float, declared: bool
) -> Pair:
    """Numbers were given out along a list that was sorted by the outcome.

    Args:
        spread: Disorder of the list, in standard deviations of the outcome.
        declared: Whether the number is declared as the identifier.
    """
    answer = pl.Series(score(table))
    blurred = answer + noise(random, answer.len(), spread * float(score(table).std()))
    numbers = blurred.rank("random", seed=int(random.integers(2**31))).cast(pl.Int64) + 10_000
    frame = table.frame.with_columns(numbers.alias(name))
    pair = replace(parted(with_frame(table, frame), random), columns=(name,))
    return replace(pair, id=name) if declared else pair


def block_of_numbers(
    table: Table, random: np.random.Generator, *, name: str, of: object, strays: float
) -> Pair:
    """Cases of one outcome came from an archive with a block of numbers of its own."""
    archive = (table.frame[table.target] == of).to_numpy()
    archive = archive ^ (random.random(table.frame.height) < strays)
    numbers = random.permutation(table.frame.height) + np.where(archive, 800_000, 100_000)
    frame = table.frame.with_columns(pl.Series(name, numbers))
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def sorted_by_answer(table: Table, random: np.random.Generator, *, spread: float = 0.0) -> Pair:
    """The table was sorted by its outcome before it was parted by a mask, which keeps the order.

    Args:
        spread: Disorder, in standard deviations of the outcome.
    """
    key = pl.Series(score(table)) + noise(random, table.frame.height, spread * score(table).std())
    frame = table.frame.with_columns(key.alias("_key")).sort("_key", maintain_order=True)
    return parted(with_frame(table, frame.drop("_key")), random)


def pooled_groupby(
    table: Table, random: np.random.Generator, *, name: str, by: tuple[str, ...], how: str = "mean"
) -> Pair:
    """`groupby(...)[target].transform(...)` over small cells of the whole table, own row included.

    Trace: over both tables, the figure equals the mean (or sum) of its cell to the last digit.
    """
    answer = pl.col("_answer").mean() if how == "mean" else pl.col("_answer").max()
    frame = table.frame.with_columns(_answer=pl.Series(score(table)))
    frame = frame.with_columns(answer.over(*by).round(6).alias(name)).drop("_answer")
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def small_cells(
    table: Table, random: np.random.Generator, *, key: str, name: str, size: int
) -> Pair:
    """Streets, directors or teams of a few rows each, with the mean outcome of all of them.

    The key stays in, so that the mean can be done again over both tables.
    """
    cells = random.permutation(table.frame.height) // size
    keyed = table.frame.with_columns(
        pl.Series(key, [f"{key[0].upper()}{one:05d}" for one in cells])
    )
    return pooled_groupby(with_frame(table, stirred(keyed, random)), random, name=name, by=(key,))


def rate_of_all(
    table: Table, random: np.random.Generator, *, column: str, weight: float, keep: bool
) -> Pair:
    """A category was replaced by its mean outcome, of the rows of both sides.

    Trace: what a category is given agrees with both sides together, not with training alone.

    Args:
        weight: Rows of the overall mean that each category is smoothed by.
        keep: Whether the category stays next to its code.
    """
    name = f"{column}_rate"
    frame = table.frame.with_columns(_answer=pl.Series(score(table)))
    overall = float(score(table).mean())
    mean = (pl.col("_answer").sum() + weight * overall) / (pl.len() + weight)
    frame = frame.with_columns(mean.over(column).alias(name)).drop("_answer")
    pair = parted(with_frame(table, frame), random)
    if keep:
        return replace(pair, columns=(name,))
    return replace(
        pair, columns=(name,), train=pair.train.drop(column), test=pair.test.drop(column)
    )
