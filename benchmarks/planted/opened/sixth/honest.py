"""How a table is parted without a fault, and what every planting shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table, part


def apart(
    table: Table, random: np.random.Generator, *, how: str | None = None, share: float = 0.25
) -> Pair:
    """Part a table, and declare the role that it was parted by and the identifier.

    A panel of states and years is parted by one of both: whoever forecasts known states declares
    the year, whoever asks about other states declares the state.
    """
    kind = how or ("time" if table.time else "group" if table.group else "random")
    train, test = part(table, random, kind=kind, share=share)
    return Pair(
        train=train,
        test=test,
        time=table.time if kind == "time" else None,
        group=table.group if kind == "group" else None,
        id=table.id,
        metric=table.metric,
    )


def planted(
    table: Table,
    random: np.random.Generator,
    column: pl.Series,
    *,
    how: str | None = None,
    share: float = 0.25,
) -> Pair:
    """Add a column to the table, part it honestly, and expect the column in the finding."""
    spoiled = replace(table, frame=table.frame.with_columns(column))
    return replace(apart(spoiled, random, how=how, share=share), columns=(column.name,))


def drawn(frame: pl.DataFrame, random: np.random.Generator, rows: int) -> pl.DataFrame:
    """Draw so many different rows."""
    some: pl.DataFrame = frame[random.permutation(frame.height)[:rows].tolist()]
    return some


def shuffled(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Put the rows in another order."""
    return drawn(frame, random, frame.height)


def outcomes(table: Table) -> np.ndarray:
    """Return the target as numbers: its value, or the position of its class in the alphabet."""
    column = table.frame[table.target]
    if column.dtype.is_numeric():
        return column.cast(pl.Float64).to_numpy().copy()
    return column.rank("dense").cast(pl.Float64).to_numpy() - 1


def happened(table: Table, event: object) -> np.ndarray:
    """Return whether the outcome is the event."""
    return (table.frame[table.target] == event).to_numpy().copy()


def halved(table: Table, words: Sequence[str] = ("low", "high")) -> Table:
    """Ask only whether the target lies above its median."""
    column = table.frame[table.target]
    above = (column > column.median()).replace_strict(
        {False: words[0], True: words[1]}, return_dtype=pl.String
    )
    return replace(table, frame=table.frame.with_columns(above.alias(table.target)), metric=None)


def where(mask: np.ndarray, changed: pl.Series, kept: pl.Series) -> pl.Series:
    """Take one series where the mask holds, the other elsewhere, under the name of the other."""
    frame = pl.DataFrame({"m": mask, "a": changed, "b": kept})
    made = frame.select(pl.when("m").then("a").otherwise("b").alias(kept.name))
    return made[kept.name]


def chosen(random: np.random.Generator, rows: int, share: float) -> np.ndarray:
    """Return a mask that holds for about that share of the rows."""
    mask: np.ndarray = random.random(rows) < share
    return mask
