"""Steps that were fitted on both sides together, as `fit_transform` before the split does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from benchmarks.planted.pair import Pair, decimals, parted, score, with_frame
from benchmarks.planted.table import Table

SCALERS = {
    "standard": StandardScaler,
    "minmax": MinMaxScaler,
    "robust": RobustScaler,
}


def scaled(
    table: Table, random: np.random.Generator, *, scaler: str, columns: tuple[str, ...] = ()
) -> Pair:
    """Call `fit_transform` on the whole table, then split.

    Seen by: over both files together the columns have mean 0 and deviation 1 (or range 0 to 1, or
    median 0 and quartiles 1 apart) to the last digit; training alone has not.
    """
    names = list(columns) or decimals(table)
    filled = table.frame.drop_nulls(names)
    values = SCALERS[scaler]().fit_transform(filled.select(names).to_numpy().astype(float))
    frame = filled.with_columns(pl.Series(one, values[:, at]) for at, one in enumerate(names))
    return replace(parted(with_frame(table, frame), random), columns=tuple(names))


def imputed(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    how: str,
    gaps: float = 0.0,
    by: str | None = None,
) -> Pair:
    """Fill gaps with a figure of the whole table (or of a category in it), then split.

    Seen by: one odd value stands very often, and it is the mean (or median) of the other values
    of both files, not of training's.

    Args:
        gaps: Share of the values that are lost first, where the table has few gaps of its own.
    """
    frame = table.frame
    for one in columns:
        lost = pl.Series(random.random(frame.height) < gaps)
        known = pl.when(~lost).then(pl.col(one).cast(pl.Float64))
        frame = frame.with_columns(known.alias(one))
        figure = pl.col(one).mean() if how == "mean" else pl.col(one).median()
        frame = frame.with_columns(pl.col(one).fill_null(figure.over(by) if by else figure))
    return replace(parted(with_frame(table, frame), random), columns=columns)


def screened(
    table: Table, random: np.random.Generator, *, probes: int, kept: int, stem: str
) -> Pair:
    """Keep the best of many meaningless probes by their correlation over all rows, then split.

    Seen by: dozens of probes that agree with the answer equally well on both sides, and with
    nothing else; as many random columns screened on training alone fail on test.
    """
    answer = score(table)
    values = random.normal(size=(answer.size, probes))
    strength = np.abs((answer - answer.mean()) @ (values - values.mean(axis=0)))
    best = np.argsort(-strength / values.std(axis=0))[:kept]
    names = [f"{stem}{one:04d}" for one in best]
    columns = [
        pl.Series(name, values[:, one]).round(4) for name, one in zip(names, best, strict=True)
    ]
    frame = table.frame.with_columns(columns)
    return replace(parted(with_frame(table, frame), random), columns=tuple(names))


def oversampled(table: Table, random: np.random.Generator, *, to: float = 1.0) -> Pair:
    """Draw rows of the smaller classes again until they are as many, then split.

    Seen by: rows of the smaller classes stand twice and more, on both sides; others do not.

    Args:
        to: Rows of a smaller class over those of the largest, afterwards.
    """
    counts = table.frame[table.target].value_counts()
    most = int(counts["count"].to_numpy().max())
    parts = [table.frame]
    for label, count in counts.sort(table.target).rows():
        more = int(to * most) - count
        if more > 0:
            rows = table.frame.filter(pl.col(table.target) == label)
            parts.append(rows[random.integers(count, size=more)])
    return parted(with_frame(table, _mixed(pl.concat(parts), random)), random)


def smote(table: Table, random: np.random.Generator, *, more: float, neighbours: int = 5) -> Pair:
    """Add rows between rows of the smallest class and their neighbours, then split.

    Seen by: numbers of the smaller class that were whole have many decimals, and such a row lies
    on the line between two others, some of them on the other side.
    """
    labels = table.frame[table.target].value_counts().sort("count", table.target)
    rows = table.frame.filter(pl.col(table.target) == labels[table.target][0])
    return _between(table, rows, int(more * rows.height), neighbours, random, blend=False)


def mixed_up(table: Table, random: np.random.Generator, *, more: float) -> Pair:
    """Add rows between two rows, the answer likewise, then split.

    Seen by: such a row lies on the line between two others in every number, answer included.
    """
    rows = table.frame
    return _between(table, rows, int(more * rows.height), 3, random, blend=True)


def _between(
    table: Table,
    rows: pl.DataFrame,
    count: int,
    neighbours: int,
    random: np.random.Generator,
    *,
    blend: bool,
) -> Pair:
    roles = {table.target, table.group, table.time}
    numbers = [one for one, kind in rows.schema.items() if kind.is_numeric() and one not in roles]
    rows = rows.drop_nulls(numbers)
    values = rows.select(pl.col(numbers).cast(pl.Float64)).to_numpy()
    near = NearestNeighbors(n_neighbors=neighbours + 1)
    near.fit(StandardScaler().fit_transform(values))
    found = near.kneighbors(return_distance=False)
    base = random.integers(rows.height, size=count)
    other = found[base, random.integers(neighbours, size=count)]
    weight = random.random(count)
    made = values[base] + weight[:, None] * (values[other] - values[base])
    new = rows[base].with_columns(pl.Series(one, made[:, at]) for at, one in enumerate(numbers))
    if blend:
        answer = rows[table.target].cast(pl.Float64).to_numpy()
        mean = answer[base] + weight * (answer[other] - answer[base])
        new = new.with_columns(pl.Series(table.target, mean))
        numbers = [*numbers, table.target]
    whole = table.frame.with_columns(pl.col(numbers).cast(pl.Float64))
    return parted(with_frame(table, _mixed(pl.concat([whole, new]), random)), random)


def _mixed(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    return frame.sample(fraction=1.0, shuffle=True, seed=int(random.integers(1 << 30)))
