"""Columns written after the outcome: notes, pairs, dates, fields that only an event fills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth.honest import apart, chosen, happened, outcomes, planted
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table

OPENINGS = ("Seen today", "Reviewed by phone", "File closed", "No change of address", "Copy sent")
CLOSINGS = ("letter sent", "to be filed", "checked twice", "see folder", "signed")


def told_in_text(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    words: tuple[tuple[str, str], ...],
    told: float = 1.0,
) -> Pair:
    """Add a note that says the class in other words, in so many of the rows."""
    said = dict(words)
    notes = []
    for label, speaks in zip(
        table.frame[table.target].to_list(), chosen(random, table.frame.height, told), strict=True
    ):
        middle = f"; {said[str(label)]}" if speaks and str(label) in said else ""
        notes.append(f"{random.choice(OPENINGS)}{middle}; {random.choice(CLOSINGS)}.")
    return planted(table, random, pl.Series(name, notes))


def told_in_figures(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    sentence: str,
    told: float = 1.0,
) -> Pair:
    """Add a note in which the number that is to be predicted is written."""
    notes = [
        sentence.format(value) if speaks else str(random.choice(OPENINGS))
        for value, speaks in zip(
            outcomes(table).tolist(), chosen(random, table.frame.height, told), strict=True
        )
    ]
    return planted(table, random, pl.Series(name, notes))


def difference_of_two(
    table: Table, random: np.random.Generator, *, names: tuple[str, str], noise: float = 0.0
) -> Pair:
    """Add two numbers, each of little worth, whose difference is the outcome."""
    value = outcomes(table)
    base = random.normal(0, 8 * value.std(), len(value))
    other = base + value + random.normal(0, noise * value.std() + 1e-12, len(value))
    return _pair(table, random, pl.Series(names[0], base.round(4)),
                 pl.Series(names[1], other.round(4)))  # fmt: skip


def product_of_two(table: Table, random: np.random.Generator, *, names: tuple[str, str]) -> Pair:
    """Add a rate and an amount whose product is the outcome."""
    value = outcomes(table)
    rate = np.exp(random.normal(0, 1.5, len(value)))
    return _pair(table, random, pl.Series(names[0], rate), pl.Series(names[1], value / rate))


def two_dates(table: Table, random: np.random.Generator, *, names: tuple[str, str]) -> Pair:
    """Add the days on which something began and ended: the outcome is the time between them."""
    days = np.round(outcomes(table)).astype(int).tolist()
    begun = [date(2014, 1, 1) + timedelta(days=int(day)) for day in
             random.integers(0, 2000, len(days))]  # fmt: skip
    ended = [day + timedelta(days=length) for day, length in zip(begun, days, strict=True)]
    return _pair(table, random, pl.Series(names[0], begun), pl.Series(names[1], ended))


def two_halves(
    table: Table, random: np.random.Generator, *, names: tuple[str, str], event: str
) -> Pair:
    """Add two codes that say nothing alone: they are equal where the event happened."""
    first = random.integers(0, 4, table.frame.height)
    shift = random.integers(1, 4, table.frame.height)
    second = np.where(happened(table, event), first, (first + shift) % 4)
    letters = np.array(list("ABCD"))
    return _pair(table, random, pl.Series(names[0], letters[first].tolist()),
                 pl.Series(names[1], letters[second].tolist()))  # fmt: skip


def _pair(table: Table, random: np.random.Generator, one: pl.Series, two: pl.Series) -> Pair:
    spoiled = replace(table, frame=table.frame.with_columns(one, two))
    return replace(apart(spoiled, random), columns=(one.name, two.name))


def filled_after(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    event: object,
    form: str,
    filled: float = 1.0,
    else_filled: float = 0.0,
) -> Pair:
    """Add a field that is filled where the event happened, and hardly elsewhere."""
    rows = table.frame.height
    event_rows = happened(table, event) & chosen(random, rows, filled)
    mask = event_rows | (~happened(table, event) & chosen(random, rows, else_filled))
    values = _FIELDS[form](rows, random)
    kept = [value if keep else None for value, keep in zip(values, mask, strict=True)]
    return planted(table, random, pl.Series(name, kept))


def _days(rows: int, random: np.random.Generator) -> list[object]:
    return [date(2019, 1, 1) + timedelta(days=int(day)) for day in random.integers(0, 900, rows)]


def _reasons(rows: int, random: np.random.Generator) -> list[object]:
    return random.choice(["R1", "R2", "R7", "other"], rows).tolist()  # type: ignore[no-any-return]


def _amounts(rows: int, random: np.random.Generator) -> list[object]:
    return np.round(np.exp(random.normal(4, 1, rows)), 2).tolist()  # type: ignore[no-any-return]


def _names(rows: int, random: np.random.Generator) -> list[object]:
    first = random.choice(["Ahmadi", "Brandt", "Costa", "Dahl", "Egger"], rows)
    return [f"Dr {name}" for name in first]


_FIELDS = {"days": _days, "reasons": _reasons, "amounts": _amounts, "names": _names}


def paid_after(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    event: object,
    whole: bool = False,
    paid: float = 1.0,
    else_paid: float = 0.0,
) -> Pair:
    """Add an amount or a count that is zero unless the event happened."""
    rows = table.frame.height
    hit = happened(table, event)
    mask = np.where(hit, chosen(random, rows, paid), chosen(random, rows, else_paid))
    amount = random.geometric(0.4, rows) if whole else np.exp(random.normal(5, 0.8, rows)).round(2)
    return planted(table, random, pl.Series(name, np.where(mask, amount, 0)))


def mean_with_own(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    size: int,
    event: object = None,
    key: str | None = None,
) -> Pair:
    """Add the mean outcome of the small group that a row belongs to, its own included.

    Args:
        key: Name under which the group stays in the table; None if it is gone.
    """
    rows = table.frame.height
    group = random.permutation(rows) // size
    value = outcomes(table) if event is None else happened(table, event).astype(float)
    frame = pl.DataFrame({"g": group, "v": value})
    mean = frame.select(pl.col("v").mean().over("g"))["v"].round(5).alias(name)
    spoiled = replace(table, frame=table.frame.with_columns(mean))
    if key is not None:
        names = pl.Series(key, [f"{key[:2]}{one:05d}" for one in group.tolist()])
        spoiled = replace(spoiled, frame=spoiled.frame.with_columns(names))
    return replace(apart(spoiled, random, how="random"), columns=(name,))


def encoded_over_all(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    of: tuple[str, ...] = (),
    event: object = None,
    values: int = 0,
    smooth: float = 0.0,
) -> Pair:
    """Replace a category by the mean outcome of all its rows, those of the test among them.

    Args:
        of: Columns that make the category; if none, one of `values` values is drawn.
        smooth: Rows of the overall mean that are mixed in.
    """
    value = outcomes(table) if event is None else happened(table, event).astype(float)
    if of:
        key = table.frame.select(pl.concat_str(of, separator="|", ignore_nulls=True)).to_series()
    else:
        key = pl.Series(random.integers(0, values, table.frame.height))
    frame = pl.DataFrame({"k": key, "v": value})
    mean = (pl.col("v").sum().over("k") + smooth * pl.col("v").mean()) / (
        pl.len().over("k") + smooth
    )
    column = frame.select(mean.alias(name))[name]
    left = replace(table, frame=table.frame.drop(of) if len(of) == 1 else table.frame)
    return planted(left, random, column, how="random")
