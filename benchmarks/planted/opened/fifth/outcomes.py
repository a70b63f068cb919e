"""Features that came to be after the outcome, or of it: fields of a closed case, numbers, means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, rarest, score, with_frame
from benchmarks.planted.table import Table


def filled_after(
    table: Table, random: np.random.Generator, *, name: str, kind: str, share: float
) -> Pair:
    """Keep a field of the form that is filled in when the case is closed.

    Seen by: the field is empty for every row of the other outcome.

    Args:
        kind: `date`, `number` or `clerk`.
        share: Share of the rows of the outcome where the field was filled in.
    """
    here = _happened(table) & (random.random(table.frame.height) < share)
    rows = table.frame.height
    values: list[object]
    if kind == "date":
        days = random.integers(1, 28, rows)
        months = random.integers(1, 12, rows)
        values = [f"2023-{month:02d}-{day:02d}" for month, day in zip(months, days, strict=True)]
    elif kind == "number":
        values = [float(one) for one in random.gamma(3, 40, rows).round(2)]
    else:
        values = [("Abel", "Brandt", "Cole", "Diaz")[one] for one in random.integers(4, size=rows)]
    column = pl.Series([one if told else None for one, told in zip(values, here, strict=True)])
    return _with(table, random, name, column)


def paid_after(
    table: Table, random: np.random.Generator, *, name: str, share: float, whole: bool
) -> Pair:
    """Keep a count or sum that starts at nought and rises with the outcome.

    Seen by: it is nought for every row of the other outcome.
    """
    here = _happened(table) & (random.random(table.frame.height) < share)
    sums = random.gamma(2, 60, table.frame.height).round(0 if whole else 2) + 1
    column = pl.Series(np.where(here, sums, 0.0))
    return _with(table, random, name, column.cast(pl.Int64) if whole else column)


def numbered_by_priority(
    table: Table, random: np.random.Generator, *, name: str, noise: float, prefix: str = ""
) -> Pair:
    """Number the rows in a queue that was sorted by the outcome, more or less.

    Seen by: drawn against the number, the answer climbs.

    Args:
        noise: Deviation of the place in the queue, as a share of that of the outcome.
    """
    answer = pl.Series(score(table)).rank("average").to_numpy()
    place = answer + random.normal(0, noise * answer.std() + 1e-9, answer.size)
    numbers = 1000 + place.argsort().argsort() * 3
    if prefix:
        return _with(table, random, name, pl.Series([f"{prefix}{one:06d}" for one in numbers]))
    return _with(table, random, name, pl.Series(numbers))


def pasted_files(table: Table, random: np.random.Generator) -> Pair:
    """Read one file a class and write them one below the other.

    Seen by: the answer by row is one long run of each class.
    """
    frame = table.frame.sort(table.target, maintain_order=True)
    return parted(with_frame(table, frame), random)


def sorted_report(table: Table, random: np.random.Generator, *, noise: float) -> Pair:
    """Take a report that was sorted by the answer for its readers.

    Seen by: the answer climbs with the row.
    """
    answer = score(table)
    place = pl.Series(answer + random.normal(0, noise * answer.std(), answer.size))
    frame = table.frame.select(pl.all().sort_by(place))
    return parted(with_frame(table, frame), random)


def transformed(
    table: Table, random: np.random.Generator, *, by: tuple[str, ...], name: str, how: str
) -> Pair:
    """Add `groupby(by)[target].transform(how)`, over rows of both sides.

    Seen by: the column is one figure a group, and it is the group's own mean (or sum) of the
    answer, test included.
    """
    frame = table.frame.with_columns(_y=pl.Series(score(table)))
    pooled = {"mean": pl.col("_y").mean(), "sum": pl.col("_y").sum(), "max": pl.col("_y").max()}
    made = frame.select(pooled[how].over(*by).alias(name))[name]
    return _with(table, random, name, made)


def encoded(
    table: Table, random: np.random.Generator, *, column: str, smoothing: float, kept: bool
) -> Pair:
    """Fit a target encoder on the whole table, then split.

    Seen by: the codes are the (shrunken) means of the answer over rows of both sides.

    Args:
        kept: Whether the category stays beside its code.
    """
    frame = table.frame.with_columns(_y=pl.Series(score(table)))
    prior = float(frame["_y"].to_numpy().mean())
    total, count = pl.col("_y").sum().over(column), pl.len().over(column)
    code = frame.select(((total + smoothing * prior) / (count + smoothing)).alias("code"))["code"]
    if kept:
        return _with(table, random, f"{column}_te", code)
    named = table.frame.with_columns(code.alias(column))
    return replace(parted(with_frame(table, named), random), columns=(column,))


def _happened(table: Table) -> np.ndarray:
    return (table.frame[table.target] == rarest(table)).to_numpy()


def _with(table: Table, random: np.random.Generator, name: str, values: pl.Series) -> Pair:
    at = int(random.integers(table.frame.width))
    frame = table.frame.clone().insert_column(at, values.alias(name))
    return replace(parted(with_frame(table, frame), random), columns=(name,))
