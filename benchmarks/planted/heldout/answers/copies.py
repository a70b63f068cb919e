"""The target again: as it is, in codes, in other units, or measured twice."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.heldout.answers.common import added, chance, outcome, with_column
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table

SPREAD_CODES = {"open": (11, 12, 13), "intermediate": (21, 22), "compact": (31, 32)}


def joined_twice(
    table: Table, random: np.random.Generator, *, name: str, missing: float = 0
) -> Pair:
    """A join that brought the target's column a second time, empty where nothing matched.

    Seen by: equal to the target in every row in which it is filled.
    """
    gone = pl.Series(random.random(table.frame.height) < missing)
    twice = pl.select(pl.when(~gone).then(outcome(table))).to_series()
    return added(table, random, with_column(table, name, twice), (name,))


def encoded_labels(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """The codes of a label encoder, numbered by the alphabet, left in the table.

    Seen by: one code for each class.
    """
    words = outcome(table).unique().sort().to_list()
    codes = outcome(table).replace_strict(words, range(len(words)), return_dtype=pl.Int64)
    return added(table, random, with_column(table, name, codes), (name,))


def status_letters(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """A status of the archive: C for closed without event, E or X for an event.

    Seen by: no letter belongs to two classes.
    """
    event = random.choice(["E", "E", "E", "X"], table.frame.height)
    letters = np.where((outcome(table) == "yes").to_numpy(), event, "C")
    return added(table, random, with_column(table, name, pl.Series(letters)), (name,))


def finer_codes(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Codes of a finer catalogue, two or three for each class.

    Seen by: each of the seven codes belongs to one class.
    """
    drawn = [int(random.choice(SPREAD_CODES[word])) for word in outcome(table)]
    return added(table, random, with_column(table, name, pl.Series(drawn)), (name,))


def monthly(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """A twelfth of the year's amount, in cents, from the table of bills.

    Seen by: twelve times the column is the target but for 6 cents.
    """
    return added(table, random, with_column(table, name, (outcome(table) / 12).round(2)), (name,))


def standardised(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """The standardised value of an earlier report, merged back with the other columns.

    Seen by: a straight line through all rows, correlation 1 but for three decimals.
    """
    value = outcome(table)
    usual = (value - value.mean()) / value.std()
    return added(table, random, with_column(table, name, usual.round(3)), (name,))


def logarithm(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """The logarithm that an earlier regression needed, kept as a feature.

    Seen by: its exponential is the target.
    """
    kept = outcome(table).cast(pl.Float64).log().round(4)
    return added(table, random, with_column(table, name, kept), (name,))


def weighed_again(table: Table, random: np.random.Generator, *, name: str, error: float) -> Pair:
    """The same harvest on the scale of the barn.

    Seen by: correlation with the target above 0.995.
    """
    other = outcome(table) + random.normal(0, error, table.frame.height)
    return added(table, random, with_column(table, name, other.round(1)), (name,))


def counted_again(table: Table, random: np.random.Generator, *, name: str, share: float) -> Pair:
    """A second office's count of the same things, one or two off in some rows.

    Seen by: equal to the target in all but so many rows, never more than two off.
    """
    off = random.choice([-2, -1, 1, 2], table.frame.height)
    wrong = chance(random, np.full(table.frame.height, share))
    other = (outcome(table) + pl.Series(np.where(wrong, off, 0))).clip(0)
    return added(table, random, with_column(table, name, other), (name,))


def typed_again(table: Table, random: np.random.Generator, *, name: str, share: float) -> Pair:
    """The same answer typed by a second clerk, who slipped in some rows.

    Seen by: 1 or 2 for yes or no in all but so many rows.
    """
    yes = (outcome(table) == "yes").to_numpy()
    slipped = chance(random, np.full(table.frame.height, share))
    codes = pl.Series(np.where(yes ^ slipped, 1, 2))
    return added(table, random, with_column(table, name, codes), (name,))
