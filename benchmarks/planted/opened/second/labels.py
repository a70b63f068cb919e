"""Labels that are wrong, at odds, missing on one side, or of another mixture in the test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.second.rows import hit, shuffled, some
from benchmarks.planted.pair import Pair, parted, rarest, score
from benchmarks.planted.table import Table


def tired_clerk(
    table: Table, random: np.random.Generator, *, share: float, of: str | None = None
) -> Pair:
    """Enter another class for a share of the rows (of one class alone, if it is named).

    Trace: the measures of these tables truly separate, so such rows lie deep among the others.
    """
    pair = parted(table, random, kind="random")
    classes = table.frame[table.target].unique().sort().to_list()
    train, test = (
        _entered_wrongly(frame, table.target, classes, random, share, of)
        for frame in (pair.train, pair.test)
    )
    return replace(pair, train=train, test=test)


def _entered_wrongly(
    frame: pl.DataFrame,
    target: str,
    classes: list[object],
    random: np.random.Generator,
    share: float,
    of: str | None,
) -> pl.DataFrame:
    wrong = hit(random, frame.height, share)
    if of is not None:
        wrong = wrong & (frame[target] == of)
    steps = random.integers(1, len(classes), frame.height)
    after = [
        classes[(classes.index(value) + int(step)) % len(classes)]
        for value, step in zip(frame[target], steps, strict=True)
    ]
    other = pl.Series(after, dtype=frame[target].dtype)
    return frame.with_columns(pl.when(wrong).then(other).otherwise(frame[target]).alias(target))


def two_sources(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Stack the lists of two offices, which both hold some units and call them differently.

    Trace: rows of training are equal in all features, and their labels differ.
    """
    pair = parted(table, random)
    again = some(pair.train, random, int(share * pair.train.height))
    classes = pair.train[table.target].unique().sort().to_list()
    swap = {value: classes[(place + 1) % len(classes)] for place, value in enumerate(classes)}
    again = again.with_columns(pl.col(table.target).replace_strict(swap))
    return replace(pair, train=shuffled(pl.concat([pair.train, again]), random))


def evened_test(table: Table, random: np.random.Generator, *, per: float = 1.0) -> Pair:
    """Thin out the common classes of the test until each is `per` of the rarest.

    Trace: the share of the rarest class is far from that of training, beyond chance.
    """
    pair = parted(table, random)
    least = pair.test.filter(pl.col(table.target) == rarest(table)).height
    test = shuffled(pair.test, random).filter(
        pl.int_range(pl.len()).over(table.target) < per * least
    )
    return replace(pair, test=test)


def dearer_test(table: Table, random: np.random.Generator, *, power: float) -> Pair:
    """Test on rows drawn the likelier, the larger the outcome.

    Trace: the mean outcome of the test is beyond what chance gives of training.
    """
    rank = np.argsort(np.argsort(score(table))) / table.frame.height
    chance = rank**power
    chosen = random.choice(
        table.frame.height, table.frame.height // 4, replace=False, p=chance / chance.sum()
    )
    tested = pl.Series(np.isin(np.arange(table.frame.height), chosen))
    return Pair(train=table.frame.filter(~tested), test=table.frame.filter(tested))


def judged_by_accuracy(table: Table, random: np.random.Generator) -> Pair:
    """Judge by accuracy where saying the commonest class is right nearly always."""
    return replace(parted(table, random), metric="accuracy")


def not_sampled(table: Table, random: np.random.Generator, *, value: str, side: str) -> Pair:
    """Leave a class out of one side, as an unstratified draw of few rows or a filter does."""
    pair = parted(table, random, kind="stratified")
    kept = pl.col(table.target) != value
    if side == "train":
        return replace(pair, train=pair.train.filter(kept))
    return replace(pair, test=pair.test.filter(kept))
