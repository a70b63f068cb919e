"""Ways by which the same people, trees and mixtures come into training and test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.fourth.draws import chosen
from benchmarks.planted.pair import Pair, parted
from benchmarks.planted.table import Table


def parted_by_row(
    table: Table, random: np.random.Generator, *, declared: bool, without: tuple[str, ...] = ()
) -> Pair:
    """Rows were parted by a hash of the row, whoever they belong to.

    Args:
        declared: Whether the group is declared.
        without: Columns that the export left out.
    """
    pair = parted(table, random, kind="random")
    pair = replace(pair, train=pair.train.drop(without), test=pair.test.drop(without))
    return pair if declared else replace(pair, group=None)


def last_of_each(table: Table, random: np.random.Generator, *, order: str, since: int) -> Pair:
    """Later visits are the test, although the model is meant for people it has not seen."""
    late = pl.col(order) >= since
    return Pair(
        train=table.frame.filter(~late), test=table.frame.filter(late), group=table.group,
        metric=table.metric,
    )  # fmt: skip


def came_back(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Groups were parted, and part of those in training came back while the test was collected.

    Args:
        share: Share of the groups of training of which one row stands in the test.
    """
    pair = parted(table, random, kind="group")
    name = str(table.group)
    groups = pair.train[name].unique().sort()
    back = groups.filter(chosen(random, groups.len(), share))
    several = pl.len().over(name) > 1
    first = pl.int_range(pl.len()).over(name) == 0
    moved = pair.train.select(pl.col(name).is_in(back.implode()) & first & several).to_series()
    return replace(
        pair, train=pair.train.filter(~moved), test=pl.concat([pair.test, pair.train.filter(moved)])
    )
