"""Steps that were fitted on training and test together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table

_SCALERS = {"standard": StandardScaler, "minmax": MinMaxScaler, "robust": RobustScaler}


def scaled_together(
    table: Table, random: np.random.Generator, *, scaler: str = "standard", share: float = 1.0
) -> Pair:
    """The scaler saw the whole table, then came the split."""
    names = _some(decimals(table), random, share)
    fitted = _SCALERS[scaler]().fit_transform(table.frame.select(names).to_numpy().astype(float))
    columns = [pl.Series(name, fitted[:, place]).fill_nan(None) for place, name in enumerate(names)]
    pair = parted(with_frame(table, table.frame.with_columns(columns)), random)
    if scaler == "minmax" and all(_attained(pair.train[name], pair.test[name]) for name in names):
        raise ValueError(f"training attains every extreme of {table.name}: no fault is planted")
    return pair


def _attained(train: pl.Series, test: pl.Series) -> bool:
    """Whether a scaler of training alone would have made the same of it."""
    both = pl.concat([train, test])
    return bool(train.min() == both.min() and train.max() == both.max())


def scaled_by_training(
    table: Table, random: np.random.Generator, *, scaler: str = "standard"
) -> Pair:
    """Scale with what training alone says: the honest twin."""
    pair = parted(table, random)
    names = decimals(table)
    fitted = _SCALERS[scaler]().fit(pair.train.select(names).to_numpy().astype(float))
    sides = []
    for side in (pair.train, pair.test):
        made = fitted.transform(side.select(names).to_numpy().astype(float))
        sides.append(
            side.with_columns(
                pl.Series(name, made[:, place]).fill_nan(None) for place, name in enumerate(names)
            )
        )
    return replace(pair, train=sides[0], test=sides[1])


def imputed_together(
    table: Table, random: np.random.Generator, *, missing: float = 0.0, by: str = "mean"
) -> Pair:
    """Gaps were filled with the mean or median of the whole table, then came the split.

    Args:
        missing: Share of the values taken away first, for tables without gaps.
    """
    frame, names = table.frame, decimals(table)
    if missing:
        names = _some(names, random, 0.5)
        frame = frame.with_columns(_holed(frame[name], random, missing) for name in names)
    names = [name for name in names if frame[name].null_count() > 20]
    fill = pl.Expr.mean if by == "mean" else pl.Expr.median
    made = [pl.col(name).cast(pl.Float64).fill_null(fill(pl.col(name))) for name in names]
    pair = parted(with_frame(table, frame.with_columns(made)), random)
    return replace(pair, columns=tuple(names))


def selected_together(
    table: Table, random: np.random.Generator, *, candidates: int, kept: int, rows: int = 400
) -> Pair:
    """The best of many features by chance were chosen with the outcomes of all rows."""
    frame = table.frame.sample(n=min(rows, table.frame.height), seed=int(random.integers(2**31)))
    small = with_frame(table, frame)
    outcome = score(small)
    noise = random.standard_normal((frame.height, candidates))
    relation = np.abs((noise - noise.mean(0)).T @ (outcome - outcome.mean()))
    best = np.argsort(-relation)[:kept]
    frame = frame.with_columns(
        pl.Series(f"probe_{place}", noise[:, column]) for place, column in enumerate(best)
    )
    return parted(with_frame(table, frame), random)


def oversampled_before_split(
    table: Table, random: np.random.Generator, *, until: float = 0.5
) -> Pair:
    """The rare class was repeated until it had a share of the rows, then came the split."""
    few, many = _sides(table)
    wanted = int(until / (1 - until) * many.height) - few.height
    repeats = few.sample(n=wanted, with_replacement=True, seed=int(random.integers(2**31)))
    return parted(with_frame(table, _shuffled([many, few, repeats], random)), random)


def interpolated_before_split(
    table: Table, random: np.random.Generator, *, until: float = 0.5, neighbours: int = 5
) -> Pair:
    """SMOTE before the split: rows between two rare neighbours, texts of the first of them."""
    few, many = _sides(table)
    wanted = int(until / (1 - until) * many.height) - few.height
    names = [name for name in decimals(table) if few[name].null_count() < few.height]
    values = few.select(pl.col(names).cast(pl.Float64).fill_null(strategy="mean")).to_numpy()
    spread = values.std(0) + 1e-12
    near = NearestNeighbors(n_neighbors=neighbours + 1).fit(values / spread)
    beside = near.kneighbors(values / spread, return_distance=False)[:, 1:]
    first = random.integers(few.height, size=wanted)
    second = beside[first, random.integers(neighbours, size=wanted)]
    share = random.random((wanted, 1))
    mixed = values[first] + share * (values[second] - values[first])
    made = few[first].with_columns(
        pl.Series(name, mixed[:, place]) for place, name in enumerate(names)
    )
    frame = _shuffled([many, few, made], random)
    return parted(with_frame(table, frame), random)


def _sides(table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    rare = pl.col(table.target) == pl.lit(rarest(table))
    return table.frame.filter(rare), table.frame.filter(~rare)


def _shuffled(frames: list[pl.DataFrame], random: np.random.Generator) -> pl.DataFrame:
    frame = pl.concat(frames, how="vertical_relaxed")
    return frame.sample(fraction=1.0, shuffle=True, seed=int(random.integers(2**31)))


def _some(names: list[str], random: np.random.Generator, share: float) -> list[str]:
    count = max(1, round(share * len(names)))
    return [str(name) for name in random.permutation(names)[:count]]


def _holed(column: pl.Series, random: np.random.Generator, share: float) -> pl.Series:
    kept = pl.Series(random.random(column.len()) >= share)
    return pl.select(pl.when(kept).then(column).alias(column.name))[column.name]
