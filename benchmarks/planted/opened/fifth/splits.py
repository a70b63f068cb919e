"""Splits that forget groups, or time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table, part


def shuffled_split(
    table: Table, random: np.random.Generator, *, declared: bool, share: float = 0.25
) -> Pair:
    """Call `train_test_split` on a table of groups.

    Seen by: members of nearly every group of test are in training; traits of the group, which
    stand in several columns, tell it apart.
    """
    pair = parted(table, random, kind="random", share=share)
    return replace(pair, group=table.group if declared else None)


def last_visit_out(table: Table, random: np.random.Generator, *, declared: bool) -> Pair:
    """Keep the last row of each group for the test.

    Seen by: every group of test is in training.
    """
    last = pl.int_range(pl.len()).over(str(table.group)) == pl.len().over(str(table.group)) - 1
    many = pl.len().over(str(table.group)) > 1
    tested = table.frame.select(tested=last & many)["tested"]
    return Pair(
        train=table.frame.filter(~tested),
        test=table.frame.filter(tested),
        group=table.group if declared else None,
    )


def anonymised(table: Table, random: np.random.Generator) -> Pair:
    """Take the key of the group away for privacy, and split row by row.

    Seen by: age, height, weight and more agree, all at once, between rows of the two files: the
    same patient.
    """
    train, test = part(table, random, kind="random")
    return Pair(train=train.drop(str(table.group)), test=test.drop(str(table.group)))


def first_quarter_tested(table: Table, random: np.random.Generator) -> Pair:
    """Take `head` for the test of a table that is sorted by time.

    Seen by: all of training is later than the test.
    """
    ordered = table.frame.sort(str(table.time))
    border = ordered[str(table.time)][int(0.25 * ordered.height)]
    late = pl.col(str(table.time)) >= border
    return Pair(train=ordered.filter(late), test=ordered.filter(~late), time=table.time)


def middle_fold(table: Table, random: np.random.Generator) -> Pair:
    """Take the third of four folds for the test, with the fourth in training.

    Seen by: a quarter of training is later than all of the test.
    """
    ordered = table.frame.sort(str(table.time))
    times = ordered[str(table.time)]
    low, high = times[int(0.5 * times.len())], times[int(0.75 * times.len())]
    tested = (pl.col(str(table.time)) >= low) & (pl.col(str(table.time)) < high)
    return Pair(train=ordered.filter(~tested), test=ordered.filter(tested), time=table.time)


def late_rows_added(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Top training up with rows of the period that is tested.

    Seen by: some hundredths of training are as late as the test.
    """
    pair = parted(table, random, kind="time")
    moved = pl.Series(random.random(pair.test.height) < share)
    return replace(
        pair,
        train=pl.concat([pair.train, pair.test.filter(moved)]),
        test=pair.test.filter(~moved),
    )


def drawn_from_series(
    table: Table, random: np.random.Generator, *, declared: bool, share: float = 0.25
) -> Pair:
    """Draw the test from a series row by row.

    Seen by: the neighbour in time of nearly every row of test is in training, and says nearly
    the same.
    """
    pair = parted(table, random, kind="random", share=share)
    return replace(pair, time=table.time if declared else None)
