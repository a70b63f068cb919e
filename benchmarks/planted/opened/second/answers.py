"""Columns that know the answer by themselves: copies, codes, forecasts and notes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.second.rows import first_as, hit, with_column
from benchmarks.planted.pair import Pair, parted, score
from benchmarks.planted.table import Table


def left_in(table: Table, random: np.random.Generator, *, columns: tuple[str, ...] = ()) -> Pair:
    """Part a table whose flaw was published with it."""
    return replace(parted(table, random), columns=columns)


def carried_over(
    table: Table, random: np.random.Generator, *, name: str, lost: float = 0.0
) -> Pair:
    """Write the outcome into a second column; a share of it is lost on the way."""
    values = table.frame[table.target]
    gone = hit(random, values.len(), lost)
    kept = pl.select(pl.when(~gone).then(values)).to_series()
    return with_column(table, random, kept, name)


def case_code(
    table: Table, random: np.random.Generator, *, name: str, codes: int, first: int = 100
) -> Pair:
    """Write a code for the outcome, of which each class has some of its own."""
    classes = first_as(table).rank("dense").to_numpy().astype(int)
    drawn = first * classes + random.integers(1, codes + 1, classes.size)
    return with_column(table, random, pl.Series(drawn), name)


def bands(table: Table, random: np.random.Generator, *, name: str, count: int) -> Pair:
    """Write the band of the outcome, such as a price class.

    Trace: a number's bands do not overlap; with 12 bands they tell 99 % of its spread.
    """
    y = score(table)
    edges = np.quantile(y, np.linspace(0, 1, count + 1)[1:-1])
    letters = [f"class {chr(65 + int(i))}" for i in np.searchsorted(edges, y, side="right")]
    return with_column(table, random, pl.Series(letters), name)


def in_other_terms(
    table: Table, random: np.random.Generator, *, name: str, factor: float, add: float, digits: int
) -> Pair:
    """Write the outcome in another unit, rounded."""
    return with_column(
        table, random, pl.Series(np.round(score(table) * factor + add, digits)), name
    )


def logarithm(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Write the logarithm of the outcome, one more than it, to the third digit."""
    return with_column(table, random, pl.Series(np.round(np.log1p(score(table)), 3)), name)


def late_estimate(table: Table, random: np.random.Generator, *, name: str, error: float) -> Pair:
    """Write an estimate that was made with the outcome at hand.

    Trace: the error is a share of the spread which no forecast from the other columns comes near.
    """
    y = score(table)
    guess = y + random.normal(0, error * y.std(), y.size)
    return with_column(table, random, pl.Series(np.round(guess, 4)), name)


def audited_again(table: Table, random: np.random.Generator, *, name: str, wrong: float) -> Pair:
    """Write the finding of a later review, which differs from the outcome in a share of rows.

    Trace: one column agrees with the outcome in all but this share of the rows.
    """
    said = first_as(table)
    other = said.unique().sort()
    drawn = pl.Series(random.choice(other.to_numpy(), said.len()))
    review = pl.select(pl.when(hit(random, said.len(), wrong)).then(drawn).otherwise(said))
    return with_column(table, random, review.to_series(), name)


def in_note(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    said: tuple[str, ...],
    reach: float,
    value: str,
) -> Pair:
    """Let free text speak of the outcome in some phrases, where it is `value` and someone wrote.

    Trace: words that never stand in the notes of the other rows stand in `reach` of these.
    """
    plain = ("called twice", "letter sent", "see file", "all papers there", "spoke with the office",
             "no remarks", "address checked", "came with a friend")  # fmt: skip
    height = table.frame.height
    ordinary = [f"{random.choice(plain)}, {random.choice(plain)}" for _ in range(height)]
    telling = [f"{random.choice(plain)}; {random.choice(said)}" for _ in range(height)]
    tells = hit(random, height, reach) & (first_as(table) == value)
    notes = pl.select(pl.when(tells).then(pl.Series(telling)).otherwise(pl.Series(ordinary)))
    return with_column(table, random, notes.to_series(), name)


def in_listing(table: Table, random: np.random.Generator, *, name: str, form: str) -> Pair:
    """Let the outcome stand in a sentence or an address, in words or digits.

    Trace: the text with its numbers told apart is the outcome, in every row.
    """
    number = random.integers(1000, 9999, table.frame.height)
    texts = [form.format(y=y, n=n) for y, n in zip(table.frame[table.target], number, strict=True)]
    return with_column(table, random, pl.Series(texts), name)
