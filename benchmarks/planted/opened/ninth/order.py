"""Groups and time that the split does not respect."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, cut, some
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def last_of_each(table: Table, random: Draw, *, by: str) -> Pair:
    """Hold out the last rows of each group as test, so that every group is on both sides.

    Seen by: every group of the test is a group of the training.
    """
    last = pl.col(by).rank("ordinal", descending=True).over(table.group) <= 2
    frame = table.frame.with_columns(last=last.fill_null(False))
    return Pair(
        train=frame.filter(~pl.col("last")).drop("last"),
        test=frame.filter(pl.col("last")).drop("last"),
        columns=(str(table.group),),
        group=table.group,
    )


def by_rows(table: Table, random: Draw, *, share: float = 0.25) -> Pair:
    """Part the rows at random and forget that the group is declared.

    Seen by: nearly every group of the test stands in the training too.
    """
    pair = parted(table, random, kind="random", share=share)
    return Pair(train=pair.train, test=pair.test, columns=(str(table.group),), group=table.group)


def topped_up(table: Table, random: Draw, *, share: float) -> Pair:
    """Part by group, then fill the training up with a share of the rows of the test's groups.

    Seen by: every group of the test has rows in the training, `share` of its own.
    """
    pair = parted(table, random)
    moved = pl.Series(random.random(pair.test.height) < share)
    return Pair(
        train=pl.concat([pair.train, pair.test.filter(moved)]),
        test=pair.test.filter(~moved),
        columns=(str(table.group),),
        group=table.group,
    )


def keyed(table: Table, random: Draw, *, name: str, code: str) -> Pair:
    """Part the rows at random; the key of their group has another name and is not declared.

    Seen by: groups of rows under one key are alike in the outcome, and stand on both sides.
    """
    known = table.frame[str(table.group)].unique().sort()
    drawn = random.permutation(known.len())
    codes = [f"{code}{1000 + 7 * int(number)}" for number in drawn]
    key = pl.col(str(table.group)).replace_strict(known.to_list(), codes, return_dtype=pl.String)
    frame = table.frame.with_columns(key.alias(name)).drop(str(table.group))
    pair = cut(table, frame, random)
    return Pair(train=pair.train, test=pair.test, columns=(name,), metric=table.metric)


def nameless(table: Table, random: Draw, *, traits: tuple[str, ...]) -> Pair:
    """Leave the key of the group out and part at random: facts of the person remain.

    Seen by: rows equal in all of `traits` are of one group, stand on both sides, and agree in
    the outcome far more than others.
    """
    frame = table.frame.drop(str(table.group))
    pair = cut(table, frame, random)
    return Pair(train=pair.train, test=pair.test, columns=traits, metric=table.metric)


def turned(table: Table, random: Draw) -> Pair:
    """Sort the newest first and take the head as training: the past is predicted.

    Seen by: every training row is later than every test row.
    """
    frame = table.frame.sort(str(table.time), descending=True)
    border = int(0.75 * frame.height)
    return Pair(
        train=frame[:border], test=frame[border:], columns=(str(table.time),), time=table.time
    )


def backfilled(table: Table, random: Draw, *, share: float) -> Pair:
    """Part by time; the nightly load then adds late rows of the test's months to the training.

    Seen by: `share` of the rows after the first test day are in the training.
    """
    pair = parted(table, random, kind="time")
    late = pl.Series(random.random(pair.test.height) < share)
    return Pair(
        train=pl.concat([pair.train, pair.test.filter(late)]),
        test=pair.test.filter(~late),
        columns=(str(table.time),),
        time=table.time,
    )


def old_season(table: Table, random: Draw, *, start: float, share: float) -> Pair:
    """Take one season out of the middle as test and train on what comes before and after.

    Seen by: the training has rows after the last test row.
    """
    frame = table.frame.sort(str(table.time))
    first, last = int(start * frame.height), int((start + share) * frame.height)
    return Pair(
        train=pl.concat([frame[:first], frame[last:]]),
        test=frame[first:last],
        columns=(str(table.time),),
        time=table.time,
    )


def mixed_days(table: Table, random: Draw, *, declared: bool, shuffled: bool) -> Pair:
    """Part a series at random, as the notebook's default does.

    Seen by: every test row has a training row next to it in time, whose outcome is close.
    """
    pair = parted(table, random, kind="random")
    train = some(pair.train, random, 1.0) if shuffled else pair.train
    return Pair(
        train=train,
        test=pair.test,
        columns=(str(table.time),) if declared else (),
        time=table.time if declared else None,
    )
