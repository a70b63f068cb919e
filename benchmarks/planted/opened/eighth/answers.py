"""Columns that are the target under another name, or hold it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import honest, picked, with_column
from benchmarks.planted.pair import Pair, score
from benchmarks.planted.table import Table


def joined_copy(
    table: Table, random: np.random.Generator, *, name: str, known: float = 1.0
) -> Pair:
    """A join with the file of outcomes left the target in the table a second time.

    Seen by: equal to the target wherever it is known.
    """
    gone = pl.Series(random.random(table.frame.height) >= known)
    copy = table.frame.select(pl.when(gone).then(None).otherwise(pl.col(table.target)))
    made = with_column(table, name, copy.to_series())
    return replace(honest(made, random), columns=(name,))


def coded(
    table: Table, random: np.random.Generator, *, name: str, codes: tuple[tuple[str, str], ...]
) -> Pair:
    """The target as the old system wrote it, where a class may have more codes than one.

    Seen by: each code stands with one class only.
    """
    told = dict(codes)
    values = [
        picked(random, told[str(label)].split("/"), 1)[0] for label in table.frame[table.target]
    ]
    return replace(honest(with_column(table, name, values), random), columns=(name,))


def graded(table: Table, random: np.random.Generator, *, name: str, grades: int) -> Pair:
    """A grade that the office gave by the target itself, in so many steps.

    Seen by: the ranges of the target do not overlap between grades.
    """
    ranks = table.frame[table.target].rank("average").to_numpy()
    step = np.minimum((ranks - 1) / table.frame.height * grades, grades - 1).astype(int)
    steps = np.array([int(step[ranks == rank].min()) for rank in ranks])
    made = with_column(table, name, [f"G{n + 1:02}" for n in steps])
    return replace(honest(made, random), columns=(name,))


def in_other_units(table: Table, random: np.random.Generator, *, name: str, form: str) -> Pair:
    """The target in other units, from another file, rounded as that file does.

    Seen by: a rank correlation of 1 with the target, but for rounding.
    """
    value = pl.col(table.target)
    forms = {
        "months": (value / 30.44).round(1),
        "yearly pay": (value * 172).round(0) * 10,
        "purchasing power": (100 / (1 + value / 100)).round(2),
    }
    made = with_column(table, name, table.frame.select(forms[form]).to_series())
    return replace(honest(made, random), columns=(name,))


def measured_next_day(
    table: Table, random: np.random.Generator, *, name: str, noise: float, places: int
) -> Pair:
    """The target was measured once more, after the fact, and that is in the table.

    Seen by: a correlation above .99 with the target, in both sides.
    """
    values = score(table)
    width = noise * values.std()
    again = np.round(values + random.normal(0, width, values.size), places)
    return replace(honest(with_column(table, name, again), random), columns=(name,))


def second_clerk(table: Table, random: np.random.Generator, *, name: str, slips: float) -> Pair:
    """Another office wrote down the outcome too, and slipped now and then.

    Seen by: equal to the target in all rows but a few of a hundred.
    """
    labels = table.frame[table.target]
    others = stirred_labels(random, labels)
    slip = random.random(labels.len()) < slips
    told = [other if off else own for own, other, off in zip(labels, others, slip, strict=True)]
    return replace(honest(with_column(table, name, told), random), columns=(name,))


def stirred_labels(random: np.random.Generator, labels: pl.Series) -> list[object]:
    """Return the labels in a drawn order."""
    return list(labels.gather(random.permutation(labels.len()).tolist()))


def note_of_case(
    table: Table, random: np.random.Generator, *, name: str, said: tuple[tuple[str, str], ...]
) -> Pair:
    """Free text that was written when the case was closed; a third of the notes say nothing.

    Seen by: sentences that stand with one class only, in two thirds of the rows.
    """
    plain = ("File complete.", "Called back once.", "Copy sent by post.", "Seen by Mr. Adams.")
    told = dict(said)
    notes = []
    for label in table.frame[table.target]:
        words = told[str(label)].split("/")
        closing = picked(random, words, 1)[0]
        opening = picked(random, plain, 1)[0]
        notes.append(f"{opening} {closing}" if random.random() < 2 / 3 else opening)
    return replace(honest(with_column(table, name, notes), random), columns=(name,))


def path_of_file(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """Where the letter was kept: the folder was chosen by whoever labelled it.

    Seen by: the folder `junk` in the path of every spam and of no other letter.
    """
    folder = {"yes": "junk", "no": "inbox"}
    numbers = random.integers(10**6, 10**7, table.frame.height)
    paths = [
        f"/srv/mail/u{n % 37:02}/{folder[str(label)]}/{n}.eml"
        for n, label in zip(numbers, table.frame[table.target], strict=True)
    ]
    return replace(honest(with_column(table, name, paths), random), columns=(name,))


def offer_text(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """The advertisement as it was printed, with the price in it.

    Seen by: the number behind `$` is the target, rounded to a dollar.
    """
    first = ("Brilliant cut", "Fine stone", "Loose diamond")
    opening = picked(random, first, table.frame.height)
    texts = [
        f"{what}, colour {colour}, ${value:,.0f}, certificate included"
        for what, colour, value in zip(
            opening, table.frame["Color"], table.frame[table.target], strict=True
        )
    ]
    return replace(honest(with_column(table, name, texts), random), columns=(name,))


def votes_counted(table: Table, random: np.random.Generator) -> Pair:
    """Votes cast and votes won came with the results; their ratio is the target.

    Seen by: 100 times won over cast is the target to .01; neither alone tells it.
    """
    cast = random.integers(90_000, 310_000, table.frame.height)
    won = np.round(cast * score(table) / 100).astype(int)
    made = with_column(with_column(table, "ballots", cast), "ballots_for", won)
    return replace(honest(made, random), columns=("ballots", "ballots_for"))


def days_paid(table: Table, random: np.random.Generator, *, works: str) -> Pair:
    """Days in the register and days without pay: they are equal for those who do not work.

    Seen by: equal in every row of one class and in none of the other; each alone says little.
    """
    rows = table.frame.height
    register = random.integers(120, 361, rows)
    worked = (table.frame[table.target] == works).to_numpy()
    unpaid = np.where(worked, register - random.integers(1, 100, rows), register)
    made = with_column(with_column(table, "days_in_register", register), "days_unpaid", unpaid)
    return replace(honest(made, random), columns=("days_in_register", "days_unpaid"))


def first_and_last_day(table: Table, random: np.random.Generator) -> Pair:
    """The day a fly hatched and the day it was thrown away, counted from the start of the trial.

    Seen by: the difference is the target, to a tenth; the correlation of each day is below .9.
    """
    hatched = np.round(random.uniform(0, 60, table.frame.height), 1)
    gone = np.round(hatched + score(table), 1)
    made = with_column(with_column(table, "hatched_day", hatched), "removed_day", gone)
    return replace(honest(made, random), columns=("hatched_day", "removed_day"))
