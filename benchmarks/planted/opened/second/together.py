"""Steps that were fitted on both sides together before the split, and their honest twins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler

from benchmarks.planted.opened.second.rows import hit, shuffled
from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table

_SCALERS = {
    "standard": StandardScaler,
    "min-max": MinMaxScaler,
    "max-abs": MaxAbsScaler,
    "robust": RobustScaler,
}


def scaled_then_split(
    table: Table, random: np.random.Generator, *, by: str, digits: int | None = None
) -> Pair:
    """Fit a scaler of scikit-learn on the whole table, then part it.

    Trace: both sides together have mean 0 and spread 1 (or end at 0 and 1, or have median 0 and
    quartiles 1 apart), to the last digit that was kept, and training alone has not.
    """
    names = decimals(table)
    scaled = _SCALERS[by]().fit_transform(table.frame.select(names).to_numpy().astype(float))
    kept = scaled if digits is None else np.round(scaled, digits)
    frame = table.frame.with_columns(pl.Series(name, kept[:, i]) for i, name in enumerate(names))
    return replace(parted(with_frame(table, frame), random), columns=tuple(names))


def scaled_after_split(table: Table, random: np.random.Generator, *, by: str) -> Pair:
    """Fit a scaler on training alone: honest."""
    names, pair = decimals(table), parted(table, random)
    scaler = _SCALERS[by]().fit(pair.train.select(names).to_numpy().astype(float))
    train, test = (
        frame.with_columns(
            pl.Series(name, values[:, i])
            for values in [scaler.transform(frame.select(names).to_numpy().astype(float))]
            for i, name in enumerate(names)
        )
        for frame in (pair.train, pair.test)
    )
    return replace(pair, train=train, test=test)


def filled_then_split(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    by: str = "mean",
    lose: float = 0.0,
    within: str | None = None,
) -> Pair:
    """Fill gaps by a figure of all rows, then part; gaps are made first where there are few.

    Trace: one value that no measure has, of many digits, which is the figure of the other values
    of both sides and not of training.
    """
    frame = table.frame.with_columns(
        pl.when(~hit(random, table.frame.height, lose)).then(pl.col(name).cast(pl.Float64))
        .alias(name)
        for name in columns
    )  # fmt: skip
    for name in columns:
        figure = pl.col(name).mean() if by == "mean" else pl.col(name).median()
        frame = frame.with_columns(
            pl.col(name).fill_null(figure.over(within) if within else figure)
        )
    return replace(parted(with_frame(table, frame), random), columns=columns)


def filled_after_split(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...]
) -> Pair:
    """Fill the gaps of both sides by the mean of training: honest."""
    pair = parted(table, random)
    means = {name: pair.train[name].cast(pl.Float64).mean() for name in columns}
    train, test = (
        frame.with_columns(
            pl.col(name).cast(pl.Float64).fill_null(mean) for name, mean in means.items()
        )
        for frame in (pair.train, pair.test)
    )
    return replace(pair, train=train, test=test)


def best_probes(
    table: Table, random: np.random.Generator, *, tried: int, kept: int, name: str
) -> Pair:
    """Keep, of many columns of noise, those that go best with the outcome of all rows.

    Trace: numbers in the names tell how many were tried; the few that are left all go with the
    outcome on both sides, each barely more than the best of so many would by chance.
    """
    y = score(table)
    noise = random.normal(size=(y.size, tried))
    strength = np.abs(noise.T @ (y - y.mean())) / noise.std(axis=0)
    best = np.sort(np.argsort(-strength)[:kept])
    names = tuple(f"{name}_{number:05d}" for number in best)
    frame = table.frame.with_columns(
        pl.Series(one, np.round(noise[:, number], 4))
        for one, number in zip(names, best, strict=True)
    )
    return replace(parted(with_frame(table, frame), random), columns=names)


def drawn_until_even(table: Table, random: np.random.Generator, *, ratio: float) -> Pair:
    """Draw rows of the rarest class again until there are `ratio` of the others', then part.

    Trace: rows of one class stand some times over, on both sides, and of the other class none.
    """
    few = table.frame.filter(pl.col(table.target) == rarest(table))
    wanted = int(ratio * (table.frame.height - few.height)) - few.height
    again = few[random.integers(0, few.height, max(wanted, 1)).tolist()]
    frame = shuffled(pl.concat([table.frame, again]), random)
    return parted(with_frame(table, frame), random, kind="random")


def smote(
    table: Table, random: np.random.Generator, *, ratio: float, near: int, round_to: int | None
) -> Pair:
    """Make rows of the rarest class between a row and a near one of its class, then part.

    Trace: each made row lies on the line of two others in all measures at once; other columns are
    those of its first row.
    """
    few = table.frame.filter(pl.col(table.target) == rarest(table)).drop_nulls()
    names = decimals(table)
    wanted = int(ratio * (table.frame.height - few.height)) - few.height
    values = few.select(names).to_numpy().astype(float)
    spread = values.std(axis=0) + 1e-12
    found = NearestNeighbors(n_neighbors=near + 1).fit(values / spread).kneighbors(values / spread)
    first = random.integers(0, few.height, wanted)
    other = found[1][first, random.integers(1, near + 1, wanted)]
    between = values[first] + random.random((wanted, 1)) * (values[other] - values[first])
    kept = between if round_to is None else np.round(between, round_to)
    made = few[first.tolist()].with_columns(
        pl.Series(name, kept[:, i]) for i, name in enumerate(names)
    )
    whole = table.frame.with_columns(pl.col(names).cast(pl.Float64))
    frame = shuffled(pl.concat([whole, made.select(whole.columns)]), random)
    return parted(with_frame(table, frame), random, kind="random")
