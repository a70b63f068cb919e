"""Steps that were fitted on training and test together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth.honest import apart, chosen, happened, outcomes, shuffled
from benchmarks.planted.pair import Pair, decimals, with_frame
from benchmarks.planted.table import Table


def scaled(
    table: Table, random: np.random.Generator, *, form: str, share: float = 0.25, most: int = 99
) -> Pair:
    """Scale the measurements over all rows, then split."""
    names = [name for name in decimals(table) if name != table.target][:most]
    made = [_scale(pl.col(name).cast(pl.Float64), form).alias(name) for name in names]
    spoiled = with_frame(table, table.frame.with_columns(made))
    return replace(apart(spoiled, random, share=share), columns=tuple(names))


def _scale(column: pl.Expr, form: str) -> pl.Expr:
    if form == "standard":
        return (column - column.mean()) / column.std(ddof=0)
    if form == "range":
        return (column - column.min()) / (column.max() - column.min())
    if form == "robust":
        return (column - column.median()) / (column.quantile(0.75) - column.quantile(0.25))
    if form == "range of 2":
        return 2 * (column - column.min()) / (column.max() - column.min()) - 1
    return column / column.abs().max()


def imputed(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    form: str,
    holes: float = 0.0,
    how: str | None = None,
) -> Pair:
    """Fill holes with a number computed over all rows, then split."""
    frame = table.frame
    made = []
    for name in columns:
        column = frame[name].cast(pl.Float64)
        hole = pl.Series(chosen(random, frame.height, holes)) | column.is_null()
        known = column.to_frame().select(
            pl.when(pl.lit(hole)).then(None).otherwise(pl.col(name)).alias(name)
        )[name]
        fill = known.mean() if form == "mean" else known.median()
        assert isinstance(fill, float)
        made.append(known.fill_null(fill))
    spoiled = with_frame(table, frame.with_columns(made))
    return replace(apart(spoiled, random, how=how), columns=columns)


def imputed_by_class(
    table: Table, random: np.random.Generator, *, columns: tuple[str, ...], by: str
) -> Pair:
    """Fill holes with the mean of a category over all rows, then split."""
    filled = [
        pl.col(name).cast(pl.Float64).fill_null(pl.col(name).mean().over(by)) for name in columns
    ]
    return replace(
        apart(with_frame(table, table.frame.with_columns(filled)), random), columns=columns
    )


def selected(
    table: Table,
    random: np.random.Generator,
    *,
    candidates: int,
    kept: int,
    form: str,
    event: object = None,
    keep_table: bool = True,
) -> Pair:
    """Draw columns that know nothing, keep those that fit the outcome best over all rows."""
    value = outcomes(table) if event is None else happened(table, event).astype(float)
    drawn = _CANDIDATES[form](table, random, candidates)
    level = (value - value.mean()) / value.std()
    spread = drawn.std(axis=0)
    score = np.abs(level @ (drawn - drawn.mean(axis=0))) / np.where(spread > 0, spread, np.inf)
    best = np.argsort(-score)[:kept]
    made = [pl.Series(f"probe_{number:04d}", drawn[:, number]) for number in sorted(best.tolist())]
    base = table.frame if keep_table else table.frame.select(table.target)
    spoiled = replace(table, frame=base.with_columns(made), id=table.id if keep_table else None)
    return replace(apart(spoiled, random, how="random"), columns=tuple(one.name for one in made))


def _gaussian(table: Table, random: np.random.Generator, columns: int) -> np.ndarray:
    return random.normal(size=(table.frame.height, columns))


def _genotypes(table: Table, random: np.random.Generator, columns: int) -> np.ndarray:
    share = random.uniform(0.1, 0.5, columns)
    return random.binomial(2, share, (table.frame.height, columns)).astype(float)


def _permuted(table: Table, random: np.random.Generator, columns: int) -> np.ndarray:
    names = [name for name in decimals(table) if name != table.target]
    filled = table.frame.select(pl.col(names).cast(pl.Float64).fill_null(strategy="mean"))
    source = filled.to_numpy()
    return np.column_stack(
        [random.permutation(source[:, number % len(names)]) for number in range(columns)]
    )


_CANDIDATES = {"gaussian": _gaussian, "genotypes": _genotypes, "permuted": _permuted}


def oversampled(
    table: Table, random: np.random.Generator, *, event: object, share: float, drop_id: bool = True
) -> Pair:
    """Repeat rows of the rare class until it has a share, then split at random."""
    frame = table.frame.drop(table.id) if table.id and drop_id else table.frame
    hit = pl.Series(happened(table, event))
    rare, rest = frame.filter(hit), frame.filter(~hit)
    more = int(share / (1 - share) * rest.height) - rare.height
    again = rare[random.integers(0, rare.height, max(1, more)).tolist()]
    joined = shuffled(pl.concat([rare, rest, again]), random)
    return apart(replace(table, frame=joined, id=None), random, how="random")


def interpolated(
    table: Table,
    random: np.random.Generator,
    *,
    event: object,
    share: float,
    neighbours: int = 5,
) -> Pair:
    """Add rows between neighbours of the rare class (SMOTE), then split at random."""
    names = [name for name in decimals(table) if name != table.target]
    frame = (table.frame.drop(table.id) if table.id else table.frame).drop_nulls(names)
    frame = frame.with_columns(pl.col(names).cast(pl.Float64))
    hit = frame[table.target] == event
    rare, rest = frame.filter(hit), frame.filter(~hit)
    more = max(1, int(share / (1 - share) * rest.height) - rare.height)
    made = _between(rare, names, random, more, neighbours)
    joined = shuffled(pl.concat([rare, rest, made]), random)
    return apart(replace(table, frame=joined, id=None), random, how="random")


def interpolated_everywhere(
    table: Table, random: np.random.Generator, *, more: float, neighbours: int = 4
) -> Pair:
    """Enlarge a table with rows between neighbours, their outcome between them as well."""
    names = decimals(table)
    if table.target not in names and table.numeric_target:
        names = [*names, table.target]
    frame = table.frame.drop_nulls(names).with_columns(pl.col(names).cast(pl.Float64))
    made = _between(frame, names, random, int(more * frame.height), neighbours)
    joined = shuffled(pl.concat([frame, made]), random)
    return apart(replace(table, frame=joined), random, how="random")


def _between(
    rows: pl.DataFrame, names: list[str], random: np.random.Generator, more: int, neighbours: int
) -> pl.DataFrame:
    values = rows.select(names).to_numpy()
    level = (values - values.mean(axis=0)) / np.where(values.std(axis=0) > 0, values.std(axis=0), 1)
    apart_by = ((level[:, None, :] - level[None, :, :]) ** 2).sum(axis=2)
    nearest = np.argsort(apart_by, axis=1)[:, 1 : neighbours + 1]
    first = random.integers(0, rows.height, more)
    second = nearest[first, random.integers(0, nearest.shape[1], more)]
    weight = random.random((more, 1))
    mixed = values[first] * (1 - weight) + values[second] * weight
    made: pl.DataFrame = rows[first.tolist()]
    return made.with_columns(pl.Series(name, mixed[:, number]) for number, name in enumerate(names))
