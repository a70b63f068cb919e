"""Columns that hold the outcome, as joins, exports and later entries bring them in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table


def left_in(table: Table, random: np.random.Generator, *, columns: tuple[str, ...] = ()) -> Pair:
    """The table as it was published: nobody took away what says the outcome."""
    return replace(parted(table, random), columns=columns)


def merged_twice(table: Table, random: np.random.Generator, *, suffix: str = "_y") -> Pair:
    """A join with the table of outcomes left the target a second time, under a suffix."""
    return _with(table, random, table.frame[table.target].alias(table.target + suffix))


def as_text(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """A printed form of the outcome: `EUR 1,234.00`."""
    printed = [f"EUR {value:,.2f}" for value in score(table)]
    return _with(table, random, pl.Series(name, printed))


def opposite(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """A flag that says the contrary of the outcome."""
    return _with(table, random, pl.Series(name, score(table) == 0).cast(pl.Int8))


def coded(table: Table, random: np.random.Generator, *, name: str, codes: tuple[str, ...]) -> Pair:
    """The outcome in the words of another office; several of them may mean one class."""
    classes = table.frame[table.target].unique().sort().to_list()
    drawn = random.random(table.frame.height)
    said = []
    for value, chance in zip(table.frame[table.target].to_list(), drawn, strict=True):
        own = codes[classes.index(value) :: len(classes)]
        said.append(own[int(chance * len(own))])
    return _with(table, random, pl.Series(name, said))


def banded(table: Table, random: np.random.Generator, *, name: str, bands: int) -> Pair:
    """A band of the outcome, as a report would show it."""
    place = np.argsort(np.argsort(score(table), kind="stable"))
    band = place * bands // table.frame.height
    return _with(table, random, pl.Series(name, [f"B{one + 1:02}" for one in band]))


def standardised(table: Table, random: np.random.Generator, *, name: str, scale: float) -> Pair:
    """The outcome as a mark around 100, rounded to whole numbers."""
    value = score(table)
    mark = 100 + scale * (value - value.mean()) / value.std()
    return _with(table, random, pl.Series(name, mark.round()))


def appraised(table: Table, random: np.random.Generator, *, name: str, error: float) -> Pair:
    """An appraisal made afterwards, right to within a share of the value."""
    value = score(table) * np.exp(error * random.standard_normal(table.frame.height))
    return _with(table, random, pl.Series(name, [float(f"{one:.3g}") for one in value]))


def old_score(table: Table, random: np.random.Generator, *, name: str, spread: float) -> Pair:
    """The score of a model that was fitted on these very rows, and is nearly always right."""
    odds = 4.0 * (2 * score(table) - 1) + spread * random.standard_normal(table.frame.height)
    return _with(table, random, pl.Series(name, (1 / (1 + np.exp(-odds))).round(3)))


def second_opinion(
    table: Table, random: np.random.Generator, *, name: str, missed: float, false: float
) -> Pair:
    """A later diagnosis in words: a few cases missed, fewer called falsely."""
    case = score(table) > 0
    drawn = random.random(table.frame.height)
    says = np.where(case, drawn >= missed, drawn < false)
    return _with(table, random, pl.Series(name, np.where(says, "positive", "negative")))


def in_path(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Files were sorted into a folder for each class; the path came along."""
    classes = [str(value).lower().replace(" ", "_") for value in table.frame[table.target]]
    numbers = random.integers(10_000, 99_999, table.frame.height)
    paths = [
        f"archive/{one}/scan_{number}.pdf" for one, number in zip(classes, numbers, strict=True)
    ]
    return _with(table, random, pl.Series(name, paths))


def in_remarks(table: Table, random: np.random.Generator, *, reach: float) -> Pair:
    """Remarks of clerks: some of them tell what became of the case, in several wordings."""
    told = ("closed after the event", "event confirmed by phone", "family told us of the event")
    other: tuple[str, ...] = (
        "first contact",
        "form sent by post",
        "no remarks",
        "moved within town",
    )
    other += ("asked for a copy", "spoke to a colleague", "form incomplete, sent back")
    case, drawn = score(table) > 0, random.random(table.frame.height)
    texts = []
    for happened, chance in zip(case, drawn, strict=True):
        pool = told if happened and chance < reach else other
        day, first = random.integers(1, 29), pool[random.integers(len(pool))]
        texts.append(f"{first}; {other[random.integers(len(other))]} ({day:02}/0{day % 9 + 1})")
    return _with(table, random, pl.Series("remarks", texts))


