"""Honest work that must not alarm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, decimals, parted
from benchmarks.planted.table import Table


def dealt(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Part at random, by class where there are classes."""
    kind = "random" if table.frame[table.target].dtype.is_numeric() else "stratified"
    return parted(table, random, kind=kind, share=share)


def by_role(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Part by group or by time, whichever is declared."""
    return parted(table, random, share=share)


def scaled_on_training(table: Table, random: np.random.Generator) -> Pair:
    """Scale both sides by mean and deviation of training."""
    pair = dealt(table, random)
    made = {
        name: (pair.train[name].mean(), pair.train[name].std(ddof=0)) for name in decimals(table)
    }
    scaled = [(pl.col(name) - mean) / sd for name, (mean, sd) in made.items()]
    return replace(pair, train=pair.train.with_columns(scaled), test=pair.test.with_columns(scaled))


def filled_on_training(table: Table, random: np.random.Generator) -> Pair:
    """Fill both sides with the means of training."""
    pair = dealt(table, random)
    names = [name for name in decimals(table) if table.frame[name].null_count()]
    fills = [pl.col(name).cast(pl.Float64).fill_null(pair.train[name].mean()) for name in names]
    return replace(pair, train=pair.train.with_columns(fills), test=pair.test.with_columns(fills))


def numbered(table: Table, random: np.random.Generator) -> Pair:
    """Give every row a number that says nothing."""
    number = pl.Series("case_number", random.permutation(table.frame.height) + 1)
    frame = table.frame.with_columns(number)
    return replace(dealt(replace(table, frame=frame), random), id="case_number")


def few_rows(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """Keep a small sample."""
    return dealt(replace(table, frame=table.frame[:rows]), random, share=0.3)
