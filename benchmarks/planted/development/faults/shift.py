"""Values that are spread differently on the two sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def covariate_shift(
    table: Table, random: np.random.Generator, *, column: str, strength: float
) -> Pair:
    """The test was drawn by one column: its high values are `strength` deviations likelier."""
    values = table.frame[column].cast(pl.Float64).fill_null(strategy="mean").to_numpy()
    standard = (values - values.mean()) / values.std()
    chance = 1 / (1 + np.exp(-(strength * standard - 1.1)))
    tested = pl.Series(random.random(len(values)) < chance)
    return Pair(
        train=table.frame.filter(~tested),
        test=table.frame.filter(tested),
        columns=(column,),
        id=table.id,
        metric=table.metric,
    )


def sensor_drift(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], deviations: float
) -> Pair:
    """An instrument was replaced: the test's values are moved by some deviations."""
    pair = parted(table, random)
    moved = [
        pl.col(name).cast(pl.Float64) + deviations * float(np.nanstd(_floats(table.frame[name])))
        for name in columns
    ]
    floats = [pl.col(name).cast(pl.Float64) for name in columns]
    return replace(
        pair,
        train=pair.train.with_columns(floats),
        test=pair.test.with_columns(moved),
        columns=columns,
    )


def unseen_categories(
    table: Table, random: np.random.Generator, *, column: str, share: float
) -> Pair:
    """New products: a share of the test rows has a value that training never had."""
    pair = parted(table, random)
    fresh = pl.Series(random.random(pair.test.height) < share)
    new = pl.Series([f"new-{place}" for place in random.integers(3, size=pair.test.height)])
    test = pair.test.with_columns(pl.when(fresh).then(new).otherwise(pl.col(column)).alias(column))
    return replace(pair, test=test, columns=(column,))


def category_only_in_test(table: Table, random: np.random.Generator, *, column: str) -> Pair:
    """A shop that opened later: the commonest value but one stands in the test alone."""
    pair = parted(table, random)
    counts = table.frame[column].drop_nulls().value_counts().sort("count", column, descending=True)
    late = counts[column][1]
    kept = pair.train.filter(pl.col(column).ne_missing(pl.lit(late)))
    return replace(pair, train=kept, columns=(column,))


def missing_burst(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], share: float
) -> Pair:
    """A source failed: a share of the test's values is missing."""
    pair = parted(table, random)
    gone = pl.Series(random.random(pair.test.height) < share)
    test = pair.test.with_columns(
        pl.when(gone).then(None).otherwise(pl.col(name)).alias(name) for name in columns
    )
    return replace(pair, test=test, columns=columns)


def outlier_burst(
    table: Table, random: np.random.Generator, *, column: str, share: float, factor: float
) -> Pair:
    """A sensor jumped: a share of the test's values lies far outside of anything in training."""
    pair = parted(table, random)
    values = _floats(table.frame[column])
    top = float(np.nanquantile(values, 0.99)) + float(np.nanstd(values))
    wild = top * factor * (1 + random.random(pair.test.height))
    chosen = pl.Series(random.random(pair.test.height) < share)
    burst = pl.when(chosen).then(pl.Series(wild)).otherwise(pl.col(column).cast(pl.Float64))
    return replace(
        pair,
        train=pair.train.with_columns(pl.col(column).cast(pl.Float64)),
        test=pair.test.with_columns(burst.alias(column)),
        columns=(column,),
    )


def _floats(column: pl.Series) -> np.ndarray:
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