def total_and_count(table: Table, random: np.random.Generator) -> Pair:
    """An invoice and the number of its units: their ratio is the outcome."""
    units = np.exp(random.normal(2.5, 1.0, table.frame.height)).round() + 1
    total = (score(table) * units).round(2)
    return _with(table, random, pl.Series("units", units), pl.Series("invoice", total))


def due_and_done(table: Table, random: np.random.Generator) -> Pair:
    """Two days: done after due says the outcome, neither does alone."""
    due = random.integers(16_000, 18_000, table.frame.height)
    away = random.integers(1, 120, table.frame.height)
    done = np.where(score(table) > 0, due + away, due - away)
    return _with(table, random, pl.Series("due_day", due), pl.Series("done_day", done))


def dated_where_it_happened(
    table: Table, random: np.random.Generator, *, name: str, reach: float, elsewhere: float
) -> Pair:
    """A day that is entered for a share of those to whom it happened, and seldom for others."""
    case, drawn = score(table) > 0, random.random(table.frame.height)
    days = random.integers(0, 1500, table.frame.height)
    made = pl.select(pl.date(2015, 1, 1) + pl.duration(days=pl.lit(pl.Series(days)))).to_series()
    entered = pl.Series(drawn < np.where(case, reach, elsewhere))
    return _with(table, random, pl.select(pl.when(entered).then(made).alias(name)).to_series())


def counted_where_it_happened(
    table: Table, random: np.random.Generator, *, name: str, reach: float, elsewhere: float
) -> Pair:
    """A number of reminders, calls or refunds: above 0 for those to whom it happened."""
    case, drawn = score(table) > 0, random.random(table.frame.height)
    count = random.poisson(1.5, table.frame.height) + 1
    happened = drawn < np.where(case, reach, elsewhere)
    return _with(table, random, pl.Series(name, np.where(happened, count, 0)))


def numbered_by_series(
    table: Table, random: np.random.Generator, *, name: str, strays: float
) -> Pair:
    """Cases and controls were enrolled as two series, and numbered one after the other."""
    case = score(table) > 0
    case ^= random.random(table.frame.height) < strays
    numbers = random.permutation(table.frame.height) + np.where(case, 500_000, 100_000)
    return _with(table, random, pl.Series(name, numbers))


def numbered_after_sorting(
    table: Table, random: np.random.Generator, *, name: str, noise: float
) -> Pair:
    """Places in a list that was sorted by an estimate of the outcome, as text `N-000123`."""
    value = score(table)
    value = value + noise * value.std() * random.standard_normal(value.size)
    place = np.argsort(np.argsort(value, kind="stable"))
    return _with(table, random, pl.Series(name, [f"N-{one:06}" for one in place]))


def appended(table: Table, random: np.random.Generator) -> Pair:
    """One query a class, their results put below each other; each side keeps that order."""
    frame = table.frame.sort(table.target, maintain_order=True)
    return parted(with_frame(table, frame), random)


def household_figure(
    table: Table, random: np.random.Generator, *, name: str, size: int, of: str
) -> Pair:
    """The mean or the largest outcome of a household, the row itself among them."""
    home = random.permutation(table.frame.height) // size
    taken = pl.col("y").mean() if of == "mean" else pl.col("y").max()
    told = pl.DataFrame({"home": home, "y": score(table)}).select(taken.over("home").round(3))
    return _with(table, random, told.to_series().alias(name))


def smoothed_encoding(
    table: Table, random: np.random.Generator, *, column: str, weight: float, keep: bool
) -> Pair:
    """Each level became its mean outcome over all rows, drawn towards the whole by `weight`."""
    value = pl.Series("y", score(table))
    whole = float(value.mean())  # type: ignore[arg-type]
    told = pl.DataFrame([table.frame[column].alias("level"), value]).select(
        ((pl.col("y").sum() + weight * whole) / (pl.len() + weight)).over("level")
    )
    pair = _with(table, random, told.to_series().alias(f"{column}_te"))
    if keep:
        return pair
    return replace(pair, train=pair.train.drop(column), test=pair.test.drop(column))


def _with(table: Table, random: np.random.Generator, *columns: pl.Series) -> Pair:
    frame = table.frame.with_columns(columns)
    names = tuple(column.name for column in columns)
    return replace(parted(with_frame(table, frame), random), columns=names)
