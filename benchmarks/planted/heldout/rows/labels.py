"""Labels that are wrong, at odds, out of proportion, absent, or badly judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.heldout.rows.splits import drawn, shuffled
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def other_label(labels: pl.Series, classes: list[str], random: np.random.Generator) -> pl.Series:
    """Give each row another class than its own."""
    others = [[one for one in classes if one != label] for label in labels]
    return pl.Series(labels.name, [str(random.choice(rest)) for rest in others])


def tired_annotator(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Label a share of the training rows at random with another class.

    Seen by: that share of the training differs from the table as it was.
    """
    pair = parted(table, random, kind="stratified")
    classes = sorted(table.frame[table.target].unique())
    wrong = pl.Series(random.random(pair.train.height) < share)
    swapped = other_label(pair.train[table.target], classes, random)
    labels = pl.when(wrong).then(swapped).otherwise(pl.col(table.target)).alias(table.target)
    return replace(pair, train=pair.train.with_columns(labels))


def mixed_up_pair(
    table: Table, random: np.random.Generator, *, classes: tuple[str, str], share: float
) -> Pair:
    """Swap two classes in a share of their training rows, as by one clerk with a wrong list.

    Seen by: that share of two classes differs from the table as it was.
    """
    pair = parted(table, random, kind="stratified")
    one, two = classes
    hit = pl.Series(random.random(pair.train.height) < share)
    swapped = pl.col(table.target).replace({one: two, two: one})
    labels = pl.when(hit).then(swapped).otherwise(pl.col(table.target)).alias(table.target)
    return replace(pair, train=pair.train.with_columns(labels))


def second_opinion(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Keep both answers where a second annotator disagreed.

    Seen by: that share of the training rows has a twin with equal features and another label.
    """
    pair = parted(table, random, kind="stratified")
    classes = sorted(table.frame[table.target].unique())
    asked = drawn(pair.train, random, round(share * pair.train.height))
    asked = asked.with_columns(other_label(asked[table.target], classes, random))
    return replace(pair, train=shuffled(pl.concat([pair.train, asked]), random))


def out_of_proportion(
    table: Table, random: np.random.Generator, *, label: str, keep: float, side: str
) -> Pair:
    """Keep only a share of one class on one side, as where cases were sought out for the other.

    Seen by: the class's share differs between the sides at p < .001.
    """
    pair = parted(table, random, kind="stratified", share=0.35)
    frame = pair.test if side == "test" else pair.train
    stays = (pl.col(table.target) != label) | pl.Series(random.random(frame.height) < keep)
    thin = frame.filter(stays)
    return replace(pair, test=thin) if side == "test" else replace(pair, train=thin)


def judged_by_accuracy(table: Table, random: np.random.Generator) -> Pair:
    """Part honestly, and judge a rare class by accuracy.

    Seen by: the majority alone has an accuracy of 0.89 or more.
    """
    return replace(parted(table, random, kind="stratified"), metric="accuracy")


def left_out_class(table: Table, random: np.random.Generator, *, label: str, side: str) -> Pair:
    """Lose all rows of one class on one side, as where a batch is a class.

    Seen by: 10 rows or more of the class on one side and none on the other.
    """
    pair = parted(table, random, kind="stratified", share=0.35)
    other = pl.col(table.target) != label
    if side == "test":
        return replace(pair, test=pair.test.filter(other))
    return replace(pair, train=pair.train.filter(other))
