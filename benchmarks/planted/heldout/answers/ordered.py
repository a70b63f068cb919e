"""Identifiers and rows in the order of the outcome."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.heldout.answers.common import added, outcome, with_column
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.table import Table


def numbered_by_amount(table: Table, random: np.random.Generator, *, spread: float) -> Pair:
    """Numbers given when the accounts were worked through from the dearest down.

    Seen by: rank correlation of number and target beyond 0.95.
    """
    amount = outcome(table).cast(pl.Float64).log1p().to_numpy()
    order = np.argsort(np.argsort(-(amount + random.normal(0, spread, len(amount)))))
    number = pl.Series(40_000 + 3 * order + random.integers(0, 3, len(amount)))
    return _declared(added(table, random, with_column(table, "account", number), ("account",)))


def two_lists(table: Table, random: np.random.Generator) -> Pair:
    """Two lists, one of each class, numbered one after the other.

    Seen by: one border of the number parts the classes without a mistake.
    """
    yes = (outcome(table) == "yes").to_numpy()
    drawn = np.argsort(np.argsort(yes * 2.0 + random.random(len(yes))))
    return _declared(
        added(table, random, with_column(table, "site_id", pl.Series(1001 + drawn)), ("site_id",))
    )


def filed_by_answer(table: Table, random: np.random.Generator, *, stray: float) -> Pair:
    """Sheets were filed by the answer, best first, before they got numbers; some were put wrong.

    Seen by: rank correlation of the number with the answer's place beyond 0.85.
    """
    place = outcome(table).replace_strict(
        ["excellent", "vegood", "good", "fair", "poor"], range(5), return_dtype=pl.Float64
    )
    wrong = random.random(table.frame.height) < stray
    key = np.where(wrong, random.random(table.frame.height) * 5, place.to_numpy())
    order = np.argsort(np.argsort(key + random.random(table.frame.height)))
    numbers = pl.Series([f"HS-{number + 1:05}" for number in order])
    return _declared(added(table, random, with_column(table, "sheet", numbers), ("sheet",)))


def events_last(table: Table, random: np.random.Generator) -> Pair:
    """The quiet were written first, then those with an event; each class was parted on its own.

    Seen by: in both sides all rows of one class stand before the other.
    """
    return added(table, random, with_frame(table, table.frame.sort(table.target)), ())


def largest_first(table: Table, random: np.random.Generator) -> Pair:
    """A sheet sorted from the largest to the smallest before it was parted.

    Seen by: the target falls from row to row in both sides.
    """
    return added(
        table, random, with_frame(table, table.frame.sort(table.target, descending=True)), ()
    )


def second_batch(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Most of the covered came in a second file, which was put below the first.

    Seen by: the last third of each side is all yes, the rest one in five.
    """
    late = (outcome(table) == "yes").to_numpy() & (random.random(table.frame.height) < share)
    order = np.argsort(late, kind="stable")
    return added(table, random, with_frame(table, table.frame[order.tolist()]), ())


def _declared(pair: Pair) -> Pair:
    return replace(pair, id=pair.columns[0])
