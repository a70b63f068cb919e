"""Honest work that may look like a fault."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.heldout.answers.common import honest, with_column
from benchmarks.planted.pair import Pair, decimals, with_frame
from benchmarks.planted.table import Table


def plain(table: Table, random: np.random.Generator) -> Pair:
    """Nothing but an honest split."""
    return honest(table, random)


def few_positives(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """So few positives, judged by average precision."""
    yes = pl.col(table.target) == "yes"
    frame = table.frame.with_columns(drawn=pl.Series(random.random(table.frame.height)))
    kept = table.frame.filter(frame.select(~yes | (pl.col("drawn") < share)).to_series())
    return honest(with_frame(table, kept), random)


def scaled_on_training(table: Table, random: np.random.Generator) -> Pair:
    """Every amount to mean 0 and deviation 1 of training, the test by the same numbers."""
    pair = honest(table, random)
    names = decimals(table)
    scaled = [(pl.col(name) - pair.train[name].mean()) / pair.train[name].std() for name in names]
    return replace(pair, train=pair.train.with_columns(scaled), test=pair.test.with_columns(scaled))


def imputed_on_training(table: Table, random: np.random.Generator) -> Pair:
    """Gaps filled with the medians of training."""
    pair = honest(table, random)
    filled = [pl.col(name).fill_null(pair.train[name].median()) for name in decimals(table)]
    return replace(pair, train=pair.train.with_columns(filled), test=pair.test.with_columns(filled))


def encoded_on_training(table: Table, random: np.random.Generator, *, key: str, name: str) -> Pair:
    """The mean by kind: out of fold in training, of all training in the test."""
    pair = honest(table, random)
    fold = pl.Series(random.integers(0, 5, pair.train.height))
    rows = pair.train.with_columns(fold_=fold)
    value = pl.col(table.target)
    others = value.sum().over(key) - value.sum().over(key, "fold_")
    count = pl.len().over(key) - pl.len().over(key, "fold_")
    usual = pair.train[table.target].mean()
    train = rows.with_columns(
        pl.when(count > 0).then(others / count).otherwise(usual).alias(name)
    ).drop("fold_")
    means = pair.train.group_by(key).agg(value.mean().alias(name))
    test = pair.test.join(means, on=key, how="left", maintain_order="left")
    return replace(pair, train=train, test=test.with_columns(pl.col(name).fill_null(usual)))


def year_before(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """What the target was a year before: known by then, and strong."""
    before = table.frame.select(
        str(table.group), year=pl.col("year") + 1, **{name: pl.col(table.target)}
    )
    frame = table.frame.join(
        before, on=[str(table.group), "year"], how="inner", maintain_order="left"
    )
    return honest(with_frame(table, frame), random)


def gaps_at_random(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], share: float
) -> Pair:
    """Gaps that have nothing to do with anything."""
    frame = table.frame.with_columns(
        pl.when(pl.Series(random.random(table.frame.height) > share)).then(pl.col(name)).alias(name)
        for name in columns
    )
    return honest(with_frame(table, frame), random)


def numbered(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """A number for each row, drawn from a hat, and declared."""
    number = pl.Series(10_000 + random.permutation(3 * table.frame.height)[: table.frame.height])
    return replace(honest(with_column(table, name, number), random), id=name)


def rounded(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """Amounts as people say them, without decimals."""
    frame = table.frame.with_columns(pl.col(name).round(0) for name in columns)
    return honest(with_frame(table, frame), random)
