"""Ways by which time is parted the wrong way round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table


def files_mistaken(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The file of the first months was taken for the test, that of the later ones for training."""
    name = str(table.time)
    border = table.frame[name].sort()[round(share * table.frame.height)]
    early = pl.col(name) < border
    return replace(
        parted(table, random), train=table.frame.filter(~early), test=table.frame.filter(early)
    )


def late_corrections(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Training was drawn again after the test was cut, with part of the rows that came since.

    Args:
        share: Share of the rows after the border that went into training.
    """
    pair = parted(table, random)
    late = pl.Series(random.random(pair.test.height) < share)
    return replace(
        pair, train=pl.concat([pair.train, pair.test.filter(late)]), test=pair.test.filter(~late)
    )


def month_from_the_middle(
    table: Table, random: np.random.Generator, *, begin: float, end: float
) -> Pair:
    """The test is a stretch from the middle, and training lies on both sides of it."""
    name = str(table.time)
    times = table.frame[name].sort()
    first = times[round(begin * times.len())]
    last = times[round(end * times.len())]
    tested = (pl.col(name) >= first) & (pl.col(name) < last)
    return replace(
        parted(table, random), train=table.frame.filter(~tested), test=table.frame.filter(tested)
    )


def shuffled_days(
    table: Table, random: np.random.Generator, *, declared: bool, share: float = 0.25
) -> Pair:
    """`train_test_split` with its shuffle on, of a file that is sorted by time.

    Args:
        declared: Whether the time is declared; it stays a column if not.
    """
    frame = table.frame.sort(str(table.time), maintain_order=True)
    pair = parted(with_frame(table, frame), random, kind="random", share=share)
    return pair if declared else replace(pair, time=None)
