"""Labels that are wrong, at odds, or drawn differently for the two sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, rarest, with_frame
from benchmarks.planted.table import Table


def careless_labels(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Give a share of the training rows another class, as a tired annotator does.

    Seen by: a simple model that is right on test nearly always contradicts some labels of
    training with near certainty; those rows lie amid another class.
    """
    return _relabelled(table, random, share, {})


def confused_labels(
    table: Table, random: np.random.Generator, *, share: float, one: str, other: str
) -> Pair:
    """Call a share of one class by the name of another, always the same way.

    Seen by: rows called `other` that lie amid `one`.
    """
    return _relabelled(table, random, share, {one: other})


def two_annotators(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Add the labels of a second annotator, who disagrees, as rows of their own in training.

    Seen by: `group_by` over the features finds rows that have two answers, where the table has
    no equal rows of its own.
    """
    pair = parted(table, random)
    again = pair.train.sample(fraction=share, seed=int(random.integers(1 << 30)))
    other = again.with_columns(_other_label(again, table, random))
    train = pl.concat([pair.train, other])
    return replace(
        pair, train=train.sample(fraction=1.0, shuffle=True, seed=int(random.integers(1 << 30)))
    )


def recruited(
    table: Table, random: np.random.Generator, *, odds: float, share: float = 0.3
) -> Pair:
    """Draw the test so that the rarest class is more (or less) likely to be in it.

    Seen by: the share of that class differs between the files by far more than chance allows.
    """
    rare = (table.frame[table.target] == rarest(table)).to_numpy()
    weight = np.where(rare, odds, 1.0)
    size = int(share * weight.size)
    drawn = random.choice(weight.size, size=size, replace=False, p=weight / weight.sum())
    tested = pl.Series(np.isin(np.arange(weight.size), drawn))
    return Pair(train=table.frame.filter(~tested), test=table.frame.filter(tested))


def thinned(table: Table, random: np.random.Generator, *, share: float, metric: str) -> Pair:
    """Keep so few rows of the rarest class that they are `share` of all, and name the metric.

    Seen by: always saying the common class is right in 1 - `share` of the rows.
    """
    return replace(parted(rare(table, random, share=share), random), metric=metric)


def rare(table: Table, random: np.random.Generator, *, share: float) -> Table:
    """Return the table with the rarest class thinned to a share, and two classes only."""
    name = rarest(table)
    hits = table.frame.filter(pl.col(table.target) == name)
    others = table.frame.filter(pl.col(table.target) != name)
    few = min(hits.height, round(share / (1 - share) * others.height))
    frame = pl.concat([others, hits.sample(n=few, seed=int(random.integers(1 << 30)))])
    if frame[table.target].n_unique() > 2:
        one = pl.when(pl.col(table.target) == name).then(pl.lit(str(name)))
        frame = frame.with_columns(one.otherwise(pl.lit("other")).alias(table.target))
    mixed = frame.sample(fraction=1.0, shuffle=True, seed=int(random.integers(1 << 30)))
    return with_frame(table, mixed)


def one_class_elsewhere(
    table: Table, random: np.random.Generator, *, label: str, kept_in: str
) -> Pair:
    """Collect the two files from two places of which one has never seen a class.

    Seen by: the classes of the two files are not the same.
    """
    pair = parted(table, random)
    elsewhere = pl.col(table.target) != label
    if kept_in == "train":
        return replace(pair, test=pair.test.filter(elsewhere))
    return replace(pair, train=pair.train.filter(elsewhere))


def _relabelled(
    table: Table, random: np.random.Generator, share: float, only: dict[str, str]
) -> Pair:
    pair = parted(table, random)
    labels = pair.train[table.target].to_list()
    classes = sorted(set(labels))
    from_these = [at for at, one in enumerate(labels) if not only or one in only]
    count = round(share * len(from_these))
    for at in random.choice(from_these, size=count, replace=False):
        others = [one for one in classes if one != labels[at]]
        labels[at] = only.get(labels[at]) or others[int(random.integers(len(others)))]
    return replace(pair, train=pair.train.with_columns(pl.Series(table.target, labels)))


def _other_label(frame: pl.DataFrame, table: Table, random: np.random.Generator) -> pl.Series:
    classes = table.frame[table.target].unique().sort().to_list()
    others = [[label for label in classes if label != one] for one in frame[table.target]]
    return pl.Series(
        table.target,
        [one[int(random.integers(len(one)))] for one in others],
        dtype=table.frame[table.target].dtype,
    )
