"""A table to plant into, and how it is parted as its roles demand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table to learn from.

    Attributes:
        why: Why it counts as clean, and what was taken away to make it so.
    """

    name: str
    frame: pl.DataFrame
    target: str
    why: str
    time: str | None = None
    group: str | None = None
    id: str | None = None
    metric: str | None = None

    @property
    def numeric_target(self) -> bool:
        column = self.frame[self.target]
        return column.dtype.is_numeric() and column.n_unique() > 20


def part(
    table: Table, random: np.random.Generator, *, kind: str = "random", share: float = 0.25
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part a table as its roles demand.

    Args:
        kind: `random`, `stratified`, `group` or `time`.
        share: Share of the rows (or groups) that become the test.
    """
    tested = _MASKS[kind](table, random, share)
    return table.frame.filter(~tested), table.frame.filter(tested)


def _random(table: Table, random: np.random.Generator, share: float) -> pl.Series:
    return pl.Series(random.permutation(table.frame.height) < share * table.frame.height)


def _stratified(table: Table, random: np.random.Generator, share: float) -> pl.Series:
    drawn = pl.DataFrame({"y": table.frame[table.target], "u": random.random(table.frame.height)})
    rank = pl.col("u").rank().over("y") <= share * pl.len().over("y")
    return drawn.select(tested=rank)["tested"]


def _grouped(table: Table, random: np.random.Generator, share: float) -> pl.Series:
    column = table.frame[_named(table.group, table)]
    groups = column.unique().sort()
    chosen = groups.filter(pl.Series(random.random(groups.len()) < share))
    tested: pl.Series = column.is_in(chosen.implode())
    return tested


def _timed(table: Table, random: np.random.Generator, share: float) -> pl.Series:
    column = table.frame[_named(table.time, table)]
    border = column.sort()[int((1 - share) * column.len())]
    late: pl.Series = column >= border
    return late


def _named(role: str | None, table: Table) -> str:
    if role is None:
        raise ValueError(f"the table {table.name} has no column in this role")
    return role


_MASKS = {"random": _random, "stratified": _stratified, "group": _grouped, "time": _timed}
