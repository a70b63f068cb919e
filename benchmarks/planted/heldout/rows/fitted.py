"""What was fitted, chosen or multiplied before the split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.heldout.rows.splits import kind_of, shuffled
from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table


def scaled_before(
    table: Table, random: np.random.Generator, *, form: str, places: int | None = None
) -> Pair:
    """Scale the whole table's measurements, then part it.

    Seen by: mean 0 and deviation 1 (or 0 and 1 as bounds) over both sides, not over training.
    """
    names = decimals(table)
    values = {name: table.frame[name].cast(pl.Float64) for name in names}
    made = {name: _SCALES[form](column) for name, column in values.items()}
    if places is not None:
        made = {name: column.round(places) for name, column in made.items()}
    frame = table.frame.with_columns(column.alias(name) for name, column in made.items())
    pair = parted(with_frame(table, frame), random, kind=kind_of(table))
    return replace(pair, columns=tuple(names))


def _standard(column: pl.Series) -> pl.Series:
    return (column - column.mean()) / column.std(ddof=0)


def _bounded(column: pl.Series) -> pl.Series:
    low, high = float(column.min()), float(column.max())  # type: ignore[arg-type]
    return (column - low) / (high - low)


_SCALES = {"standard": _standard, "range": _bounded}


def filled_before(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...] = (),
    by: str = "",
    lost: float = 0.0,
    form: str = "mean",
) -> Pair:
    """Fill what is missing with the mean or median of the table, or of a group, then part it.

    Seen by: one value stands in many rows of both sides, and is the mean or median of
    all others of both sides to the last digit.
    """
    frame = table.frame
    names = columns or tuple(name for name in frame.columns if frame[name].null_count() >= 10)
    for name in names:
        gone = pl.Series(random.random(frame.height) < lost)
        frame = frame.with_columns(pl.when(gone).then(None).otherwise(pl.col(name)).alias(name))
    usual = {name: getattr(pl.col(name), form)() for name in names}
    fills = [usual[name].over(by) if by else usual[name] for name in names]
    made = frame.with_columns(
        pl.col(name).cast(pl.Float64).fill_null(fill)
        for name, fill in zip(names, fills, strict=True)
    )
    pair = parted(with_frame(table, made), random, kind=kind_of(table))
    return replace(pair, columns=names)


def chosen_before(
    table: Table,
    random: np.random.Generator,
    *,
    word: str,
    candidates: int = 4000,
    kept: int = 40,
) -> Pair:
    """Try thousands of markers that know nothing, keep those nearest to the outcome in all rows.

    Seen by: each of them correlates with the outcome at p < .01 over both sides, and all point
    the same way in the test as in training, though they were drawn without it.
    """
    outcome = score(table)
    values = random.normal(size=(table.frame.height, candidates))
    centred = values - values.mean(axis=0)
    strength = np.abs((outcome - outcome.mean()) @ centred) / np.sqrt((centred**2).sum(axis=0))
    best = np.sort(np.argsort(-strength)[:kept])
    made = [pl.Series(f"{word}_{place:04d}", values[:, place].round(4)) for place in best]
    pair = parted(with_frame(table, table.frame.with_columns(made)), random, kind=kind_of(table))
    return replace(pair, columns=tuple(column.name for column in made))


def multiplied_before(table: Table, random: np.random.Generator, *, ratio: float) -> Pair:
    """Draw the rare class with replacement up to so much of the common one, then part the rows.

    Seen by: most rare rows of the test stand in the training, and no common one does.
    """
    few = table.frame.filter(pl.col(table.target) == rarest(table))
    more = round(ratio * (table.frame.height - few.height)) - few.height
    again = few[random.integers(0, few.height, more).tolist()]
    frame = shuffled(pl.concat([table.frame, again]), random)
    return parted(with_frame(table, frame), random, kind="stratified")


def filled_in_before(
    table: Table, random: np.random.Generator, *, share: float, near: int = 5
) -> Pair:
    """Make rows of the rare class between two near ones, then part real and made rows at random.

    Seen by: many rows lie on the line from one row to another, to the rounding of a float.
    """
    names = decimals(table)
    few = table.frame.filter(pl.col(table.target) == rarest(table))
    values = few.select(names).cast(pl.Float64).to_numpy()
    unit = values / values.std(axis=0).clip(1e-9)
    first = random.integers(0, few.height, round(share * table.frame.height))
    apart = ((unit[first][:, None, :] - unit[None, :, :]) ** 2).sum(axis=2)
    second = np.argsort(apart, axis=1)[
        np.arange(first.size), random.integers(1, near + 1, first.size)
    ]
    step = random.random((first.size, 1))
    between = values[first] + step * (values[second] - values[first])
    made = few[first.tolist()].with_columns(
        pl.Series(name, between[:, place]) for place, name in enumerate(names)
    )
    real = table.frame.with_columns(pl.col(names).cast(pl.Float64))
    frame = shuffled(pl.concat([real, made]), random)
    return parted(with_frame(table, frame), random, kind="stratified")
