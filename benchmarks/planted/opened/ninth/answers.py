"""Columns that hold the answer."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, spread
from benchmarks.planted.pair import Pair, parted, score, with_frame
from benchmarks.planted.table import Table

REMARKS = {
    "loan": {
        "good": ("all instalments in", "settled early", "account closed in credit"),
        "bad": ("written off", "passed to collection", "reminder 3, no reply"),
    },
    "release": {
        "yes": ("back in custody", "new charge filed", "taken in by county police"),
        "no": ("year completed", "file closed, nothing new", "last visit kept"),
    },
}


def carried(table: Table, random: Draw, *, name: str, known: float = 1.0) -> Pair:
    """Join the table to itself on the way, which leaves the target under a second name.

    Seen by: `name` equals the target in every row in which it is filled.
    """
    blank = pl.Series(random.random(table.frame.height) >= known)
    column = pl.when(~blank).then(pl.col(table.target)).alias(name)
    return _with(table, random, table.frame.with_columns(column), name)


def coded(table: Table, random: Draw, *, name: str, codes: tuple[str, ...]) -> Pair:
    """Leave the code in that the source system keeps for the class.

    Seen by: classes and codes are one to one.
    """
    classes = table.frame[table.target].unique().sort().to_list()
    column = pl.col(table.target).replace_strict(classes, codes, return_dtype=pl.String)
    return _with(table, random, table.frame.with_columns(column.alias(name)), name)


def subcoded(table: Table, random: Draw, *, name: str, letters: str) -> Pair:
    """Leave a finer code in: three sub-codes for each class, as a register has them.

    Seen by: each sub-code stands with one class alone.
    """
    classes = table.frame[table.target].unique().sort().to_list()
    first = dict(zip(classes, letters, strict=True))
    part = random.integers(1, 4, table.frame.height)
    values = [
        f"{first[each]}{number}"
        for each, number in zip(table.frame[table.target], part, strict=True)
    ]
    return _with(table, random, table.frame.with_columns(pl.Series(name, values)), name)


def banded(table: Table, random: Draw, *, name: str, bands: int, words: str = "band") -> Pair:
    """Leave the report's bands of the target in: quantiles of it under a word.

    Seen by: ranges of the target in the bands do not overlap.
    """
    labels = [f"{words} {number:02}" for number in range(1, bands + 1)]
    values = table.frame[table.target].cast(pl.Float64).qcut(bands, labels=labels)
    return _with(table, random, table.frame.with_columns(values.cast(pl.String).alias(name)), name)


def in_other_unit(
    table: Table, random: Draw, *, name: str, factor: float, offset: float = 0.0, digits: int = 2
) -> Pair:
    """Leave the target in under another unit, rounded as a report rounds it.

    Seen by: correlation with the target above .999.
    """
    column = (pl.col(table.target) * factor + offset).round(digits).alias(name)
    return _with(table, random, table.frame.with_columns(column), name)


def in_logs(table: Table, random: Draw, *, name: str) -> Pair:
    """Leave the logarithm in that was made for another model.

    Seen by: the rank correlation with the target is 1.
    """
    column = pl.col(table.target).cast(pl.Float64).log1p().round(4).alias(name)
    return _with(table, random, table.frame.with_columns(column), name)


def as_rank(table: Table, random: Draw, *, name: str) -> Pair:
    """Leave the league table's place in, made of the target, best first.

    Seen by: the rank correlation with the target is -1.
    """
    place = pl.col(table.target).rank("ordinal", descending=True).cast(pl.Int64)
    return _with(table, random, table.frame.with_columns(place.alias(name)), name)


def remeasured(table: Table, random: Draw, *, name: str, noise: float) -> Pair:
    """Keep a second, rougher reading of what is to be predicted.

    Seen by: it differs from the target by `noise` of its deviation, where the rest of the table
    leaves far more open.
    """
    values = table.frame[table.target].cast(pl.Float64).to_numpy()
    rough = values + random.normal(0, noise * spread(table.frame[table.target]), values.size)
    rounded = pl.Series(name, np.round(rough, 1))
    return _with(table, random, table.frame.with_columns(rounded), name)


def second_clerk(table: Table, random: Draw, *, name: str, slips: float) -> Pair:
    """Keep what a second clerk wrote down for the same question, with few slips.

    Seen by: equal to the target but for `slips` of the rows.
    """
    truth = table.frame[table.target]
    classes = truth.unique().sort().to_list()
    slip = random.random(truth.len()) < slips
    other = random.integers(1, len(classes), truth.len())
    place = {each: number for number, each in enumerate(classes)}
    values = [
        classes[(place[each] + int(step)) % len(classes)] if slipped else each
        for each, step, slipped in zip(truth, other, slip, strict=True)
    ]
    return _with(table, random, table.frame.with_columns(pl.Series(name, values)), name)


def in_reason(table: Table, random: Draw, *, name: str, said: str) -> Pair:
    """Keep the free remark that was written when the case was closed.

    Seen by: words of the remark stand with one class alone, whatever else it says.
    """
    remarks = REMARKS[said]
    openings = ("", "phoned; ", "ok, ", "by letter - ", "see file; ", "re-checked; ")
    endings = ("", ".", " (kw)", " / to archive", ", no further action", " - mh")
    values = [
        openings[int(random.integers(6))]
        + remarks[str(each)][int(random.integers(len(remarks[str(each)])))]
        + endings[int(random.integers(6))]
        for each in table.frame[table.target]
    ]
    return _with(table, random, table.frame.with_columns(pl.Series(name, values)), name)


def in_number(table: Table, random: Draw, *, name: str, form: str) -> Pair:
    """Keep a reference that the accounts made, with the target inside.

    Seen by: the digits at one place of the reference are the target.
    """
    serial = random.permutation(table.frame.height) + 10_000
    values = [
        form.format(serial=int(number), value=each)
        for number, each in zip(serial, table.frame[table.target], strict=True)
    ]
    return _with(table, random, table.frame.with_columns(pl.Series(name, values)), name)


def in_difference(table: Table, random: Draw, *, names: tuple[str, str], scale: float) -> Pair:
    """Keep the counter before and after, neither of which says anything alone.

    Seen by: the second less the first is the target in every row.
    """
    whole = table.frame[table.target].dtype.is_integer()
    start = np.round(random.uniform(1, 10, table.frame.height) * scale, 0 if whole else 2)
    values = table.frame[table.target].cast(pl.Float64).to_numpy()
    columns = [pl.Series(names[0], start), pl.Series(names[1], np.round(start + values, 3))]
    return _with(table, random, table.frame.with_columns(columns), *names)


def in_product(table: Table, random: Draw, *, names: tuple[str, str]) -> Pair:
    """Keep the amount and the quantity of an invoice; the price is what is asked for.

    Seen by: the ratio of the two is the target but for rounding.
    """
    count = random.integers(5, 60, table.frame.height)
    values = table.frame[table.target].cast(pl.Float64).to_numpy()
    columns = [pl.Series(names[0], np.round(values * count, 2)), pl.Series(names[1], count)]
    return _with(table, random, table.frame.with_columns(columns), *names)


def in_agreement(table: Table, random: Draw, *, names: tuple[str, str], words: str) -> Pair:
    """Keep the plan and the result of a check, which agree where the outcome did not happen.

    Seen by: the two columns are equal in all rows of one class, and differ in the other.
    """
    kinds = words.split()
    first = random.integers(0, len(kinds), table.frame.height)
    step = random.integers(1, len(kinds), table.frame.height)
    second = (first + np.where(score(table) == 1, step, 0)) % len(kinds)
    columns = [
        pl.Series(name, [kinds[int(each)] for each in codes])
        for name, codes in zip(names, (first, second), strict=True)
    ]
    return _with(table, random, table.frame.with_columns(columns), *names)


def _with(table: Table, random: Draw, frame: pl.DataFrame, *columns: str) -> Pair:
    kind = None if table.group or table.time else "random"
    pair = parted(with_frame(table, frame), random, kind=kind)
    return Pair(
        train=pair.train,
        test=pair.test,
        columns=columns,
        time=table.time,
        group=table.group,
        id=table.id,
        metric=table.metric,
    )
