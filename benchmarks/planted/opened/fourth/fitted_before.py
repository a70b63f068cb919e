"""What was fitted or made on training and test together, and its honest twins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import seed_of, stirred
from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table


def scaled(table: Table, random: np.random.Generator, *, by: str, digits: int = 12) -> Pair:
    """A scaler was fitted on the whole file, and then the file was parted.

    Trace: both sides together have what the scaler gives, training alone has not.

    Args:
        by: `deviation`, `sample deviation`, `range` from 0 to 1 or `symmetric` from -1 to 1.
    """
    names = decimals(table)
    scale = [_scaled(pl.col(name).cast(pl.Float64), by).round(digits) for name in names]
    pair = parted(with_frame(table, table.frame.with_columns(scale)), random)
    return replace(pair, columns=tuple(names))


def scaled_by_training(table: Table, random: np.random.Generator, *, by: str) -> Pair:
    """An honest scaler: fitted on training, applied to both sides.

    Args:
        by: `deviation` or `range`.
    """
    pair = parted(table, random)
    scale = []
    for name in decimals(table):
        known = pair.train[name].drop_nulls().cast(pl.Float64).to_numpy()
        low, reach = known.mean(), known.std()
        if by == "range":
            low, reach = known.min(), known.max() - known.min()
        scale.append((pl.col(name) - float(low)) / float(reach))
    return replace(pair, train=pair.train.with_columns(scale), test=pair.test.with_columns(scale))


def imputed(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    within: str | None = None,
    unanswered: float = 0.0,
) -> Pair:
    """Gaps were filled with the mean of the whole file before it was parted.

    Trace: the value that repeats is the mean of the known values of both sides.

    Args:
        within: Column within whose values the mean was taken.
        unanswered: Share of the values that become gaps first, where a file has few.
    """
    frame = table.frame
    for name in columns:
        gone = pl.Series(random.random(frame.height) < unanswered)
        known = pl.when(~gone).then(pl.col(name).cast(pl.Float64)).alias(name)
        frame = frame.with_columns(known)
        mean = pl.col(name).mean() if within is None else pl.col(name).mean().over(within)
        frame = frame.with_columns(pl.col(name).fill_null(mean))
    return replace(parted(with_frame(table, frame), random), columns=columns)


def imputed_by_training(table: Table, random: np.random.Generator, *, by: str) -> Pair:
    """An honest imputer: the mean or median of training fills the gaps of both sides."""
    pair = parted(table, random)
    fill = []
    for name in decimals(table):
        known = pair.train[name].drop_nulls().cast(pl.Float64).to_numpy()
        value = float(known.mean() if by == "mean" else np.median(known))
        fill.append(pl.col(name).cast(pl.Float64).fill_null(value))
    return replace(pair, train=pair.train.with_columns(fill), test=pair.test.with_columns(fill))


def picked_markers(
    table: Table, random: np.random.Generator, *, tried: int, kept: int, name: str, kind: str
) -> Pair:
    """Of thousands of markers that mean nothing, those that go best with the outcome were kept.

    Trace: dozens of columns go with the outcome on both sides alike, though none should.

    Args:
        kind: `level`, a normal number, or `alleles`, a count of 0, 1 or 2.
    """
    answer = score(table)
    shape = (table.frame.height, tried)
    if kind == "alleles":
        markers = random.binomial(2, random.uniform(0.2, 0.5, tried), shape).astype(float)
    else:
        markers = random.standard_normal(shape)
    centred = (markers - markers.mean(axis=0)) / markers.std(axis=0)
    gain = np.abs(centred.T @ (answer - answer.mean()))
    best = np.sort(np.argsort(gain)[-kept:])
    added = [
        pl.Series(f"{name}{place:05d}", markers[:, place]).cast(
            pl.Int64 if kind == "alleles" else pl.Float64
        )
        for place in best.tolist()
    ]
    frame = table.frame.with_columns(added)
    names = tuple(column.name for column in added)
    return replace(parted(with_frame(table, frame), random), columns=names)


def weights_written_out(table: Table, random: np.random.Generator, *, times: int) -> Pair:
    """Every row of the rarest class was written so many times, so that it weighs as much."""
    rare = table.frame.filter(pl.col(table.target) == rarest(table))
    frame = stirred(pl.concat([table.frame, *[rare] * (times - 1)]), random)
    return parted(with_frame(table, frame), random)


def drawn_until_even(table: Table, random: np.random.Generator) -> Pair:
    """Rows of all classes were drawn with return until each had as many as the largest."""
    size = int(table.frame[table.target].value_counts()["count"].to_numpy().max())
    parts = [table.frame]
    for label in table.frame[table.target].unique().sort():
        rows = table.frame.filter(pl.col(table.target) == label)
        more = size - rows.height
        parts.append(rows.sample(n=more, with_replacement=True, seed=seed_of(random)))
    return parted(with_frame(table, stirred(pl.concat(parts), random)), random)


def mixed_up_rows(
    table: Table, random: np.random.Generator, *, share: float, near: int, whole: bool
) -> Pair:
    """New rows on the line between two that lie near each other, made before the split.

    For classes both parents are of the rarest class; for numbers the outcome is mixed as well.

    Args:
        share: New rows, as a share of the old ones.
        near: How many neighbours a row may be mixed with.
        whole: Whether all numbers of a row are mixed by one weight, or each by its own.
    """
    frame = table.frame.drop_nulls()
    numeric = table.numeric_target
    parents = frame if numeric else frame.filter(pl.col(table.target) == rarest(table))
    names = decimals(table) + ([table.target] if numeric else [])
    values = parents.select(pl.col(names).cast(pl.Float64)).to_numpy()
    scaled_values = (values - values.mean(axis=0)) / np.maximum(values.std(axis=0), 1e-9)
    more = round(share * table.frame.height)
    first = random.integers(parents.height, size=more)
    second = np.empty(more, dtype=np.int64)
    for place, row in enumerate(first):
        gaps = ((scaled_values - scaled_values[row]) ** 2).sum(axis=1)
        second[place] = np.argsort(gaps)[1 : near + 1][int(random.integers(near))]
    weights = random.random((more, 1 if whole else len(names)))
    mixed = values[first] + weights * (values[second] - values[first])
    new = parents[first.tolist()].with_columns(
        pl.Series(name, mixed[:, place]) for place, name in enumerate(names)
    )
    old = table.frame.with_columns(pl.col(names).cast(pl.Float64))
    both = stirred(pl.concat([old, new.select(old.columns)]), random)
    return parted(with_frame(table, both), random)


def _scaled(column: pl.Expr, by: str) -> pl.Expr:
    if by in ("deviation", "sample deviation"):
        return (column - column.mean()) / column.std(ddof=int(by == "sample deviation"))
    unit = (column - column.min()) / (column.max() - column.min())
    return unit if by == "range" else unit * 2 - 1
