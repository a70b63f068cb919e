"""What goes wrong with the outcome itself, and with the measure that judges it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.third.draws import seed_of, some, stirred
from benchmarks.planted.pair import Pair, parted, rarest
from benchmarks.planted.table import Table


def mixed_up(
    table: Table, random: np.random.Generator, *, share: float, pair: tuple[str, str]
) -> Pair:
    """Labels of two classes were exchanged for part of the rows of training.

    Trace: rows amid a class that the other columns tell well carry the other class.
    """
    made = parted(table, random)
    left, right = pair
    label = pl.col(table.target)
    swapped = pl.when(label == left).then(pl.lit(right)).when(label == right).then(pl.lit(left))
    mask = some(random, made.train.height, share)
    train = made.train.with_columns(
        pl.when(mask).then(swapped.otherwise(label)).otherwise(label).alias(table.target)
    )
    return replace(made, train=train)


def asked_again(table: Table, random: np.random.Generator, *, share: float, sides: str) -> Pair:
    """Some rows were labelled by two people who did not agree, and both labels were kept.

    Args:
        share: Share of the rows with a second, different label.
        sides: `train` or `both`.
    """
    pair = parted(table, random)
    classes = table.frame[table.target].unique().sort().to_list()

    def doubled(frame: pl.DataFrame) -> pl.DataFrame:
        again = frame.filter(some(random, frame.height, share))
        other = [
            [one for one in classes if one != label][int(random.integers(len(classes) - 1))]
            for label in again[table.target]
        ]
        return stirred(
            pl.concat([frame, again.with_columns(pl.Series(table.target, other))]), random
        )

    train = doubled(pair.train)
    return replace(pair, train=train, test=doubled(pair.test) if sides == "both" else pair.test)


def case_control(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The test was collected as cases and controls, training as people came.

    Args:
        share: Share of the test that the rarest class has; other rows of the test are dropped.
    """
    pair = parted(table, random, share=0.4)
    rare = pair.test.filter(pl.col(table.target) == rarest(table))
    rest = pair.test.filter(pl.col(table.target) != rarest(table))
    kept = rest.sample(n=round(rare.height * (1 - share) / share), seed=seed_of(random))
    return replace(pair, test=stirred(pl.concat([rare, kept]), random))


def cases_left_out(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Of the rarest class only part reached the test: the rest was not through the laboratory."""
    pair = parted(table, random, share=0.4)
    rare = (pair.test[table.target] == rarest(table)).to_numpy()
    kept = ~rare | (random.random(pair.test.height) < share)
    return replace(pair, test=pair.test.filter(pl.Series(kept)))


def judged_by_accuracy(table: Table, random: np.random.Generator) -> Pair:
    """Nothing is wrong but the measure: a class of a few percent, judged by accuracy."""
    return replace(parted(table, random), metric="accuracy")


def class_missing(table: Table, random: np.random.Generator, *, label: str, side: str) -> Pair:
    """A class is on one side only, as if one site had collected it.

    Args:
        side: `train` or `test`, where the class is not.
    """
    pair = parted(table, random)
    other = pl.col(table.target) != label
    if side == "train":
        return replace(pair, train=pair.train.filter(other))
    return replace(pair, test=pair.test.filter(other))
