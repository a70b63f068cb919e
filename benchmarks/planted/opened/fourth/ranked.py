"""Ways by which numbers, the order of rows and means of cells come to know the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import seed_of, stirred, with_column
from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table


def numbered_by_office(
    table: Table, random: np.random.Generator, *, name: str, disorder: float, declared: bool
) -> Pair:
    """Numbers were given out when the cases were closed, worst first.

    Args:
        disorder: Deviation from that order, in standard deviations of the outcome.
        declared: Whether the number is declared as the identifier.
    """
    answer = score(table)
    place = answer + disorder * float(answer.std()) * random.standard_normal(answer.size)
    rank = pl.Series(place).rank("random", seed=seed_of(random)).cast(pl.Int64)
    gaps = np.cumsum(random.integers(1, 6, answer.size))
    numbers = pl.Series(gaps)[(rank - 1).to_list()] + 70_000
    pair = with_column(table, random, name, numbers)
    return replace(pair, id=name) if declared else pair


def prefix_and_number(
    table: Table, random: np.random.Generator, *, name: str, of: str, strays: float
) -> Pair:
    """Two desks number their cases from different starts, and one of them has one outcome alone."""
    desk = (table.frame[table.target] == of).to_numpy() ^ (
        random.random(table.frame.height) < strays
    )
    own = np.empty(desk.size, dtype=np.int64)
    own[desk] = 3_000_000 + random.permutation(int(desk.sum()))
    own[~desk] = 1_200_000 + random.permutation(int((~desk).sum()))
    return with_column(table, random, name, pl.Series(own))


def folder_after_folder(table: Table, random: np.random.Generator, *, swaps: float = 0.0) -> Pair:
    """Files of one class after the other were read in, and a mask parted them.

    Args:
        swaps: Share of the rows that stand somewhere else.
    """
    place = table.frame[table.target].rank("dense").cast(pl.Float64).to_numpy()
    place = place + 0.5 * random.random(place.size)
    loose = random.random(place.size) < swaps
    place = np.where(loose, random.uniform(1, float(place.max()), place.size), place)
    return parted(with_frame(table, table.frame[np.argsort(place).tolist()]), random)


def sorted_in_blocks(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """Pages of so many rows were each sorted by the outcome, as a report shows them."""
    block = np.arange(table.frame.height) // rows
    order = np.lexsort((score(table), block))
    return parted(with_frame(table, table.frame[order.tolist()]), random)


def sorted_by_outcome(table: Table, random: np.random.Generator, *, disorder: float) -> Pair:
    """The file was written in the order of the outcome.

    Args:
        disorder: Deviation from that order, in standard deviations of the outcome.
    """
    answer = score(table)
    place = answer + disorder * float(answer.std()) * random.standard_normal(answer.size)
    return parted(with_frame(table, table.frame[np.argsort(place).tolist()]), random)


def nightly_figure(
    table: Table, random: np.random.Generator, *, name: str, by: tuple[str, ...], digits: int = 6
) -> Pair:
    """A job of the night wrote the mean outcome of each cell next to every row of the cell.

    Trace: over both sides, the figure is the mean of its cell, own row included.
    """
    frame = table.frame.with_columns(_answer=pl.Series(score(table)))
    frame = frame.with_columns(pl.col("_answer").mean().over(*by).round(digits).alias(name))
    return replace(parted(with_frame(table, frame.drop("_answer")), random), columns=(name,))


def share_of_ward(
    table: Table, random: np.random.Generator, *, ward: str, name: str, size: int
) -> Pair:
    """Wards of a few rows each, with the sum of the outcome in each of them.

    Trace: over both sides, the figure is the sum of its ward, own row included.
    """
    number = random.permutation(table.frame.height) // size
    frame = table.frame.with_columns(
        pl.Series(ward, [f"{ward[:2]}-{one:04d}" for one in number]),
        _answer=pl.Series(score(table)),
    )
    frame = frame.with_columns(pl.col("_answer").sum().over(ward).round(6).alias(name))
    frame = stirred(frame.drop("_answer"), random)
    return replace(parted(with_frame(table, frame), random), columns=(name,))


def encoded(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    weight: float,
    keep: bool,
    digits: int = 12,
) -> Pair:
    """A category was encoded by its mean outcome with `fit_transform` on all rows.

    Trace: the code agrees with the mean of both sides together, not with that of training.

    Args:
        weight: Rows of the overall mean that each category is smoothed by.
        keep: Whether the category stays next to its code.
    """
    name = f"{column}_encoded"
    answer = score(table)
    frame = table.frame.with_columns(_answer=pl.Series(answer))
    mean = (pl.col("_answer").sum() + weight * float(answer.mean())) / (pl.len() + weight)
    frame = frame.with_columns(mean.over(column).round(digits).alias(name)).drop("_answer")
    pair = replace(parted(with_frame(table, frame), random), columns=(name,))
    if keep:
        return pair
    return replace(pair, train=pair.train.drop(column), test=pair.test.drop(column))


def encoded_by_training(
    table: Table, random: np.random.Generator, *, column: str, weight: float
) -> Pair:
    """An honest code: each row of training by the other folds, the test by all of training."""
    pair = parted(table, random)
    known = pair.train.with_columns(_answer=pl.Series(score(with_frame(table, pair.train))))
    known = known.with_columns(_fold=pl.Series(random.integers(0, 5, known.height)))
    overall = float(known["_answer"].to_numpy().mean())

    def smoothed(total: pl.Expr, count: pl.Expr) -> pl.Expr:
        return (total + weight * overall) / (count + weight)

    total = pl.col("_answer").sum()
    own = smoothed(
        total.over(column) - total.over(column, "_fold"),
        pl.len().over(column) - pl.len().over(column, "_fold"),
    )
    name = f"{column}_encoded"
    train = known.with_columns(own.alias(name)).drop("_answer", "_fold")
    means = known.group_by(column).agg(smoothed(total, pl.len()).alias(name))
    test = pair.test.join(means, on=column, how="left", maintain_order="left", nulls_equal=True)
    test = test.with_columns(pl.col(name).fill_null(overall))
    return replace(pair, train=train, test=test)
