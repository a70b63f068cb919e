"""Honest work that may look like a fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import drawn, honest, picked, with_column
from benchmarks.planted.pair import Pair, decimals, score, with_frame
from benchmarks.planted.table import Table

HOME = "benchmarks.planted.opened.eighth"


def as_it_is(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """The table, parted as its rows demand."""
    return honest(table, random, share=share)


def small(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """So few rows that sides differ by chance."""
    kept = table.frame[np.sort(random.permutation(table.frame.height)[:rows]).tolist()]
    return honest(with_frame(table, kept), random)


def scaled_on_training(table: Table, random: np.random.Generator, *, form: str) -> Pair:
    """Scaled by mean and deviation (or reach) of the training: the test has others."""
    pair = honest(table, random)
    train, test = pair.train, pair.test
    for name in decimals(table):
        known = pair.train[name].drop_nulls().cast(pl.Float64).to_numpy()
        low, width = (
            (known.mean(), known.std())
            if form == "standard"
            else (known.min(), known.max() - known.min())
        )
        value = (pl.col(name) - float(low)) / float(width)
        train, test = train.with_columns(value), test.with_columns(value)
    return replace(pair, train=train, test=test)


def imputed_on_training(
    table: Table, random: np.random.Generator, *, names: tuple[str, ...], gaps: float = 0.0
) -> Pair:
    """Gaps filled with the mean of the training, in both sides."""
    frame = table.frame
    for name in names:
        gone = drawn(random, frame.height, gaps)
        known = pl.when(gone).then(None).otherwise(pl.col(name).cast(pl.Float64))
        frame = frame.with_columns(known.alias(name))
    pair = honest(with_frame(table, frame), random)
    fills = [
        pl.col(name).fill_null(float(pair.train[name].drop_nulls().to_numpy().mean()))
        for name in names
    ]
    return replace(pair, train=pair.train.with_columns(fills), test=pair.test.with_columns(fills))


def encoded_on_training(
    table: Table, random: np.random.Generator, *, column: str, prior: float
) -> Pair:
    """A category of many rows told by the training's mean, drawn to the general mean a little."""
    marked = table.frame.with_columns(pl.Series("_y", score(table)))
    pair = honest(with_frame(table, marked), random)
    general = float(pair.train["_y"].to_numpy().mean())
    level = (pl.col("_y").sum() + prior * general) / (pl.len() + prior)
    name = f"{column}_level"
    means = pair.train.group_by(column).agg(level.alias(name))
    sides = [
        frame.join(means, on=column, how="left", maintain_order="left")
        .with_columns(pl.col(name).fill_null(general))
        .drop("_y")
        .select(pl.exclude(table.target), table.target)
        for frame in (pair.train, pair.test)
    ]
    return replace(pair, train=sides[0], test=sides[1])


def numbered(table: Table, random: np.random.Generator, *, form: str) -> Pair:
    """A number of the row that says nothing: drawn, or in the order of arrival."""
    rows = table.frame.height
    if form == "hex":
        values: list[object] = [random.bytes(6).hex() for _ in range(rows)]
    else:
        values = list(range(10_001, 10_001 + rows))
    pair = honest(with_column(table, "record", values), random)
    return replace(pair, id="record")


def dated(table: Table, random: np.random.Generator, *, text: bool) -> Pair:
    """A day of entry that says nothing, in one form throughout."""
    days = [
        date(2020, 3, 2) + timedelta(days=int(n))
        for n in random.integers(0, 600, table.frame.height)
    ]
    column = pl.Series(days)
    return honest(
        with_column(table, "entered_on", column.dt.to_string() if text else column), random
    )


def with_gaps(table: Table, random: np.random.Generator, *, column: str, share: float) -> Pair:
    """Most of a column was lost by chance, alike on both sides and for all outcomes."""
    gone = drawn(random, table.frame.height, share)
    value = pl.when(gone).then(None).otherwise(pl.col(column)).alias(column)
    return honest(with_frame(table, table.frame.with_columns(value)), random)


def remarked(table: Table, random: np.random.Generator) -> Pair:
    """Remarks in words, by several hands, that say nothing about the outcome."""
    first = ("Seen", "Read", "Checked", "Filed", "Copied")
    second = ("by the desk", "at noon", "from the list", "twice", "on paper", "by phone")
    third = ("no remarks", "see folder", "nothing to add", "as usual", "form complete")
    rows = table.frame.height
    told = [
        f"{a} {b}; {c}. Ref. {n}"
        for a, b, c, n in zip(
            picked(random, first, rows),
            picked(random, second, rows),
            picked(random, third, rows),
            random.integers(100, 9999, rows),
            strict=True,
        )
    ]
    return honest(with_column(table, "remark", told), random)


def rare_word(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """A channel of which some values are rare, as far as they go on both sides."""
    words = picked(random, ("post", "branch", "phone"), table.frame.height)
    for place in random.permutation(table.frame.height)[:rows]:
        words[int(place)] = ("fax", "agent")[int(random.integers(2))]
    return honest(with_column(table, "channel", words), random)


def with_model(table: Table, random: np.random.Generator, *, model: str) -> Pair:
    """A sensible model, beside an honest split."""
    return replace(honest(table, random), model=f"{HOME}.estimators:{model}")


def with_script(table: Table, random: np.random.Generator, *, script: str) -> Pair:
    """A script that learns from the training alone."""
    return replace(honest(table, random), model=f"{HOME}.code_honest:{script}")


def judged_by(table: Table, random: np.random.Generator, *, metric: str) -> Pair:
    """A rare class, judged as a rare class should be."""
    return replace(honest(table, random), metric=metric)
