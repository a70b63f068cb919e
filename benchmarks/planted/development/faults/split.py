"""Rows, groups or times that stand on both sides of the split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, decimals, parted
from benchmarks.planted.table import Table


def equal_rows(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Two exports overlap: a share of the test rows stand in training too."""
    pair = parted(table, random)
    copies = _copies(pair, random, share)
    return replace(pair, test=_replaced(pair.test, copies, random))


def equal_rows_fresh_identifier(
    table: Table, random: np.random.Generator, *, share: float, declared: bool = True
) -> Pair:
    """Two exports overlap, and each gave its rows numbers of its own."""
    numbered = replace(table, frame=table.frame, id="record_id" if declared else None)
    pair = parted(replace(numbered, id=None), random)
    test = _replaced(pair.test, _copies(pair, random, share), random)
    numbers = random.choice(900_000, pair.train.height + test.height, replace=False) + 100_000
    train = pair.train.with_columns(record_id=pl.Series(numbers[: pair.train.height]))
    test = test.with_columns(record_id=pl.Series(numbers[pair.train.height :]))
    return replace(pair, train=train, test=test, id=numbered.id)


def jittered_rows(
    table: Table, random: np.random.Generator, *, share: float, scale: float = 1e-3
) -> Pair:
    """Augmented copies: training rows with their decimals moved a little stand in the test."""
    pair = parted(table, random)
    copies = _copies(pair, random, share)
    moved = [
        pl.Series(name, copies[name].cast(pl.Float64).to_numpy() * _near_one(random, copies, scale))
        for name in decimals(table)
        if copies[name].dtype.is_float()
    ]
    copies = copies.with_columns(one.fill_nan(None) for one in moved)
    return replace(pair, test=_replaced(pair.test, copies, random))


def rows_with_edited_text(
    table: Table, random: np.random.Generator, *, column: str, share: float
) -> Pair:
    """The same record was typed twice: training rows with a typing error stand in the test."""
    pair = parted(table, random)
    copies = _copies(pair, random, share)
    typed = [None if text is None else _mistyped(text, random) for text in copies[column]]
    copies = copies.with_columns(pl.Series(column, typed, dtype=pl.String))
    if table.id is not None:
        fresh = pl.Series(table.id, random.choice(10**6, copies.height, replace=False) + 10**6)
        copies = copies.with_columns(fresh.cast(pair.test.schema[table.id]))
    return replace(pair, test=_replaced(pair.test, copies, random))


def declared_group(table: Table, random: np.random.Generator) -> Pair:
    """A split by rows of a table whose rows belong to people, adverts or storms."""
    return replace(parted(table, random, kind="random"), time=None)


def undeclared_group(table: Table, random: np.random.Generator) -> Pair:
    """The same, and nobody said that there is a group."""
    return replace(parted(table, random, kind="random"), group=None, time=None)


def training_after_test(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """A share of training's rows happened after the first row of the test."""
    time = _time(table)
    pair = parted(table, random, kind="time")
    moved = pl.Series(random.random(pair.test.height) < share)
    train = pl.concat([pair.train, pair.test.filter(moved)]).sort(time)
    return replace(pair, train=train, test=pair.test.filter(~moved))


def test_before_training(table: Table, random: np.random.Generator) -> Pair:
    """The sides are exchanged: the test is older than all of training."""
    pair = parted(table, random, kind="time", share=0.75)
    return replace(pair, train=pair.test, test=pair.train)


def random_split_of_ordered(
    table: Table, random: np.random.Generator, *, declared: bool = True
) -> Pair:
    """A split at random (`train_test_split` as it comes) of rows that have an order in time."""
    pair = parted(table, random, kind="random")
    return replace(pair, time=table.time if declared else None, group=None)


def _copies(pair: Pair, random: np.random.Generator, share: float) -> pl.DataFrame:
    count = max(1, int(share * pair.test.height))
    return pair.train.sample(n=min(count, pair.train.height), seed=_seed(random))


def _replaced(test: pl.DataFrame, rows: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    kept = test.sample(n=test.height - rows.height, seed=_seed(random))
    mixed = pl.concat([kept, rows.select(test.columns)], how="vertical_relaxed")
    return mixed.sample(fraction=1.0, shuffle=True, seed=_seed(random))


def _near_one(random: np.random.Generator, rows: pl.DataFrame, scale: float) -> np.ndarray:
    return 1.0 + scale * random.standard_normal(rows.height)


def _mistyped(text: str, random: np.random.Generator) -> str:
    if len(text) < 3:
        return text + "."
    place = int(random.integers(1, len(text) - 1))
    edits = (
        text[:place] + text[place + 1 :],
        text[:place] + text[place] + text[place:],
        text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :],
        text.upper(),
    )
    return edits[int(random.integers(len(edits)))]


def _time(table: Table) -> str:
    if table.time is None:
        raise ValueError(f"the table {table.name} has no time")
    return table.time


def _seed(random: np.random.Generator) -> int:
    return int(random.integers(2**31))
