"""Rows that stand on both sides, or nearly so; groups and time torn apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, decimals, parted, with_frame
from benchmarks.planted.table import Table, part


def drawn(frame: pl.DataFrame, random: np.random.Generator, count: int) -> pl.DataFrame:
    """Draw so many rows, none twice."""
    some: pl.DataFrame = frame[random.permutation(frame.height)[:count].tolist()]
    return some


def shuffled(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Put the rows into a drawn order."""
    return drawn(frame, random, frame.height)


def kind_of(table: Table) -> str:
    """Say how rows without group and time are parted."""
    return "random" if table.frame[table.target].dtype.is_numeric() else "stratified"


def sent_again(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Add test rows to the training file, as when a batch arrives twice before the next export.

    Seen by: that share of the test rows, 10 at least, equals a row of the training.
    """
    pair = parted(table, random, kind="stratified")
    again = drawn(pair.test, random, round(share * pair.test.height))
    return replace(pair, train=shuffled(pl.concat([pair.train, again]), random))


def joined_twice(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Double some rows before the split, as a join over a key that is not unique does.

    Seen by: 10 test rows or more stand in the training as well.
    """
    twice = drawn(table.frame, random, round(share * table.frame.height))
    frame = shuffled(pl.concat([table.frame, twice]), random)
    return parted(with_frame(table, frame), random, kind=kind_of(table))


def numbered_again(
    table: Table, random: np.random.Generator, *, share: float, prefix: str = ""
) -> Pair:
    """Double some rows, then number all rows, with a prefix or without.

    Seen by: 10 test rows or more equal a training row but for the number, which is unique.
    """
    twice = drawn(table.frame, random, round(share * table.frame.height))
    frame = shuffled(pl.concat([table.frame, twice]), random)
    numbers = pl.Series("record", random.permutation(frame.height) + 10_000)
    if prefix:
        numbers = (prefix + numbers.cast(pl.String)).alias("record")
    frame = frame.insert_column(0, numbers)
    return replace(parted(with_frame(table, frame), random, kind="stratified"), id="record")


def measured_again(
    table: Table, random: np.random.Generator, *, share: float, noise: float, places: int
) -> Pair:
    """Measure some test rows a second time, with a small error, and train on the second reading.

    Seen by: the copy's distance to its test row is under a tenth of the usual nearest one.
    """
    pair = parted(table, random, kind="stratified")
    again = drawn(pair.test, random, round(share * pair.test.height))
    for name in decimals(table):
        if table.frame[name].dtype.is_integer():
            continue
        spread = float(table.frame[name].cast(pl.Float64).std())  # type: ignore[arg-type]
        error = pl.Series(random.normal(0, noise * spread, again.height))
        read = (again[name].cast(pl.Float64) + error).round(places)
        again = again.with_columns(read.alias(name))
    return replace(pair, train=shuffled(pl.concat([pair.train, again]), random))


def written_again(
    table: Table, random: np.random.Generator, *, column: str, share: float, form: str
) -> Pair:
    """Add test rows to the training with their text written anew: mistyped, misread or shortened.

    Seen by: the texts differ in a few letters from one of the test, 10 rows or more.
    """
    pair = parted(table, random, kind=kind_of(table))
    again = drawn(pair.test, random, round(share * pair.test.height))
    texts = [_EDITS[form](text, random) for text in again[column]]
    again = again.with_columns(pl.Series(column, texts))
    return replace(pair, train=shuffled(pl.concat([pair.train, again]), random))


def _misread(text: str, random: np.random.Generator) -> str:
    place = int(random.integers(len(text)))
    other = [base for base in "ACGT" if base != text[place]]
    return text[:place] + str(random.choice(other)) + text[place + 1 :]


def _shortened(text: str, random: np.random.Generator) -> str:
    del random
    return text.replace(" cubic inches", " cu. in.").replace(" pounds", " lbs")


def _mistyped(text: str, random: np.random.Generator) -> str:
    for place in random.integers(1, len(text) - 2, 3).tolist():
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text.rstrip(".")


_EDITS = {"misread": _misread, "shortened": _shortened, "mistyped": _mistyped}


def torn_groups(
    table: Table, random: np.random.Generator, *, known: bool = True, same: tuple[str, ...] = ()
) -> Pair:
    """Part by row a table whose rows belong to groups; the group is declared or only a column.

    A column that is equal within a group and tells it as well may be named in its stead.

    Seen by: most groups of the test stand in the training; where it is not declared, the
    group's mean outcome in training tells the test's at p < .001.
    """
    train, test = part(table, random, kind="random")
    columns = (str(table.group), *same)
    return Pair(
        train=train,
        test=test,
        columns=columns,
        group=table.group if known else None,
        metric=table.metric,
    )


def later_first(table: Table, random: np.random.Generator, *, share: float = 0.3) -> Pair:
    """Take the oldest part as the test and train on what came later.

    Seen by: every training date is after the last one of the test.
    """
    del random
    border = table.frame[str(table.time)].sort()[int(share * table.frame.height)]
    early = pl.col(str(table.time)) < border
    return Pair(
        train=table.frame.filter(~early),
        test=table.frame.filter(early),
        time=table.time,
    )


def window_within(table: Table, random: np.random.Generator) -> Pair:
    """Test a window in the middle; train on all before and after it, as by a wrong filter.

    Seen by: a fifth or more of the training is after the last date of the test.
    """
    del random
    times = table.frame[str(table.time)].sort()
    low, high = times[int(0.5 * times.len())], times[int(0.7 * times.len())]
    within = pl.col(str(table.time)).is_between(low, high)
    return Pair(
        train=table.frame.filter(~within),
        test=table.frame.filter(within),
        time=table.time,
    )


def dealt_dates(table: Table, random: np.random.Generator, *, declared: bool = True) -> Pair:
    """Part a table in time at random.

    Seen by: dates of both sides run over the same range, and neighbours in time are alike.
    """
    train, test = part(table, random, kind="random")
    return Pair(
        train=train,
        test=test,
        time=table.time if declared else None,
    )
