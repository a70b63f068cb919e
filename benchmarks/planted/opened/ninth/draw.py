"""Draws that all plantings share."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table

Draw: TypeAlias = np.random.Generator


def some(frame: pl.DataFrame, random: Draw, share: float) -> pl.DataFrame:
    """Return a drawn share of the rows, in a drawn order."""
    order = random.permutation(frame.height)[: round(share * frame.height)]
    drawn: pl.DataFrame = frame[order.tolist()]
    return drawn


def cut(table: Table, frame: pl.DataFrame, random: Draw, share: float = 0.25) -> Pair:
    """Part rows at random into a training and a test side, the order as it was."""
    tested = pl.Series(random.permutation(frame.height) < share * frame.height)
    return Pair(
        train=frame.filter(~tested), test=frame.filter(tested), id=table.id, metric=table.metric
    )


def both(pair: Pair) -> pl.DataFrame:
    """Return the rows of both sides, the training first."""
    return pl.concat([pair.train, pair.test])


def halves(pair: Pair, frame: pl.DataFrame, *columns: str) -> Pair:
    """Give the rows of both sides, the training first, back to their sides."""
    return Pair(
        train=frame[: pair.train.height],
        test=frame[pair.train.height :],
        columns=columns,
        time=pair.time,
        group=pair.group,
        id=pair.id,
        metric=pair.metric,
    )


def spread(values: pl.Series) -> float:
    """Return the standard deviation as a number."""
    return float(np.nanstd(values.cast(pl.Float64).to_numpy()))
