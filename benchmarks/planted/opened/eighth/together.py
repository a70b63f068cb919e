"""What was fitted on both sides together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import drawn, honest
from benchmarks.planted.pair import Pair, decimals, score, with_frame
from benchmarks.planted.table import Table


def scaled(
    table: Table,
    random: np.random.Generator,
    *,
    form: str,
    only: tuple[str, ...] = (),
) -> Pair:
    """A scaler was fitted on the whole table before the split.

    Seen by: both sides together have mean 0 and deviation 1 (or reach from 0 to 1, or have median
    0 and quartiles 1 apart), and the training alone has not.
    """
    names = list(only) or decimals(table)
    pair = honest(
        with_frame(table, table.frame.with_columns(_scale(n, form) for n in names)), random
    )
    return replace(pair, columns=tuple(names))


def imputed(
    table: Table,
    random: np.random.Generator,
    *,
    names: tuple[str, ...],
    form: str,
    gaps: float = 0.0,
    by: str | None = None,
) -> Pair:
    """Gaps were filled with the mean or the median over the whole table before the split.

    Seen by: one value (of each group) stands in all the gaps, and it is the mean or median of the
    known values of both sides, not of the training's.
    """
    frame = table.frame
    for name in names:
        gone = drawn(random, frame.height, gaps)
        known = pl.when(gone).then(None).otherwise(pl.col(name).cast(pl.Float64))
        frame = frame.with_columns(known.alias(name))
        middle = pl.col(name).mean() if form == "mean" else pl.col(name).median()
        frame = frame.with_columns(pl.col(name).fill_null(middle.over(by) if by else middle))
    return replace(honest(with_frame(table, frame), random), columns=names)


def screened(table: Table, random: np.random.Generator, *, many: int, kept: int, form: str) -> Pair:
    """Of thousands of columns that say nothing, those that go best with the target over all rows.

    Seen by: the columns that go with the target less in the training do so more in the test, as
    only the sum over both had been looked at (p < .001 over the columns kept).
    """
    rows = table.frame.height
    values = _noise(random, rows, many, form)
    target = score(table)
    centred = values - values.mean(axis=0)
    own = target - target.mean()
    strength = np.abs(own @ centred) / np.sqrt((centred**2).sum(axis=0) + 1e-9)
    best = np.sort(strength.argsort()[-kept:])
    names = [f"{form}_{n:04}" for n in best]
    made = pl.DataFrame({name: values[:, n] for name, n in zip(names, best, strict=True)})
    frame = pl.concat([table.frame, made], how="horizontal")
    made_table = with_frame(table, frame.select(pl.exclude(table.target), table.target))
    return replace(honest(made_table, random), columns=tuple(names))


def repeated_rare(table: Table, random: np.random.Generator, *, form: str, times: int = 2) -> Pair:
    """Rows of the rare classes were repeated until they were many enough, and then parted.

    Seen by: rows of the rare classes that stand on both sides, none of the common one.
    """
    target = table.frame[table.target]
    counts = {str(k): int(n) for k, n in target.value_counts().iter_rows()}
    most = max(counts.values())
    frames = [table.frame]
    for label, count in sorted(counts.items()):
        if count == most:
            continue
        rows = table.frame.filter(pl.col(table.target) == label)
        need = most - count if form == "balanced" else (times - 1) * count
        frames.append(rows[random.integers(0, count, need).tolist()])
    grown: pl.DataFrame = pl.concat(frames)
    grown = grown[random.permutation(grown.height).tolist()]
    return honest(with_frame(table, grown), random)


def between_neighbours(
    table: Table, random: np.random.Generator, *, label: str, times: float
) -> Pair:
    """New rows of a rare class were put between old ones and their neighbours, and then parted.

    Seen by: rows of this class that lie on the line between two others to the last digit.
    """
    names = decimals(table)
    rare = table.frame.filter(pl.col(table.target) == label).drop_nulls(names)
    values = rare.select(pl.col(names).cast(pl.Float64)).to_numpy()
    scaled_values = (values - values.mean(axis=0)) / values.std(axis=0)
    gaps = ((scaled_values[:, None] - scaled_values[None]) ** 2).sum(axis=2)
    near = gaps.argsort(axis=1)[:, 1:6]
    one = random.integers(0, rare.height, round(times * rare.height))
    two = near[one, random.integers(0, 5, one.size)]
    way = random.random((one.size, 1))
    between = values[one] + way * (values[two] - values[one])
    made = rare[one.tolist()].with_columns(pl.DataFrame(between, schema=names).get_columns())
    whole = table.frame.with_columns(pl.col(names).cast(pl.Float64))
    grown: pl.DataFrame = pl.concat([whole, made])
    grown = grown[random.permutation(grown.height).tolist()]
    return honest(with_frame(table, grown), random)


def blended(table: Table, random: np.random.Generator, *, rows: int, places: int) -> Pair:
    """Two drawn rows were blended into a new one, target and all, to have more of them.

    Seen by: rows whose numbers all lie at the same part of the way between two other rows.
    """
    names = [n for n, dtype in table.frame.schema.items() if dtype.is_numeric()]
    whole = table.frame.with_columns(pl.col(names).cast(pl.Float64)).drop_nulls()
    one, two = (random.integers(0, whole.height, rows) for _ in range(2))
    way = random.uniform(0.1, 0.9, (rows, 1))
    values = whole.select(names).to_numpy()
    mixed = np.round(values[one] + way * (values[two] - values[one]), places)
    made = whole[one.tolist()].with_columns(pl.DataFrame(mixed, schema=names).get_columns())
    grown: pl.DataFrame = pl.concat([whole, made])
    return honest(with_frame(table, grown[random.permutation(grown.height).tolist()]), random)


def _scale(name: str, form: str) -> pl.Expr:
    value = pl.col(name).cast(pl.Float64)
    if form == "standard":
        return (value - value.mean()) / value.std(ddof=0)
    if form == "range":
        return (value - value.min()) / (value.max() - value.min())
    width = value.quantile(0.75, "linear") - value.quantile(0.25, "linear")
    return (value - value.median()) / width


def _noise(random: np.random.Generator, rows: int, many: int, form: str) -> np.ndarray:
    if form == "snp":
        return random.binomial(2, random.uniform(0.1, 0.5, many), (rows, many))
    if form == "word":
        return random.poisson(random.uniform(0.3, 3, many), (rows, many))
    return np.round(random.normal(7, 1.5, (rows, many)), 2)
