"""Labels that are wrong, that contradict each other, or are another mix on one side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import drawn, honest, sample, stirred
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.table import Table


def mislabelled(
    table: Table, random: np.random.Generator, *, share: float, swaps: tuple[tuple[str, str], ...]
) -> Pair:
    """One of the persons who label read the scale the wrong way round.

    Seen by: so many rows whose label is not that of the table as it was, on both sides.
    """
    off = drawn(random, table.frame.height, share)
    other = pl.col(table.target).replace(dict(swaps))
    frame = table.frame.with_columns(
        pl.when(off).then(other).otherwise(pl.col(table.target)).alias(table.target)
    )
    return honest(with_frame(table, frame), random)


def wrong_chart(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The target was written into the row of another person: values change places.

    Seen by: so many rows far off from what the strong measurement beside them says.
    """
    values = table.frame[table.target].to_numpy().copy()
    places = np.flatnonzero(drawn(random, values.size, share).to_numpy())
    order = places[values[places].argsort()]
    values[order] = np.roll(values[order], order.size // 2)
    frame = table.frame.with_columns(pl.Series(table.target, values))
    return honest(with_frame(table, frame), random)


def judged_twice(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Some cases were judged by two persons, who did not agree; both rows were kept, side by side.

    Seen by: rows that are equal but for the target, within either side.
    """
    pair = honest(table, random)
    labels = table.frame[table.target].unique().sort().to_list()
    return replace(
        pair,
        train=_judged(pair.train, table.target, labels, random, share),
        test=_judged(pair.test, table.target, labels, random, share),
    )


def other_mix(
    table: Table, random: np.random.Generator, *, label: str, kept: float, side: str
) -> Pair:
    """On one side rows of a class were left out, as they cost more to collect.

    Seen by: another share of the class, by a test of the two shares at p < .001.
    """
    pair = honest(table, random)
    frame = pair.test if side == "test" else pair.train
    rest = frame.filter(
        (pl.col(table.target) != label) | pl.Series(random.random(frame.height) < kept)
    )
    changed = replace(pair, test=rest) if side == "test" else replace(pair, train=rest)
    return replace(changed, columns=())


def heavier_first(table: Table, random: np.random.Generator, *, pull: float) -> Pair:
    """The test holds those who came to the follow-up: the higher the target, the likelier.

    Seen by: a mean of the target that is most of a deviation higher in the test.
    """
    ranks = table.frame[table.target].rank("average").to_numpy() / table.frame.height
    odds = 1 / (1 + np.exp(-pull * (ranks - 0.78)))
    tested = pl.Series(random.random(table.frame.height) < odds)
    return Pair(train=table.frame.filter(~tested), test=table.frame.filter(tested))


def judged_by_accuracy(table: Table, random: np.random.Generator) -> Pair:
    """An honest split of a table with a rare class, to be judged by accuracy.

    Seen by: to say the common class always is right in nine rows of ten or more.
    """
    return replace(honest(table, random), metric="accuracy")


def class_gone(table: Table, random: np.random.Generator, *, label: str, side: str) -> Pair:
    """A class that one side does not know: it was collected elsewhere, or came up later.

    Seen by: no row of it on this side, ten or more on the other.
    """
    pair = honest(table, random)
    keep = pl.col(table.target) != label
    if side == "test":
        return replace(pair, test=pair.test.filter(keep))
    return replace(pair, train=pair.train.filter(keep))


def _judged(
    frame: pl.DataFrame,
    target: str,
    labels: list[str],
    random: np.random.Generator,
    share: float,
) -> pl.DataFrame:
    again = sample(frame, random, share)
    other = [labels[(labels.index(one) + 1) % len(labels)] for one in again[target]]
    return stirred(pl.concat([frame, again.with_columns(pl.Series(target, other))]), random)
