"""Columns that were written after the outcome, numbers that follow it, and sorted rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import honest, picked, same_class, with_column
from benchmarks.planted.pair import Pair, score, with_frame
from benchmarks.planted.table import Table


def filled_after(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    when: str,
    form: str,
    known: float = 1.0,
    slips: float = 0.0,
) -> Pair:
    """A column that somebody fills once it has happened, and hardly ever otherwise.

    Seen by: filled in nearly all rows of one class and in next to none of the others.
    """
    happened = same_class(table, when)
    odds = np.where(happened, known, slips)
    filled = random.random(table.frame.height) < odds
    forms = {
        "drug": picked(random, ("tamoxifen", "docetaxel", "letrozole", "none"), filled.size),
        "number": [f"{n:07}" for n in random.integers(1, 10**7, filled.size)],
        "date": [
            str(np.datetime64("2001-06-01") + np.timedelta64(int(n), "D"))
            for n in random.integers(0, 400, filled.size)
        ],
    }
    values = [value if full else None for value, full in zip(forms[form], filled, strict=True)]
    return replace(honest(with_column(table, name, values), random), columns=(name,))


def counted_after(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    when: str,
    mean: float,
    share: float,
    places: int = 0,
) -> Pair:
    """A sum or a count that stays at zero unless it has happened.

    Seen by: above zero in so many rows of one class and in none of the other.
    """
    happened = same_class(table, when) & (random.random(table.frame.height) < share)
    amount = np.round(random.gamma(2, mean / 2, happened.size) + 10.0**-places, places)
    values = np.where(happened, amount, 0)
    column = values if places else values.astype(int)
    return replace(honest(with_column(table, name, column), random), columns=(name,))


def numbered_in_order(
    table: Table, random: np.random.Generator, *, name: str, slack: float, declared: bool
) -> Pair:
    """Numbers were given after the list had been sorted by the target, roughly.

    Seen by: a rank correlation of number and target beyond .9.
    """
    values = score(table)
    place = values.argsort(kind="stable").argsort() + random.normal(
        0, slack * values.size, values.size
    )
    numbers = 20_000 + place.argsort().argsort() * 3 + random.integers(0, 3, values.size)
    pair = honest(with_column(table, name, numbers), random)
    return replace(pair, columns=(name,), id=name if declared else None)


def filed_by_class(table: Table, random: np.random.Generator, *, name: str, prefix: str) -> Pair:
    """Each class has its own drawer, and the numbers run on through the drawers.

    Seen by: the number within a drawer's range tells the class in every row.
    """
    labels = table.frame[table.target].cast(pl.String)
    drawer = labels.rank("dense").to_numpy().astype(int)
    within = np.zeros(labels.len(), dtype=int)
    for one in np.unique(drawer):
        here = np.flatnonzero(drawer == one)
        within[here] = random.permutation(here.size) + 1
    values = [f"{prefix}{d * 1000 + w:05}" for d, w in zip(drawer, within, strict=True)]
    pair = honest(with_column(table, name, values), random)
    return replace(pair, columns=(name,), id=name)


def sorted_export(
    table: Table, random: np.random.Generator, *, descending: bool, astray: float
) -> Pair:
    """The export was sorted by the target, and nobody mixed the rows after the split.

    Seen by: the place of a row in either file follows the target, but for a few rows.
    """
    lost = random.random(table.frame.height) < astray
    values = score(table) if table.numeric_target else _ranks(table)
    key = np.where(lost, random.permutation(values), values)
    order = np.argsort(-key if descending else key, kind="stable")
    return honest(with_frame(table, table.frame[order.tolist()]), random)


def mean_of_group(
    table: Table, random: np.random.Generator, *, by: str, name: str, form: str
) -> Pair:
    """Mean or sum of the target over the group, the row's own value with it, before the split.

    Seen by: equal to the mean (sum, best) of the target in each group, own row and all.
    """
    value = (
        pl.col(table.target)
        if table.numeric_target
        else (pl.col(table.target) == "yes").cast(pl.Int64)
    )
    forms = {"mean": value.mean().round(2), "sum": value.sum(), "total": value.sum().round(4)}
    frame = table.frame.with_columns(forms[form].over(by).alias(name))
    made = with_frame(table, frame.select(pl.exclude(table.target), table.target))
    return replace(honest(made, random), columns=(name,))


def encoded_over_all(
    table: Table,
    random: np.random.Generator,
    *,
    by: tuple[str, ...],
    name: str,
    prior: float = 0.0,
) -> Pair:
    """Categories were replaced by the mean of the target over all rows, test rows with them.

    Seen by: equal in each category to the mean of the target of both sides together (drawn to
    the general mean by so many rows), and not to that of the training.
    """
    values = pl.Series("_y", score(table))
    overall = float(values.to_numpy().mean())
    total, count = pl.col("_y").sum().over(by), pl.len().over(by)
    frame = table.frame.with_columns(values).with_columns(
        ((total + prior * overall) / (count + prior)).alias(name)
    )
    made = with_frame(table, frame.drop("_y").select(pl.exclude(table.target), table.target))
    return replace(honest(made, random), columns=(name,))


def _ranks(table: Table) -> np.ndarray:
    return table.frame[table.target].cast(pl.String).rank("dense").to_numpy().astype(float)
