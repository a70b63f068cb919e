"""What goes wrong with the outcome itself, and with the measure that judges it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import chosen, one_of, seed_of, stirred
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def careless_annotator(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Somebody labelled part of training without a look: another class, drawn by chance.

    Args:
        share: Share of training whose label is wrong.
    """
    pair = parted(table, random)
    classes = table.frame[table.target].unique().sort().to_list()
    wrong = chosen(random, pair.train.height, share)
    labels = [
        one_of(random, [one for one in classes if one != label]) if is_wrong else label
        for label, is_wrong in zip(pair.train[table.target], wrong, strict=True)
    ]
    return replace(pair, train=pair.train.with_columns(pl.Series(table.target, labels)))


def one_way(table: Table, random: np.random.Generator, *, share: float, old: str, new: str) -> Pair:
    """A form whose default was left standing: part of one class was noted as another.

    Args:
        share: Share of the class in training that is noted wrongly.
    """
    pair = parted(table, random)
    meant = pair.train[table.target] == old
    place = meant.cast(pl.Int64).cum_sum() - 1
    wrong = chosen(random, int(meant.sum()), share)
    noted = wrong.gather(place.clip(lower_bound=0)) & meant
    label = pl.when(noted).then(pl.lit(new)).otherwise(pl.col(table.target))
    return replace(pair, train=pair.train.with_columns(label.alias(table.target)))


def two_registries(
    table: Table, random: np.random.Generator, *, share: float, sides: tuple[str, ...]
) -> Pair:
    """Cases that two registries hold came in from both, each with its own outcome.

    Args:
        share: Share of the rows that stand there twice, with two outcomes.
        sides: Sides where this happened: `train`, `test` or both.
    """
    pair = parted(table, random)
    classes = table.frame[table.target].unique().sort().to_list()

    def merged(frame: pl.DataFrame) -> pl.DataFrame:
        again = frame.filter(chosen(random, frame.height, share))
        other = [
            one_of(random, [one for one in classes if one != label])
            for label in again[table.target]
        ]
        again = again.with_columns(pl.Series(table.target, other))
        return stirred(pl.concat([frame, again]), random)

    return replace(
        pair,
        train=merged(pair.train) if "train" in sides else pair.train,
        test=merged(pair.test) if "test" in sides else pair.test,
    )


def reopened(
    table: Table, random: np.random.Generator, *, share: float, old: str, new: str
) -> Pair:
    """Cases that were reopened stand in training with their first outcome and with their last.

    Args:
        share: Share of the cases with outcome `old` that were reopened and ended as `new`.
    """
    pair = parted(table, random)
    closed = pair.train.filter(pl.col(table.target) == old)
    again = closed.filter(chosen(random, closed.height, share))
    again = again.with_columns(pl.lit(new).alias(table.target))
    return replace(pair, train=stirred(pl.concat([pair.train, again]), random))


def enriched(table: Table, random: np.random.Generator, *, of: str, share: float) -> Pair:
    """For the test, rows were drawn until one class had the share that somebody wanted.

    Args:
        of: The class.
        share: Its share of the test; rows of the other classes are dropped.
    """
    pair = parted(table, random, share=0.4)
    meant = pair.test.filter(pl.col(table.target) == of)
    others = pair.test.filter(pl.col(table.target) != of)
    keep = min(others.height, round(meant.height * (1 - share) / share))
    others = others.sample(n=keep, seed=seed_of(random))
    return replace(pair, test=stirred(pl.concat([meant, others]), random))


def not_yet_closed(table: Table, random: np.random.Generator, *, of: str, lost: float) -> Pair:
    """Cases that end one way take months, and part of them were still open for the test.

    Args:
        of: The outcome that takes long.
        lost: Share of its rows that the test does not have yet.
    """
    pair = parted(table, random, share=0.4)
    open_still = pl.Series(random.random(pair.test.height) < lost) & (pl.col(table.target) == of)
    return replace(pair, test=pair.test.filter(~open_still))


def judged_by_accuracy(table: Table, random: np.random.Generator) -> Pair:
    """Nothing is wrong but the measure: a rare class, judged by accuracy."""
    return replace(parted(table, random), metric="accuracy")


def class_of_one_site(
    table: Table, random: np.random.Generator, *, labels: tuple[str, ...], side: str
) -> Pair:
    """Classes that one site alone sees, and the site sent its rows to one side alone.

    Args:
        labels: The classes.
        side: `train` or `test`, where they are not.
    """
    pair = parted(table, random)
    kept = ~pl.col(table.target).is_in(labels)
    if side == "train":
        moved = pair.train.filter(~kept)
        return replace(
            pair, train=pair.train.filter(kept), test=pl.concat([pair.test, moved])
        )  # fmt: skip
    moved = pair.test.filter(~kept)
    return replace(pair, test=pair.test.filter(kept), train=pl.concat([pair.train, moved]))
