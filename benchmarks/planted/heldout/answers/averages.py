"""Means and sums of the target that hold the row's own, and codes made of all rows."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.heldout.answers.common import added
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.table import Table


def usual_of_person(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Each person's usual value: the mean over that person's rows, this row too.

    Seen by: equal to the mean of the target by person within each side.
    """
    return _grouped(table, random, name, pl.col(table.target).mean().round(2))


def total_of_firm(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """What the firm reached in all years, this year too.

    Seen by: equal to the sum of the target by firm.
    """
    return _grouped(table, random, name, pl.col(table.target).sum())


def published_mean(table: Table, random: np.random.Generator, *, name: str, years: int) -> Pair:
    """The mean of the last years as the bureau publishes it, this year in it.

    Seen by: equal to the running mean of the target by state, correlation above 0.95.
    """
    mean = pl.col(table.target).rolling_mean(years, min_samples=1).round(1)
    by_state = mean.over(str(table.group), order_by="year")
    changed = with_frame(table, table.frame.with_columns(by_state.alias(name)))
    return added(table, random, changed, (name,))


def rate_of_kind(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """How often each kind of group flared, counted in the whole table before it was parted.

    Seen by: equal to the rate by kind over both sides, not to that of training alone.
    """
    parts = ["zurich-class", "largest-spot-size", "spot-distribution"]
    frame = table.frame.with_columns(mcintosh=pl.concat_str(parts))
    rate = (pl.col(table.target) == "yes").mean().over("mcintosh")
    return added(table, random, with_frame(table, frame.with_columns(rate.alias(name))), (name,))


def mean_of_kind(table: Table, random: np.random.Generator, *, key: str, name: str) -> Pair:
    """The mean of the target by kind, computed in the whole table before it was parted.

    Seen by: equal to the mean by kind over both sides, not to that of training alone.
    """
    mean = pl.col(table.target).mean().over(key)
    return added(
        table, random, with_frame(table, table.frame.with_columns(mean.alias(name))), (name,)
    )


def shrunken_mean(
    table: Table, random: np.random.Generator, *, key: str, name: str, weight: float
) -> Pair:
    """The mean by kind, drawn towards the mean of all, both of the whole table.

    Seen by: equal to the formula over both sides; test rows' later values are in it.
    """
    value = pl.col(table.target)
    mean = (value.sum().over(key) + weight * value.mean()) / (pl.len().over(key) + weight)
    return added(
        table, random, with_frame(table, table.frame.with_columns(mean.alias(name))), (name,)
    )


def _grouped(table: Table, random: np.random.Generator, name: str, value: pl.Expr) -> Pair:
    frame = table.frame.with_columns(value.over(str(table.group)).alias(name))
    return added(table, random, with_frame(table, frame), (name,))
