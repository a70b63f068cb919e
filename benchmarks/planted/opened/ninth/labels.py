"""Labels that are wrong, at odds, shifted or missing."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, some
from benchmarks.planted.pair import Pair, parted, rarest, with_frame
from benchmarks.planted.table import Table


def flipped(table: Table, random: Draw, *, share: float, train_only: bool = True) -> Pair:
    """Let a tired clerk tick another class in a share of the rows.

    Seen by: under a model with out-of-fold predictions, `share` of the labels are sure to be
    another class; the same model is hardly ever wrong on clean labels.
    """
    return _relabelled(table, random, lambda rows: np.full(rows.height, share), train_only)


def one_office(
    table: Table, random: Draw, *, column: str, above: float, share: float
) -> Pair:  # fmt: skip
    """Let one office, that of the rows with a high value in `column`, label carelessly.

    Seen by: as in `flipped`, in the rows of that office alone.
    """

    def chance(rows: pl.DataFrame) -> np.ndarray:
        border = float(np.quantile(table.frame[column].cast(pl.Float64).to_numpy(), above))
        return np.where(rows[column].to_numpy() > border, share, 0.0)

    return _relabelled(table, random, chance, train_only=True)


def taken_for(table: Table, random: Draw, *, said: str, for_: str, share: float) -> Pair:
    """Let one class be taken for another in a share of its rows, in the training.

    Seen by: as in `flipped`, with `said` in place of `for_` alone.
    """

    def chance(rows: pl.DataFrame) -> np.ndarray:
        return np.where((rows[table.target] == for_).to_numpy(), share, 0.0)

    return _relabelled(table, random, chance, train_only=True, said=said)


def _relabelled(
    table: Table, random: Draw, chance: object, train_only: bool, said: str | None = None
) -> Pair:
    assert callable(chance)
    kind = "group" if table.group else "stratified"
    pair = parted(table, random, kind=kind)
    classes = table.frame[table.target].unique().sort().to_list()
    sides = []
    for side, wrong in ((pair.train, True), (pair.test, not train_only)):
        hit = (random.random(side.height) < chance(side)) & wrong
        other = [
            (said or _another(each, classes, random)) if slip else each
            for each, slip in zip(side[table.target], hit, strict=True)
        ]
        sides.append(side.with_columns(pl.Series(table.target, other)))
    return Pair(train=sides[0], test=sides[1], group=table.group, metric=table.metric)


def _another(label: str, classes: list[str], random: Draw) -> str:
    others = [each for each in classes if each != label]
    return others[int(random.integers(len(others)))]


def two_opinions(table: Table, random: Draw, *, share: float, agree: float = 0.0) -> Pair:
    """Join the opinions of two experts, which doubles a share of the training rows.

    Seen by: rows of the training that are equal in all features and have different labels.
    """
    kind = "stratified"
    pair = parted(table, random, kind=kind)
    again = some(pair.train, random, share)
    classes = table.frame[table.target].unique().sort().to_list()
    second = [
        each if random.random() < agree else _another(each, classes, random)
        for each in again[table.target]
    ]
    again = again.with_columns(pl.Series(table.target, second))
    train = some(pl.concat([pair.train, again]), random, 1.0)
    return Pair(train=train, test=pair.test, id=table.id, metric=table.metric)


def earlier_status(table: Table, random: Draw, *, first: str, last: str, share: float) -> Pair:
    """Add last year's snapshot of some cases, whose status was another one then.

    Seen by: a share of the training rows with `last` has an equal row with `first`.
    """
    pair = parted(table, random, kind="stratified")
    again = some(pair.train.filter(pl.col(table.target) == last), random, share)
    again = again.with_columns(pl.lit(first).alias(table.target))
    train = some(pl.concat([pair.train, again]), random, 1.0)
    return Pair(train=train, test=pair.test, id=table.id, metric=table.metric)


def kept_share(table: Table, random: Draw, *, label: str, keep: float) -> Pair:
    """Draw the test from a campaign in which only a share of a class answered.

    Seen by: the share of `label` differs between the sides, p < .001.
    """
    pair = parted(table, random, share=0.35)
    stays = (pair.test[table.target] != label) | pl.Series(random.random(pair.test.height) < keep)
    return Pair(
        train=pair.train,
        test=pair.test.filter(stays),
        group=table.group,
        id=table.id,
        metric=table.metric,
    )


def richer_test(table: Table, random: Draw, *, power: float) -> Pair:
    """Take the test from those with high outcomes rather than from all.

    Seen by: the target's mean differs between the sides, p < .001.
    """
    rank = table.frame[table.target].rank("average").to_numpy() / table.frame.height
    drawn = random.random(rank.size) < 0.75 * rank**power
    return Pair(
        train=table.frame.filter(~pl.Series(drawn)),
        test=table.frame.filter(pl.Series(drawn)),
        id=table.id,
        metric=table.metric,
    )


def by_accuracy(table: Table, random: Draw, *, share: float | None = None) -> Pair:
    """Judge by accuracy what has few positives; thin them out to `share` first, if given.

    Seen by: the constant answer is right in more than nine of ten rows.
    """
    frame = table.frame
    if share is not None:
        rare = frame[table.target] == rarest(table)
        keep = share * int((~rare).sum()) / (1 - share) / int(rare.sum())
        frame = frame.filter(~rare | pl.Series(random.random(frame.height) < keep))
    pair = parted(with_frame(table, frame), random, kind="stratified")
    return Pair(train=pair.train, test=pair.test, id=table.id, metric="accuracy")


def class_gone(table: Table, random: Draw, *, label: str, side: str) -> Pair:
    """Lose a class on one side: a filter of the export, or a class that is new in the test.

    Seen by: `label` has no row on one side and many on the other.
    """
    pair = parted(table, random)
    train, test = (
        part.filter(pl.col(table.target) != label) if name == side else part
        for name, part in (("train", pair.train), ("test", pair.test))
    )
    return Pair(train=train, test=test, group=table.group, id=table.id, metric=table.metric)


def cut_in_order(table: Table, random: Draw, *, share: float) -> Pair:
    """Take the last rows as test of a table that is sorted by its class.

    Seen by: a class of the test has no row in the training, and the other way round.
    """
    frame = table.frame.sort(table.target, maintain_order=True)
    border = int((1 - share) * frame.height)
    return Pair(train=frame[:border], test=frame[border:], id=table.id, metric=table.metric)
