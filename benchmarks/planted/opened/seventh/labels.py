"""What goes wrong with the target itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.seventh.frames import changed, chosen, shuffled, some
from benchmarks.planted.pair import Pair, parted, rarest, score
from benchmarks.planted.table import Table


def mislabelled(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Give a share of the training rows another class, as a hasty annotator did.

    Seen by: a cross-validated forest is wrong on them, sure of the old class.
    """
    pair = parted(table, random)
    classes = table.frame[table.target].unique().sort().to_list()
    other = {one: classes[(at + 1) % len(classes)] for at, one in enumerate(classes)}
    rows = chosen(pair.train.height, random, share)
    wrong = pl.col(table.target).replace_strict(other)
    return replace(pair, train=changed(pair.train, table.target, rows, wrong))


def confused(
    table: Table, random: np.random.Generator, *, taken: str, given: str, share: float
) -> Pair:
    """Call a share of one class by the name of another, in training.

    Seen by: a cross-validated forest is wrong on them, sure of the old class.
    """
    pair = parted(table, random)
    of_class = (pair.train[table.target] == taken).to_numpy()
    rows = of_class & (random.random(of_class.size) < share)
    return replace(pair, train=changed(pair.train, table.target, rows, pl.lit(given)))


def two_answers(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Add training rows once more as a second annotator labelled them: with another class.

    Seen by: so many rows of equal features have another class.
    """
    pair = parted(table, random)
    again = some(pair.train, random, share)
    classes = table.frame[table.target].unique().sort().to_list()
    other = {one: classes[(at + 1) % len(classes)] for at, one in enumerate(classes)}
    again = again.with_columns(pl.col(table.target).replace_strict(other))
    return replace(pair, train=shuffled(pl.concat([pair.train, again]), random))


def thinned_class(
    table: Table, random: np.random.Generator, *, label: str, side: str, kept: float
) -> Pair:
    """Keep only a share of a class on one side, as cases and controls were drawn for it.

    Seen by: the shares of the classes differ between the sides, p < .001.
    """
    pair = parted(table, random)
    frame = pair.train if side == "train" else pair.test
    stay = pl.Series(random.random(frame.height) < kept) | (frame[table.target] != label)
    if side == "train":
        return replace(pair, train=frame.filter(stay), columns=())
    return replace(pair, test=frame.filter(stay), columns=())


def higher_target(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Draw the test from the rows of high target, as the large orders were looked at first.

    Seen by: Kolmogorov-Smirnov of the target between the sides, p < .001.
    """
    value = score(table)
    rank = np.argsort(np.argsort(value)) / value.size
    tested = random.random(value.size) < 2 * share * rank**2
    mask = pl.Series(tested)
    return Pair(train=table.frame.filter(~mask), test=table.frame.filter(mask))


def judged_by_accuracy(table: Table, random: np.random.Generator, *, kept: float = 1.0) -> Pair:
    """Judge by accuracy what has few of one class, which may be thinned to be rare.

    Seen by: the share of the rarest class, under a tenth.
    """
    rare = table.frame[table.target] == rarest(table)
    stay = ~rare | pl.Series(random.random(rare.len()) < kept)
    pair = parted(replace(table, frame=table.frame.filter(stay)), random, kind="stratified")
    return replace(pair, metric="accuracy")


def class_left_out(table: Table, random: np.random.Generator, *, label: str, side: str) -> Pair:
    """Leave all rows of a class out of one side, as they came from another office.

    Seen by: no row of that class on one side, a good share on the other.
    """
    pair = parted(table, random)
    other = pl.col(table.target) != label
    if side == "train":
        return replace(pair, train=pair.train.filter(other))
    return replace(pair, test=pair.test.filter(other))
