"""Ways by which one column, or two together, come to know the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import chosen, one_of, with_column
from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table

IDLE = ("file opened", "sent to archive", "copy made", "checked by second clerk", "no remark")
"""What a log says that says nothing."""


def left_in(table: Table, random: np.random.Generator, *, names: tuple[str, ...]) -> Pair:
    """The column was in the file from the start."""
    return replace(parted(table, random), columns=names)


def joined_on_itself(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """A join brought the outcome along a second time, with a suffix."""
    return with_column(table, random, name, table.frame[table.target])


def lag_of_none(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """A column of last period's outcome was made with a shift of 0."""
    values = table.frame[table.target].cast(pl.Float64).shift(0)
    return with_column(table, random, name, values)


def codes_of(
    table: Table, random: np.random.Generator, *, name: str, codes: Mapping[str, tuple[str, ...]]
) -> Pair:
    """A status, fee or form that follows from the outcome, under codes of its own."""
    values = [one_of(random, codes[label]) for label in table.frame[table.target]]
    return with_column(table, random, name, pl.Series(values))


def bands(
    table: Table, random: np.random.Generator, *, name: str, borders: tuple[float, ...]
) -> Pair:
    """A band or grade that an office puts on the outcome, by fixed borders."""
    numbers = np.digitize(table.frame[table.target].to_numpy(), borders)
    letters = [f"band {'ABCDEFGHIJKL'[number]}" for number in numbers]
    return with_column(table, random, name, pl.Series(letters))


