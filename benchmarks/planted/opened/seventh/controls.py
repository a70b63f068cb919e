"""Honest work that looks like a fault, on honest splits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.opened.seventh.frames import chosen, joined, shuffled, some, split_again
from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table


def honest(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Split as the roles demand, and change nothing."""
    return parted(table, random, share=share)


def stratified(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Split with equal shares of the classes."""
    return parted(table, random, kind="stratified", share=share)


def small(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """Take a few rows only."""
    return parted(with_frame(table, some(table.frame, random, rows / table.frame.height)), random)


def few_positives(table: Table, random: np.random.Generator, *, kept: float) -> Pair:
    """Keep a few of the rarer class, and judge by average precision."""
    rare = table.frame[table.target] == rarest(table)
    stay = ~rare | pl.Series(random.random(rare.len()) < kept)
    pair = parted(with_frame(table, table.frame.filter(stay)), random, kind="stratified")
    return replace(pair, metric="average_precision")


def scaled_on_train(table: Table, random: np.random.Generator, *, form: str) -> Pair:
    """Scale both sides by what training alone has: its mean is 0, that of the test is not."""
    pair = parted(table, random)
    frame, train = joined(pair), pair.train
    for name in decimals(table):
        known = train[name].cast(pl.Float64)
        low, size = (known.mean(), known.std()) if form == "standard" else (known.min(), None)
        width = size or float(known.max() - known.min())  # type: ignore[operator, arg-type]
        frame = frame.with_columns((pl.col(name) - low) / width)
    return replace(split_again(pair, frame), columns=())


def imputed_on_train(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...]
) -> Pair:
    """Fill both sides with the medians of training."""
    pair = parted(table, random)
    frame = joined(pair)
    for name in columns:
        frame = frame.with_columns(pl.col(name).cast(pl.Float64).fill_null(
            pair.train[name].median()))  # fmt: skip
    return replace(split_again(pair, frame), columns=())


def encoded_on_train(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Encode a category by means of training, for its own rows by those of the other folds."""
    pair = parted(table, random)
    value = pl.Series("_y", score(replace(table, frame=pair.train)))
    fold = pl.Series("_fold", random.integers(0, 5, pair.train.height))
    train = pair.train.with_columns(value, fold)
    name, prior = f"{column}_rate", float(value.mean())  # type: ignore[arg-type]

    def coded(rows: pl.DataFrame, source: pl.DataFrame) -> pl.DataFrame:
        means = source.group_by(column).agg(
            ((pl.col("_y").sum() + 5 * prior) / (pl.len() + 5)).alias(name)
        )
        return rows.join(means, on=column, how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(prior)
        )

    folds = [
        coded(train.filter(pl.col("_fold") == at), train.filter(pl.col("_fold") != at))
        for at in range(5)
    ]
    done = shuffled(pl.concat(folds).drop("_y", "_fold"), random)
    return replace(pair, train=done, test=coded(pair.test, train))


def repeated_in_train(table: Table, random: np.random.Generator, *, times: int) -> Pair:
    """Repeat the rarest class after the split, in training alone."""
    pair = parted(table, random)
    rare = pair.train.filter(pl.col(table.target) == rarest(table))
    return replace(pair, train=shuffled(pl.concat([pair.train, *[rare] * times]), random))


def numbered(table: Table, random: np.random.Generator, *, name: str, form: str) -> Pair:
    """Add an identifier that says nothing, and declare it."""
    height = table.frame.height
    keys = {
        "number": pl.Series(name, 20_000 + random.permutation(height)),
        "hash": pl.Series(name, [random.bytes(5).hex() for _ in range(height)]),
    }
    pair = parted(with_frame(table, table.frame.with_columns(keys[form])), random)
    return replace(pair, id=name)


def some_unknown(table: Table, random: np.random.Generator, *, column: str, share: float) -> Pair:
    """Forget a share of a column at random, on both sides alike."""
    rows = chosen(table.frame.height, random, share)
    return parted(with_frame(table, _forgotten(table.frame, column, rows)), random)


def _forgotten(frame: pl.DataFrame, column: str, rows: np.ndarray) -> pl.DataFrame:
    known = pl.lit(pl.Series(~rows))
    return frame.with_columns(pl.when(known).then(pl.col(column)).alias(column))


def with_notes(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Add a note of a clerk, written before anything happened."""
    whens = ("in the morning", "by phone", "with a relative", "on paper", "late", "after lunch")
    whats = ("spoke", "filled in the form", "asked for a copy", "waited", "had no questions")
    notes = [
        f"{whats[random.integers(5)]} {whens[random.integers(6)]}, desk {random.integers(1, 30)}"
        for _ in range(table.frame.height)
    ]
    return parted(with_frame(table, table.frame.with_columns(pl.Series(name, notes))), random)


def with_days(table: Table, random: np.random.Generator, *, name: str, form: str) -> Pair:
    """Add days that are written in one way."""
    start = datetime(2021, 3, 1)  # noqa: DTZ001
    days = [
        start + timedelta(minutes=int(at)) for at in random.integers(0, 10**6, table.frame.height)
    ]
    column = pl.Series(name, [f"{day:{form}}" for day in days])
    if form == "%Y-%m-%d":
        column = column.str.to_date()
    return parted(with_frame(table, table.frame.with_columns(column)), random)


def with_rare(
    table: Table, random: np.random.Generator, *, name: str, words: tuple[str, ...]
) -> Pair:
    """Add a category of which some values are rare, on both sides."""
    chance = np.array([0.5, 0.3, 0.15, 0.04, 0.01])
    drawn = random.choice(len(words), table.frame.height, p=chance).tolist()
    column = pl.Series(name, [words[at] for at in drawn])
    return parted(with_frame(table, table.frame.with_columns(column)), random)


def with_amount(table: Table, random: np.random.Generator, *, name: str, spread: float) -> Pair:
    """Add an amount with a long tail, that a few pay and most do not."""
    height = table.frame.height
    paid = np.where(random.random(height) < 0.3, random.lognormal(4, spread, height), 0.0)
    return parted(
        with_frame(table, table.frame.with_columns(pl.Series(name, paid.round(2)))), random
    )


def rounded(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], digits: int
) -> Pair:
    """Round columns to few digits, on both sides."""
    frame = table.frame.with_columns(pl.col(name).round_sig_figs(digits) for name in columns)
    return parted(with_frame(table, frame), random)


def coded(table: Table, random: np.random.Generator, *, columns: tuple[str, ...]) -> Pair:
    """Say words in integer codes, on both sides."""
    frame = table.frame.with_columns(
        pl.col(name).rank("dense").cast(pl.Int64).alias(name) for name in columns
    )
    return parted(with_frame(table, frame), random)


def with_last_year(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """Add the target of a year ago, which is known in time: honest and strong."""
    frame = table.frame.sort(str(table.time)).with_columns(
        pl.col(table.target).shift(rows).alias(f"{table.target}_last_year")
    )
    return parted(with_frame(table, frame.drop_nulls()), random)


def with_correlated(
    table: Table, random: np.random.Generator, *, column: str, name: str, noise: float
) -> Pair:
    """Add a second reading of a feature, next to the first."""
    known = table.frame[column].cast(pl.Float64)
    spread = float(known.std())  # type: ignore[arg-type]
    second = (known + noise * spread * random.normal(size=known.len())).round(2).alias(name)
    return parted(with_frame(table, table.frame.with_columns(second)), random)
