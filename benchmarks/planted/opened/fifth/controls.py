"""Honest pairs: nothing is wrong with them, though some look as if."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from benchmarks.planted.opened.fifth.given import modelled
from benchmarks.planted.opened.fifth.labels import rare
from benchmarks.planted.pair import Pair, decimals, parted
from benchmarks.planted.table import Table


def split(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Part by time or group where the table has one, at random otherwise."""
    return parted(table, random, share=share)


def stratified(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Part with equal shares of each class."""
    return parted(table, random, kind="stratified", share=share)


def small(table: Table, random: np.random.Generator, *, rows: int) -> Pair:
    """Part a handful of rows, whose sides differ by chance."""
    few = table.frame.sample(n=rows, seed=int(random.integers(1 << 30)))
    return parted(replace(table, frame=few), random, share=0.3)


def rare_by_average_precision(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Judge a class of few rows by average precision, stratified."""
    pair = parted(rare(table, random, share=share), random, kind="stratified", share=0.3)
    return replace(pair, metric="average_precision")


def scaled_on_training(table: Table, random: np.random.Generator, *, scaler: str) -> Pair:
    """Fit a scaler on training and apply it to both sides."""
    names = decimals(table)
    pair = parted(replace(table, frame=table.frame.drop_nulls(names)), random)
    fitted = {"standard": StandardScaler(), "minmax": MinMaxScaler()}[scaler]
    fitted.fit(pair.train.select(names).to_numpy().astype(float))

    def scaled(frame: pl.DataFrame) -> pl.DataFrame:
        values = fitted.transform(frame.select(names).to_numpy().astype(float))
        return frame.with_columns(pl.Series(one, values[:, at]) for at, one in enumerate(names))

    return replace(pair, train=scaled(pair.train), test=scaled(pair.test))


def imputed_on_training(table: Table, random: np.random.Generator) -> Pair:
    """Fill gaps of both sides with training's means."""
    names = [one for one in decimals(table) if table.frame[one].null_count()]
    pair = parted(table, random)
    means = {one: float(np.nanmean(pair.train[one].cast(pl.Float64).to_numpy())) for one in names}
    filled = [pl.col(one).cast(pl.Float64).fill_null(mean) for one, mean in means.items()]
    return replace(pair, train=pair.train.with_columns(filled), test=pair.test.with_columns(filled))


def one_hot(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """Write a category as flags, one for each value that is not rare."""
    counts = table.frame[column].value_counts()
    usual = counts.filter(pl.col("count") > 0.05 * table.frame.height).sort(column)[column]
    flags = [(pl.col(column) == one).cast(pl.Int8).alias(f"{column}_{one}") for one in usual]
    frame = table.frame.with_columns(flags).drop(column)
    return parted(replace(table, frame=frame), random)


def with_honest_model(table: Table, random: np.random.Generator, *, make: str) -> Pair:
    """Hand over a plain model that suits the table."""
    return modelled(table, random, make=make, file="honest")
