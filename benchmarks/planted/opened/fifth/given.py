"""Cases that come with a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.planted.opened.fifth.labels import rare
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table

HERE = Path(__file__).parent


def modelled(table: Table, random: np.random.Generator, *, make: str, file: str = "models") -> Pair:
    """Hand over an honest split and a model whose fault its own docstring tells.

    Seen by: its scores on the two files, beside those of a plain model and of the mean.
    """
    return replace(parted(table, random), model=f"{HERE / file}.py:{make}")


def modelled_rare(
    table: Table, random: np.random.Generator, *, make: str, share: float, metric: str | None
) -> Pair:
    """Hand over a model that never says a class of few rows, and a metric that does not mind.

    Seen by: the share of the rows of that class that the model names, which is next to nought.
    """
    pair = parted(rare(table, random, share=share), random)
    return replace(pair, metric=metric, model=f"{HERE / 'models'}.py:{make}")


def turned_in_a_slice(
    table: Table, random: np.random.Generator, *, column: str, value: object, make: str, by: str
) -> Pair:
    """Turn what one column says round in one group, which a straight model cannot follow.

    Seen by: the error of the model, group by group: in one it is far above all others'.

    Args:
        by: Column whose values are mirrored within the group.
    """
    here = pl.col(column) == value
    side = table.frame[by].cast(pl.Float64)
    low, high = side.to_numpy().min(), side.to_numpy().max()
    mirrored = pl.when(here).then(low + high - pl.col(by)).otherwise(pl.col(by).cast(pl.Float64))
    frame = table.frame.with_columns(mirrored.alias(by))
    pair = parted(replace(table, frame=frame), random, share=0.35)
    return replace(pair, columns=(column,), model=f"{HERE / 'models'}.py:{make}")


def broken_in_a_slice(
    table: Table, random: np.random.Generator, *, column: str, value: object, make: str
) -> Pair:
    """Take the numbers of one group from the wrong rows, as a join on a stale key does.

    Seen by: the error of the model, group by group: in one it is far above all others'.
    """
    here = (table.frame[column] == value).fill_null(False)
    numbers = [
        one
        for one, kind in table.frame.schema.items()
        if kind.is_numeric() and one not in {table.target, column}
    ]
    order = random.permutation(int(here.sum()))
    group = table.frame.filter(here)
    group = group.with_columns(group.select(numbers)[order])
    frame = pl.concat([table.frame.filter(~here), group])
    frame = frame.sample(fraction=1.0, shuffle=True, seed=int(random.integers(1 << 30)))
    pair = parted(replace(table, frame=frame), random, share=0.35)
    return replace(pair, columns=(column,), model=f"{HERE / 'models'}.py:{make}")
