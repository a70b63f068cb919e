"""Splits that know what comes later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import honest, sample, stirred
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table, part


def first_as_test(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """The file was sorted from new to old: the rows kept back are the oldest.

    Seen by: every training row is at or after the last test row.
    """
    del random
    column = str(table.time)
    border = table.frame[column].sort()[int(share * table.frame.height)]
    old = pl.col(column) <= border
    return Pair(
        train=table.frame.filter(~old),
        test=table.frame.filter(old),
        time=column,
        columns=(column,),
        metric=table.metric,
    )


def fold_of_the_middle(table: Table, random: np.random.Generator, *, place: float) -> Pair:
    """One fold of five, unshuffled, is the test: training goes on after it.

    Seen by: training rows before and after the stretch of the test.
    """
    del random
    rows = table.frame.sort(str(table.time), maintain_order=True).with_row_index("_n")
    start, end = int(place * rows.height), int((place + 0.2) * rows.height)
    inside = pl.col("_n").is_between(start, end)
    return Pair(
        train=rows.filter(~inside).drop("_n"),
        test=rows.filter(inside).drop("_n"),
        time=table.time,
        columns=(str(table.time),),
        metric=table.metric,
    )


def late_corrections(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Training ended before the test, until a later delivery was appended to it.

    Seen by: a tenth of the training or so lies within the days of the test; no row is in both.
    """
    pair = honest(table, random, share=0.3)
    moved = sample(pair.test.with_row_index("_n"), random, share)["_n"]
    held = pl.Series(np.isin(np.arange(pair.test.height), moved.to_numpy()))
    return replace(
        pair,
        train=pl.concat([pair.train, pair.test.filter(held)]),
        test=pair.test.filter(~held),
        columns=(str(table.time),),
    )


def shuffled(table: Table, random: np.random.Generator, *, declared: bool = True) -> Pair:
    """The usual random split, on rows of which each is close to the one before.

    Seen by: test rows lie between training rows all along, and the target of a row is told by its
    neighbours in time.
    """
    train, test = part(table, random, kind="random")
    time = str(table.time)
    return Pair(
        train=stirred(train, random),
        test=stirred(test, random),
        time=time if declared else None,
        columns=(time,) if declared else (),
    )
