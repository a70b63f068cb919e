"""Outcomes that are wrong, told twice, or spread otherwise in the test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def wrong_button(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """A share of the outcomes is that of the next row of the form."""
    chosen = pl.Series(random.random(table.frame.height) < share)
    classes = table.frame[table.target].unique().sort()
    after = {value: classes[(place + 1) % len(classes)] for place, value in enumerate(classes)}
    wrong = pl.col(table.target).replace_strict(after)
    frame = table.frame.with_columns(
        pl.when(chosen).then(wrong).otherwise(pl.col(table.target)).alias(table.target)
    )
    return parted(with_frame(table, frame), random)


def cases_missed(table: Table, random: np.random.Generator, *, of: object, share: float) -> Pair:
    """A share of one class was never reported and stands as another."""
    other = next(one for one in table.frame[table.target].unique().sort() if one != of)
    missed = pl.Series(random.random(table.frame.height) < share)
    frame = table.frame.with_columns(
        pl.when(missed & (pl.col(table.target) == pl.lit(of)))
        .then(pl.lit(other))
        .otherwise(pl.col(table.target))
        .alias(table.target)
    )
    return parted(with_frame(table, frame), random)


def two_annotators(
    table: Table, random: np.random.Generator, *, share: float, agree: float, side: str
) -> Pair:
    """A share of the rows was judged by two people, who agree in a share `agree` of them.

    Args:
        side: `train`: only there; `both`: before the split.
    """
    pair = parted(table, random)
    if side == "train":
        train = pl.concat([pair.train, _judged_again(table, pair.train, random, share, agree)])
        return replace(pair, train=train.sample(fraction=1.0, shuffle=True, seed=_seed(random)))
    again = _judged_again(table, table.frame, random, share, agree)
    frame = pl.concat([table.frame, again]).sample(fraction=1.0, shuffle=True, seed=_seed(random))
    return parted(with_frame(table, frame), random)


def balanced_test(table: Table, random: np.random.Generator) -> Pair:
    """The test was drawn with as many of each class; training was not."""
    pair = parted(table, random, share=0.4)
    sides = pair.test.partition_by(table.target)
    least = min(side.height for side in sides)
    drawn = [side.sample(n=least, seed=_seed(random)) for side in sides]
    test = pl.concat(drawn).sample(fraction=1.0, shuffle=True, seed=_seed(random))
    return replace(pair, test=test)


def leaning_test(table: Table, random: np.random.Generator, *, lean: float) -> Pair:
    """The test has more of the high outcomes: a row's weight is `exp(lean * z)`."""
    pair = parted(table, random, share=0.5)
    value = pair.test[table.target].cast(pl.Float64).to_numpy()
    weight = np.exp(lean * (value - value.mean()) / value.std())
    chosen = random.choice(value.size, value.size // 2, replace=False, p=weight / weight.sum())
    return replace(pair, test=pair.test[chosen.tolist()])


def accuracy_chosen(table: Table, random: np.random.Generator) -> Pair:
    """Nobody thought about the metric, so it is the share of right answers."""
    return replace(parted(table, random), metric="accuracy")


def class_gone(table: Table, random: np.random.Generator, *, value: str, side: str) -> Pair:
    """One class happens to stand on one side alone."""
    pair = parted(table, random, share=0.3)
    kept = pl.col(table.target) != value
    if side == "train":
        return replace(pair, train=pair.train.filter(kept))
    return replace(pair, test=pair.test.filter(kept))


def _judged_again(
    table: Table, frame: pl.DataFrame, random: np.random.Generator, share: float, agree: float
) -> pl.DataFrame:
    again = frame.sample(fraction=share, seed=_seed(random))
    classes = frame[table.target].unique().sort().to_list()
    said = []
    for value in again[table.target].to_list():
        others = [one for one in classes if one != value]
        said.append(value if random.random() < agree else others[random.integers(len(others))])
    return again.with_columns(pl.Series(table.target, said, dtype=frame[table.target].dtype))


def _seed(random: np.random.Generator) -> int:
    return int(random.integers(2**31))
