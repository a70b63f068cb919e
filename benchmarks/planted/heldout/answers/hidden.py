"""The target in what was written, and in two columns that say nothing alone."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.heldout.answers.common import added, outcome, with_column
from benchmarks.planted.heldout.answers.states import counted_deaths
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.shipped import packed
from benchmarks.planted.source import mixed
from benchmarks.planted.table import Table

CLOSED = (
    "reported by a customer, asked the host to take it down",
    "fraud confirmed, blocked for all users",
    "copy of a bank's login, blocked the same day",
    "credentials stolen from two users, host informed of the fraud",
)
ROUTINE = (
    "queued for the weekly check",
    "certificate looked at, second look on Monday",
    "seen by the crawler, nothing to add",
    "owner asked for details, no answer yet",
    "looked at after a question from support",
)


def case_notes(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The notes of the desk, which were written on while the case was closed.

    Seen by: "fraud", "blocked" or "take it down" in three quarters of the phishing sites only.
    """
    closed = (outcome(table) == "yes").to_numpy() & (random.random(table.frame.height) < share)
    words = [str(random.choice(CLOSED if one else ROUTINE)) for one in closed]
    days = random.integers(1, 29, table.frame.height)
    notes = pl.Series([f"{day:02}.05. {text}" for day, text in zip(days, words, strict=True)])
    return added(table, random, with_column(table, "desk_note", notes), ("desk_note",))


def yearly_letter(table: Table, random: np.random.Generator) -> Pair:
    """The letter that the insurer sent at the end of the year.

    Seen by: the amount in the letter is the target in every row.
    """
    opening = random.choice(["Dear member,", "Dear Ms,", "To our member:"], table.frame.height)
    letters = pl.Series(
        [
            f"{hello} in the past year we settled drugs for ${amount:,}.00. Keep this letter."
            for hello, amount in zip(opening, outcome(table), strict=True)
        ]
    )
    return added(table, random, with_column(table, "letter", letters), ("letter",))


def plate_paths(table: Table, random: np.random.Generator) -> Pair:
    """Where the plate of the group lies: the sorter put each kind into a folder.

    Seen by: the folder's name is the class in every row.
    """
    numbers = random.permutation(table.frame.height)
    years = random.integers(1978, 1981, table.frame.height)
    paths = pl.Series(
        [
            f"plates/{year}/{kind[:3]}/group_{number:04}.fits"
            for year, kind, number in zip(years, outcome(table), numbers, strict=True)
        ]
    )
    return added(table, random, with_column(table, "plate", paths), ("plate",))


def turned_scale(table: Table, random: np.random.Generator, *, slips: float) -> Pair:
    """An item whose scale was turned for half of the forms, kept with the raw answer.

    Seen by: form and raw answer together are the target in 98 % of the rows; each alone is even.
    """
    turned = random.random(table.frame.height) < 0.5
    yes = (outcome(table) == "yes").to_numpy()
    first = (yes ^ turned) ^ (random.random(table.frame.height) < slips)
    frame = table.frame.with_columns(
        form=pl.Series(np.where(turned, "B", "A")), answer_3=pl.Series(np.where(first, 1, 2))
    )
    return added(table, random, with_frame(table, frame), ("form", "answer_3"))


def year_and_hours(table: Table, random: np.random.Generator) -> Pair:
    """The earnings of the year, which are in the source, beside the hours of the year.

    Seen by: earnings by hours are the wage but for its rounding.
    """
    source = mixed(packed("linearmodels", "datasets/fringe/fringe.csv.bz2"), seed=3)
    changed = with_column(table, "annearn", source["annearn"])
    return added(table, random, changed, ("annearn", "annhrs"))


def dead_and_people(table: Table, random: np.random.Generator) -> Pair:
    """The dead and the people, of which the rate was computed, joined again.

    Seen by: dead by 10,000 people are the target in every row.
    """
    frame = table.frame.join(
        counted_deaths(), on=["state", "year"], how="left", maintain_order="left"
    )
    return added(table, random, with_frame(table, frame), ("fatal", "pop"))
