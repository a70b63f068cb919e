"""Ways by which a feature comes to know the answer, in one column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.third.draws import noise, some
from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table


def left_in(table: Table, random: np.random.Generator, *, names: tuple[str, ...] = ()) -> Pair:
    """The fault was in the file from the start."""
    return replace(parted(table, random), columns=names)


def label_of_other_system(table: Table, random: np.random.Generator, *, name: str) -> Pair:
    """The outcome comes along under the name that another system gives it."""
    return _with(table, random, name, table.frame[table.target])


def coded(
    table: Table, random: np.random.Generator, *, name: str, codes: tuple[tuple[str, ...], ...]
) -> Pair:
    """A tariff or status that follows from the outcome, with several codes a class.

    Args:
        codes: Codes of each class, in the order of the classes.
    """
    classes = table.frame[table.target].unique().sort().to_list()
    if len(classes) != len(codes):
        raise ValueError(f"{table.name} has {len(classes)} classes")
    of = dict(zip(classes, codes, strict=True))
    values = [
        of[label][int(random.integers(len(of[label])))] for label in table.frame[table.target]
    ]
    return _with(table, random, name, pl.Series(values))


def quantile_group(table: Table, random: np.random.Generator, *, name: str, groups: int) -> Pair:
    """Fifths or tenths of the outcome, made for a chart and left in."""
    rank = table.frame[table.target].rank("ordinal")
    group = ((rank - 1) * groups // table.frame.height + 1).cast(pl.Int64)
    return _with(table, random, name, pl.Series([f"Q{one}" for one in group]))


def in_other_unit(
    table: Table, random: np.random.Generator, *, name: str, times: float, add: float, digits: int
) -> Pair:
    """The outcome in another unit or under another rate, rounded as such a column would be."""
    values = (table.frame[table.target].cast(pl.Float64) * times + add).round(digits)
    return _with(table, random, name, values)


def near(table: Table, random: np.random.Generator, *, name: str, spread: float) -> Pair:
    """The outcome a little later or by another judge: off by `spread` standard deviations."""
    answer = table.frame[table.target].cast(pl.Float64)
    off = noise(random, answer.len(), spread * float(score(table).std()))
    return _with(table, random, name, (answer + off).round(3))


def second_reader(table: Table, random: np.random.Generator, *, name: str, differs: float) -> Pair:
    """A colleague who knew the result read the case too, and differs now and then."""
    labels = table.frame[table.target]
    other = labels.sample(fraction=1.0, shuffle=True, seed=int(random.integers(2**31)))
    mask = some(random, labels.len(), differs)
    return _with(table, random, name, other.zip_with(mask, labels))


def letter_sent(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    texts: tuple[tuple[str, ...], ...],
    reach: float,
) -> Pair:
    """Notes of the clerk in which the outcome stands in words, among notes that say nothing.

    Args:
        texts: Sentences of each class, in the order of the classes.
        reach: Share of the rows whose note gives it away.
    """
    classes = table.frame[table.target].unique().sort().to_list()
    of = dict(zip(classes, texts, strict=True))
    idle = ("called back, nobody there", "address checked", "papers complete", "form scanned")
    told = random.random(table.frame.height) < reach
    notes = []
    for label, tells in zip(table.frame[table.target], told, strict=True):
        number = int(random.integers(1000, 9999))
        said = of[label][int(random.integers(len(of[label])))] if tells else ""
        notes.append(f"no. {number}: {idle[int(random.integers(4))]}. {said}".strip())
    return _with(table, random, name, pl.Series(notes))


def quoted(table: Table, random: np.random.Generator, *, name: str, form: str) -> Pair:
    """A sentence of an advertisement or a report that quotes the number itself."""
    openings = ("As seen in the paper", "Update", "Last notice", "From our archive")
    texts = [
        f"{openings[int(random.integers(4))]}: {form.format(value)}"
        for value in table.frame[table.target]
    ]
    return _with(table, random, name, pl.Series(texts))


def rate_and_size(
    table: Table, random: np.random.Generator, *, name: str, size: str, digits: int
) -> Pair:
    """The outcome per unit of another column: the product of both is the outcome."""
    per = (table.frame[table.target].cast(pl.Float64) / table.frame[size].cast(pl.Float64)).round(
        digits
    )
    pair = _with(table, random, name, per)
    return replace(pair, columns=(name, size))


def before_and_after(
    table: Table, random: np.random.Generator, *, names: tuple[str, str], base: float, wide: float
) -> Pair:
    """Two readings of a scale whose difference is the outcome; neither says much alone."""
    answer = table.frame[table.target].cast(pl.Float64)
    first = (base + noise(random, answer.len(), wide * float(score(table).std()))).round(2)
    frame = table.frame.with_columns(
        first.alias(names[0]), (first + answer).round(2).alias(names[1])
    )
    return replace(parted(with_frame(table, frame), random), columns=names)


def filled_later(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    of: object,
    words: tuple[str, ...],
    reach: float,
    elsewhere: float = 0.0,
) -> Pair:
    """A join to the desk that treats one outcome only: filled for it, empty elsewhere.

    Args:
        of: Class whose rows the desk has.
        reach: Share of that class that is filled.
        elsewhere: Share of the other classes that is filled by mistake.
    """
    filled = _where(table, random, of, reach, elsewhere)
    values = [words[int(random.integers(len(words)))] if one else None for one in filled.to_list()]
    return _with(table, random, name, pl.Series(values, dtype=pl.String))


def counted_later(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    of: object,
    mean: float,
    reach: float,
    elsewhere: float = 0.0,
) -> Pair:
    """Days, calls or money after the outcome, 0 where there was none."""
    filled = _where(table, random, of, reach, elsewhere).to_numpy()
    amounts = np.where(filled, 1 + random.poisson(mean, table.frame.height), 0)
    return _with(table, random, name, pl.Series(amounts))


def _where(
    table: Table, random: np.random.Generator, of: object, reach: float, elsewhere: float
) -> pl.Series:
    happened = (table.frame[table.target] == of).to_numpy()
    if not happened.any():
        raise ValueError(f"{table.name} has no {of}")
    return pl.Series(random.random(table.frame.height) < np.where(happened, reach, elsewhere))


def _with(table: Table, random: np.random.Generator, name: str, values: pl.Series) -> Pair:
    frame = table.frame.with_columns(values.alias(name))
    return replace(parted(with_frame(table, frame), random), columns=(name,))