def standard_score(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """The outcome less its mean, by its deviation, from a report that compares units."""
    answer = table.frame[table.target].cast(pl.Float64)
    values = ((answer - answer.mean()) / answer.std()).round(4)
    return with_column(table, random, name, values)


def charged(
    table: Table, random: np.random.Generator, *, name: str, rate: float, fee: float, digits: int
) -> Pair:
    """A tax, a commission or another currency: the outcome times a rate, and a fee on top."""
    values = (table.frame[table.target].cast(pl.Float64) * rate + fee).round(digits)
    return with_column(table, random, name, values)


def provisional(
    table: Table, random: np.random.Generator, *, name: str, revised: float, by: float
) -> Pair:
    """A first figure of the outcome; later some of them were revised by a few percent.

    Args:
        revised: Share of the figures that were revised.
        by: Deviation of the revisions, as a share of the figure.
    """
    answer = table.frame[table.target].cast(pl.Float64)
    factor = 1 + by * random.standard_normal(answer.len())
    changed = random.random(answer.len()) < revised
    values = answer * pl.Series(np.where(changed, factor, 1.0))
    return with_column(table, random, name, values.round(3))


def twin_meter(table: Table, random: np.random.Generator, *, name: str, reach: float) -> Pair:
    """A second meter next to the first: the outcome and an error of the meter.

    Args:
        reach: Deviation of the error, in standard deviations of the outcome.
    """
    answer = table.frame[table.target].cast(pl.Float64)
    off = pl.Series(reach * float(score(table).std()) * random.standard_normal(answer.len()))
    return with_column(table, random, name, (answer + off + 0.4 * reach).round(3))


def quick_assessment(
    table: Table, random: np.random.Generator, *, name: str, wrong: float, words: Mapping[str, str]
) -> Pair:
    """Somebody noted the outcome in other words when it was known, and erred now and then."""
    labels = table.frame[table.target]
    classes = labels.unique().sort().to_list()
    erred = chosen(random, labels.len(), wrong)
    said = [
        words[one_of(random, [one for one in classes if one != label]) if is_wrong else label]
        for label, is_wrong in zip(labels, erred, strict=True)
    ]
    return with_column(table, random, name, pl.Series(said))


def path_of_file(
    table: Table, random: np.random.Generator, *, name: str, folders: Mapping[str, str]
) -> Pair:
    """The path of a scan, in a folder that is named for the outcome."""
    paths = [
        f"/mnt/{one_of(random, ('vol1', 'vol2', 'vol7'))}/{folders[label]}/"
        f"IMG_{int(random.integers(10_000, 99_999))}.tif"
        for label in table.frame[table.target]
    ]
    return with_column(table, random, name, pl.Series(paths))


def log_of_events(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    events: Mapping[str, tuple[str, ...]],
    reach: float,
) -> Pair:
    """A log that part of the time holds an entry which only one outcome brings about.

    Args:
        events: Entries of each class; a class that is not named has none.
        reach: Share of those rows whose log holds the entry.
    """
    texts = []
    for label in table.frame[table.target]:
        entries = [one_of(random, IDLE) for _ in range(int(random.integers(1, 4)))]
        if label in events and random.random() < reach:
            entries.insert(int(random.integers(len(entries) + 1)), one_of(random, events[label]))
        texts.append("; ".join(entries))
    return with_column(table, random, name, pl.Series(texts))


def letter_with_figure(
    table: Table, random: np.random.Generator, *, name: str, form: str, reach: float
) -> Pair:
    """A letter that quotes the outcome as a number, where there is a letter at all.

    Args:
        reach: Share of the rows with such a letter; the others have one that quotes nothing.
    """
    told = random.random(table.frame.height) < reach
    texts = [
        form.format(value) if tells else f"Dear reader, {one_of(random, IDLE)}."
        for value, tells in zip(table.frame[table.target], told, strict=True)
    ]
    return with_column(table, random, name, pl.Series(texts))


def begin_and_end(
    table: Table, random: np.random.Generator, *, names: tuple[str, str], base: float, wide: float
) -> Pair:
    """Two counters whose difference is the outcome, as of a meter at the start and the end.

    Args:
        wide: Spread of the first counter, in standard deviations of the outcome.
    """
    answer = table.frame[table.target].cast(pl.Float64)
    reach = wide * float(score(table).std())
    first = pl.Series(base + reach * random.random(answer.len())).round(2)
    frame = table.frame.with_columns(
        first.alias(names[0]), (first + answer).round(2).alias(names[1])
    )
    return replace(parted(with_frame(table, frame), random), columns=names)


def keys_that_agree(
    table: Table, random: np.random.Generator, *, names: tuple[str, str], of: str, doubt: float
) -> Pair:
    """Two readers' codes that are equal where the outcome is one class and not where it is not.

    Neither code says anything alone.

    Args:
        doubt: Share of the rows where this does not hold.
    """
    same = (table.frame[table.target] == of).to_numpy()
    same = same ^ (random.random(same.size) < doubt)
    first = random.integers(0, 3, same.size)
    second = np.where(same, first, (first + random.integers(1, 3, same.size)) % 3)
    frame = table.frame.with_columns(
        pl.Series(name, [f"K{code}" for code in codes])
        for name, codes in zip(names, (first, second), strict=True)
    )
    return replace(parted(with_frame(table, frame), random), columns=names)


def closed_on(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    of: str,
    reach: float,
    strays: float = 0.0,
) -> Pair:
    """A date that is set when the case ends one way, and is empty otherwise.

    Args:
        of: The outcome that sets the date.
        reach: Share of those rows that have the date.
        strays: Share of the other rows that have one too.
    """
    filled = _happened(table, random, of, reach, strays)
    days = random.integers(0, 900, filled.size)
    dates = [
        date(2021, 1, 1) + timedelta(int(after)) if is_filled else None
        for after, is_filled in zip(days, filled, strict=True)
    ]
    return with_column(table, random, name, pl.Series(dates, dtype=pl.Date))


def grade_of_case(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    of: str,
    reach: float,
    strays: float = 0.0,
) -> Pair:
    """A measurement that is taken of those alone whom the outcome struck."""
    filled = _happened(table, random, of, reach, strays)
    grade = pl.Series(random.gamma(3.0, 1.4, filled.size).round(1))
    values = pl.select(pl.when(pl.Series(filled)).then(grade)).to_series()
    return with_column(table, random, name, values)


def paid_back(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    of: str,
    reach: float,
    strays: float = 0.0,
    mean: float = 60.0,
) -> Pair:
    """Money or hours that one outcome costs, and 0 for everybody else."""
    happened = _happened(table, random, of, reach, strays)
    amounts = np.where(happened, random.lognormal(np.log(mean), 0.6, happened.size).round(2), 0.0)
    return with_column(table, random, name, pl.Series(amounts))


def calls_made(
    table: Table, random: np.random.Generator, *, name: str, of: str, reach: float, mean: float
) -> Pair:
    """Calls after the fact, a whole number, and 0 for everybody else."""
    happened = _happened(table, random, of, reach, 0.0)
    counts = np.where(happened, 1 + random.poisson(mean, happened.size), 0)
    return with_column(table, random, name, pl.Series(counts))


def _happened(
    table: Table, random: np.random.Generator, of: str, reach: float, strays: float
) -> np.ndarray:
    struck = (table.frame[table.target] == of).to_numpy()
    if not struck.any():
        raise ValueError(f"{table.name} has no {of}")
    return random.random(struck.size) < np.where(struck, reach, strays)
