"""What was fitted, drawn or made with both sides together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.seventh.frames import joined, numbers, shuffled, split_again
from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table


def scaled(
    table: Table, random: np.random.Generator, *, form: str, columns: tuple[str, ...] = ()
) -> Pair:
    """Scale numbers by what both sides together have.

    Seen by: pooled mean 0 and deviation 1, or pooled 0 and 1 as limits, exactly; not in training.
    """
    pair = parted(table, random)
    names = columns or tuple(decimals(table))
    frame = joined(pair).with_columns(pl.col(name).cast(pl.Float64) for name in names)
    forms: dict[str, Callable[[pl.Expr], pl.Expr]] = {
        "standard": lambda c: (c - c.mean()) / c.std(ddof=0),
        "limits": lambda c: (c - c.min()) / (c.max() - c.min()),
        "log standard": lambda c: (c.log1p() - c.log1p().mean()) / c.log1p().std(ddof=0),
    }
    scale = forms[form]
    return split_again(pair, frame.with_columns(scale(pl.col(name)) for name in names), *names)


def imputed(
    table: Table,
    random: np.random.Generator,
    *,
    columns: tuple[str, ...],
    how: str = "mean",
    by: str | None = None,
) -> Pair:
    """Fill what is not known with the mean or median of both sides, of all or of a category.

    Seen by: the value that repeats is that of the known rows of both sides, not of training.
    """
    pair = parted(table, random)
    frame = joined(pair)
    for name in columns:
        known = pl.col(name).cast(pl.Float64)
        fill = known.median() if how == "median" else known.mean()
        frame = frame.with_columns(known.fill_null(fill.over(by) if by else fill).alias(name))
    return split_again(pair, frame, *columns)


def selected(
    table: Table, random: np.random.Generator, *, prefix: str, tried: int, kept: int
) -> Pair:
    """Keep those of many columns of chance that go best with the target on all rows.

    Seen by: a sum of them, signed by training, goes with the test's target, p < .001.
    """
    value = score(table)
    noise = random.normal(size=(value.size, tried))
    centred = (value - value.mean()) / value.std()
    strength = np.abs(centred @ noise) / value.size
    best = np.sort(np.argsort(-strength)[:kept])
    columns = [pl.Series(f"{prefix}_{at + 1:04d}", noise[:, at].round(3)) for at in best]
    pair = parted(with_frame(table, table.frame.with_columns(columns)), random)
    return replace(pair, columns=tuple(column.name for column in columns))


def repeated_rare(table: Table, random: np.random.Generator, *, times: int) -> Pair:
    """Repeat the rows of the rarest class, and split afterwards.

    Seen by: most rows of this class in the test stand in training too, and hardly any other.
    """
    rare = table.frame.filter(pl.col(table.target) == rarest(table))
    frame = shuffled(pl.concat([table.frame, *[rare] * times]), random)
    return parted(with_frame(table, frame), random)


def drawn_with_return(table: Table, random: np.random.Generator) -> Pair:
    """Draw equally many rows of each class with return, and split afterwards.

    Seen by: rows of the rarer classes stand on both sides, many times.
    """
    counts = table.frame[table.target].value_counts()
    most = int(counts["count"].to_numpy().max())
    parts = []
    for value in counts[table.target].sort().to_list():
        rows = table.frame.filter(pl.col(table.target) == value)
        more = random.integers(0, rows.height, most - rows.height).tolist()
        parts.append(pl.concat([rows, rows[more]]))
    return parted(with_frame(table, shuffled(pl.concat(parts), random)), random)


def between_neighbours(
    table: Table, random: np.random.Generator, *, times: float, digits: int = 6
) -> Pair:
    """Make rows of the rarest class between one and its near ones, and split afterwards.

    Seen by: each made row lies on the line between two real ones in every number.
    """
    names = [name for name in numbers(table) if table.frame[name].null_count() == 0]
    rare = table.frame.filter(pl.col(table.target) == rarest(table))
    real = rare.select(names).cast(pl.Float64).to_numpy()
    unit = (real - real.mean(0)) / (real.std(0) + 1e-9)
    made = round(times * rare.height)
    first = random.integers(0, rare.height, made)
    far = ((unit[first][:, None, :] - unit[None]) ** 2).sum(-1)
    second = np.argsort(far, axis=1)[np.arange(made), random.integers(1, 6, made)]
    share = random.random((made, 1))
    values = real[first] + share * (real[second] - real[first])
    return _with_made(table, random, rare[first.tolist()], names, values.round(digits))


def middles(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Fill a table up with means of two rows of alike target, and split afterwards.

    Seen by: each made row is half of the sum of two real ones in every number.
    """
    names = [name for name in numbers(table) if table.frame[name].null_count() == 0]
    frame = shuffled(table.frame, random).sort(table.target, maintain_order=True)
    both = [*names, table.target] if table.numeric_target else names
    values = frame.select(both).cast(pl.Float64).to_numpy()
    at = random.integers(0, frame.height - 4, round(share * frame.height))
    mate = at + random.integers(1, 4, at.size)
    if not table.numeric_target:
        same = frame[table.target].to_numpy()[at] == frame[table.target].to_numpy()[mate]
        at, mate = at[same], mate[same]
    return _with_made(table, random, frame[at.tolist()], both, (values[at] + values[mate]) / 2)


def _with_made(
    table: Table,
    random: np.random.Generator,
    parents: pl.DataFrame,
    names: list[str],
    values: np.ndarray,
) -> Pair:
    """Add made rows, with the words of a parent, and split at random."""
    made = parents.with_columns(pl.Series(name, values[:, at]) for at, name in enumerate(names))
    real = table.frame.with_columns(pl.col(name).cast(pl.Float64) for name in names)
    frame = shuffled(pl.concat([real, made.select(real.columns)]), random)
    return parted(with_frame(table, frame), random)
