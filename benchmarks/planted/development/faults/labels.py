"""Outcomes that are wrong, contradictory, or differently spread on the two sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, rarest, score
from benchmarks.planted.table import Table


def label_noise(
    table: Table, random: np.random.Generator, *, share: float, both: bool = True
) -> Pair:
    """A share of the outcomes was entered wrongly: another class instead."""
    pair = parted(table, random)
    classes = table.frame[table.target].unique().sort().to_list()
    test = _flipped(pair.test, table.target, classes, random, share) if both else pair.test
    return replace(
        pair, train=_flipped(pair.train, table.target, classes, random, share), test=test
    )


def conflicting_labels(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """A share of the rows stands in the table again, with another outcome."""
    pair = parted(table, random)
    classes = table.frame[table.target].unique().sort().to_list()
    again = pair.train.sample(fraction=share, seed=_seed(random))
    again = _flipped(again, table.target, classes, random, 1.0)
    train = pl.concat([pair.train, again]).sample(fraction=1.0, shuffle=True, seed=_seed(random))
    return replace(pair, train=train)


def label_shift(table: Table, random: np.random.Generator, *, keep: float) -> Pair:
    """The test lost most rows of one kind: `keep` of the common class, or of the low values."""
    pair = parted(table, random, kind="random")
    if table.numeric_target:
        common = pl.col(table.target) < float(np.median(score(table)))
    else:
        common = pl.col(table.target) != pl.lit(rarest(table))
    chance = pl.Series(random.random(pair.test.height))
    return replace(pair, test=pair.test.filter(~common | (chance < keep)))


def accuracy_on_imbalance(table: Table, random: np.random.Generator) -> Pair:
    """Accuracy was chosen as the metric where one class has nearly all rows."""
    return replace(parted(table, random), metric="accuracy")


def class_absent(table: Table, random: np.random.Generator, *, side: str) -> Pair:
    """One class fell on one side alone, as a file sorted by class and cut in two does it."""
    pair = parted(table, random, kind="random")
    gone = pl.col(table.target) != pl.lit(rarest(table))
    if side == "test":
        return replace(pair, test=pair.test.filter(gone))
    return replace(pair, train=pair.train.filter(gone))


def _flipped(
    rows: pl.DataFrame,
    target: str,
    classes: list[object],
    random: np.random.Generator,
    share: float,
) -> pl.DataFrame:
    codes = {value: place for place, value in enumerate(classes)}
    old = np.array([codes[value] for value in rows[target]])
    moved = (old + random.integers(1, len(classes), len(old))) % len(classes)
    new = np.where(random.random(len(old)) < share, moved, old)
    made = pl.Series(target, [classes[place] for place in new], dtype=rows.schema[target])
    return rows.with_columns(made)


def _seed(random: np.random.Generator) -> int:
    return int(random.integers(2**31))
