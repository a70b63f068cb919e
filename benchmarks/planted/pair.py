"""Training and test after a fault was planted, and the columns that the finding has to name."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from benchmarks.planted.table import Table, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two tables, the roles that are declared to the audit, and what the finding has to name."""

    train: pl.DataFrame
    test: pl.DataFrame
    columns: tuple[str, ...] = ()
    time: str | None = None
    group: str | None = None
    id: str | None = None
    metric: str | None = None
    model: str | None = None


def parted(
    table: Table, random: np.random.Generator, *, kind: str | None = None, share: float = 0.25
) -> Pair:
    """Part a table honestly: by time or group where it has one, at random otherwise."""
    honest = "time" if table.time else "group" if table.group else "random"
    train, test = part(table, random, kind=kind or honest, share=share)
    return Pair(
        train=train,
        test=test,
        time=table.time,
        group=table.group,
        id=table.id,
        metric=table.metric,
    )


def with_frame(table: Table, frame: pl.DataFrame) -> Table:
    """Return the table with other rows or columns."""
    return replace(table, frame=frame)


def decimals(table: Table) -> list[str]:
    """Return numeric features with more than 20 values."""
    roles = {table.target, table.time, table.group, table.id}
    return [
        name
        for name, dtype in table.frame.schema.items()
        if dtype.is_numeric() and name not in roles and table.frame[name].n_unique() > 20
    ]


def categories(table: Table, *, least: int = 2, most: int = 60) -> list[str]:
    """Return text features with `least` to `most` values."""
    roles = {table.target, table.time, table.group, table.id}
    return [
        name
        for name, dtype in table.frame.schema.items()
        if dtype == pl.String
        and name not in roles
        and least <= table.frame[name].drop_nulls().n_unique() <= most
    ]


def score(table: Table) -> np.ndarray:
    """Return the outcome as numbers: the value, or 1 for the rarest class and 0 for the others."""
    column = table.frame[table.target]
    if table.numeric_target:
        return column.cast(pl.Float64).to_numpy().copy()
    return (column == rarest(table)).cast(pl.Float64).to_numpy().copy()


def rarest(table: Table) -> object:
    """Return the class with the fewest rows."""
    counts = table.frame[table.target].value_counts().sort("count", table.target)
    return counts[table.target][0]
