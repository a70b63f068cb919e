"""What planting functions share: the honest split, new columns, copies, rows to touch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def honest(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """Part by time or group where there is one, else at random, in proportion to the classes."""
    plain = table.time is None and table.group is None
    kind = "stratified" if plain and not table.numeric_target else None
    return parted(table, random, kind=kind, share=share)


def with_column(
    table: Table, name: str, values: pl.Series | np.ndarray | Sequence[object]
) -> Table:
    """Return the table with one more column, before the target."""
    made = values if isinstance(values, pl.Series) else pl.Series(values=values, strict=False)
    frame = table.frame.with_columns(made.alias(name))
    return with_frame(table, frame.select(pl.exclude(table.target), table.target))


def drawn(random: np.random.Generator, rows: int, share: float) -> pl.Series:
    """Return a mask of so many rows, drawn without return."""
    return pl.Series(random.permutation(rows) < round(share * rows))


def stretch(random: np.random.Generator, rows: int, share: float) -> pl.Series:
    """Return a mask of rows in a row."""
    many = round(share * rows)
    start = int(random.integers(0, rows - many + 1))
    place = np.arange(rows)
    return pl.Series((place >= start) & (place < start + many))


def sample(frame: pl.DataFrame, random: np.random.Generator, share: float) -> pl.DataFrame:
    """Draw a share of the rows."""
    return frame.filter(drawn(random, frame.height, share))


def stirred(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Put the rows into a drawn order."""
    order: pl.DataFrame = frame[random.permutation(frame.height).tolist()]
    return order


def written(frame: pl.DataFrame, column: str, mask: pl.Series, value: pl.Expr) -> pl.DataFrame:
    """Write a value into a column where the mask is true."""
    return frame.with_columns(pl.when(mask).then(value).otherwise(pl.col(column)).alias(column))


def picked(random: np.random.Generator, words: Sequence[str], rows: int) -> list[str]:
    """Draw a word for each row."""
    return [words[n] for n in random.integers(0, len(words), rows)]


def same_class(table: Table, label: str) -> np.ndarray:
    """Return where the target has this class."""
    return (table.frame[table.target] == label).fill_null(False).to_numpy()
