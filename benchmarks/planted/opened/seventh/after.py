"""Columns that are written only after the outcome, and averages of the target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, score
from benchmarks.planted.table import Table


def filled(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    event: str,
    kind: str,
    late: float = 0.03,
    stray: float = 0.01,
) -> Pair:
    """Keep a field of the form that is filled in when the outcome has happened.

    Seen by: it is known for nearly all rows of the event and for hardly any other.
    """
    happened = (table.frame[table.target] == event).to_numpy()
    height = happened.size
    known = np.where(happened, random.random(height) > late, random.random(height) < stray)
    days = pl.Series(random.integers(16_000, 18_000, height)).cast(pl.Int32).cast(pl.Date)
    kinds: dict[str, Callable[[], pl.Series]] = {
        "date": lambda: days,
        "amount": lambda: pl.Series(random.lognormal(5, 0.8, height).round(2)),
        "reason": lambda: pl.Series([f"R{at}" for at in random.integers(1, 6, height)]),
    }
    column = pl.select(pl.when(pl.Series(known)).then(kinds[kind]())).to_series().alias(name)
    pair = parted(replace(table, frame=table.frame.with_columns(column)), random)
    return replace(pair, columns=(name,))


def counted(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    event: str,
    mean: float,
    stray: float = 0.02,
) -> Pair:
    """Keep a count or sum that stays at zero until the outcome has happened.

    Seen by: above zero for nearly all rows of the event, and for hardly any other.
    """
    happened = (table.frame[table.target] == event).to_numpy()
    some = np.where(happened, random.random(happened.size) > stray, random.random(happened.size)
                    < stray / 2)  # fmt: skip
    if mean < 20:
        value = pl.Series(name, np.where(some, 1 + random.poisson(mean, some.size), 0))
    else:
        value = pl.Series(name, np.where(some, random.lognormal(np.log(mean), 0.6, some.size), 0.0))
    pair = parted(replace(table, frame=table.frame.with_columns(value.round(2))), random)
    return replace(pair, columns=(name,))


def peers(
    table: Table, random: np.random.Generator, *, name: str, keys: tuple[str, ...], how: str
) -> Pair:
    """Add the mean, sum or highest of the target among the few rows of the same keys, itself too.

    Seen by: it equals that of all rows of both sides in every row.
    """
    value = pl.Series("_value", score(table))
    hows = {
        "mean": pl.col("_value").mean(),
        "sum": pl.col("_value").sum(),
        "max": pl.col("_value").max(),
    }
    frame = table.frame.with_columns(value).with_columns(hows[how].over(*keys).round(6).alias(name))
    pair = parted(replace(table, frame=frame.drop("_value")), random)
    return replace(pair, columns=(name,))


def encoded(
    table: Table, random: np.random.Generator, *, column: str, form: str, kept: bool = True
) -> Pair:
    """Encode a category by the target of all rows, and split afterwards.

    Seen by: it is a function of the category, exactly that of the means of both sides together.
    """
    value = pl.Series("_value", score(table))
    prior = float(value.mean())  # type: ignore[arg-type]
    mean, count = pl.col("_value").mean().over(column), pl.len().over(column)
    forms = {
        "mean": mean,
        "smoothed": (mean * count + 5 * prior) / (count + 5),
        "log": (mean + 1).log(),
    }
    name = f"{column}_te" if kept else column
    frame = table.frame.with_columns(value).with_columns(forms[form].alias(name)).drop("_value")
    pair = parted(replace(table, frame=frame), random)
    return replace(pair, columns=(name,))
