"""Faults of the labels: wrong ones, contradictions, other shares, classes that are not there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth.honest import apart, chosen, drawn, halved, shuffled, where
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table


def relabelled(
    table: Table,
    random: np.random.Generator,
    *,
    share: float,
    half: bool = False,
    both: bool = True,
    only: str | None = None,
) -> Pair:
    """Give rows the label of another class.

    Args:
        half: Whether the target is first made "low" or "high".
        both: Whether the test is labelled as badly as training.
        only: The class whose rows are mistaken; None for all.
    """
    asked = halved(table) if half else table
    honest = apart(asked, random, how="group" if table.group else "random")
    classes = asked.frame[asked.target].unique().sort().to_list()
    sides = {"train": honest.train, "test": honest.test if both else None}
    made = {
        side: _mistaken(frame, asked.target, classes, random, share, only)
        for side, frame in sides.items()
        if frame is not None
    }
    return replace(honest, train=made["train"], test=made.get("test", honest.test))


def _mistaken(
    frame: pl.DataFrame,
    target: str,
    classes: list[str],
    random: np.random.Generator,
    share: float,
    only: str | None,
) -> pl.DataFrame:
    labels = frame[target]
    step = random.integers(1, len(classes), labels.len())
    wrong = [classes[(classes.index(label) + int(by)) % len(classes)]
             for label, by in zip(labels.to_list(), step, strict=True)]  # fmt: skip
    mask = chosen(random, labels.len(), share)
    if only is not None:
        mask = mask & (labels == only).to_numpy()
    return frame.with_columns(where(mask, pl.Series(wrong), labels))


def contradicted(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Let rows stand twice in training, the second time with another label."""
    honest = apart(table, random)
    classes = table.frame[table.target].unique().sort().to_list()
    bare = honest.train.drop(table.id) if table.id else honest.train
    again = drawn(bare, random, int(share * bare.height))
    labels = again[table.target].to_list()
    other = [classes[(classes.index(label) + 1) % len(classes)] for label in labels]
    doubled = pl.concat([bare, again.with_columns(pl.Series(table.target, other))])
    test = honest.test.drop(table.id) if table.id else honest.test
    return replace(honest, train=shuffled(doubled, random), test=test, id=None)


def other_shares(
    table: Table, random: np.random.Generator, *, event: str, keep: float, side: str = "test"
) -> Pair:
    """Leave only a part of one class on one side."""
    honest = apart(table, random)
    frame = honest.test if side == "test" else honest.train
    gone = (frame[table.target] == event) & pl.Series(chosen(random, frame.height, 1 - keep))
    thinner = frame.filter(~gone)
    columns = (table.target,)
    if side == "test":
        return replace(honest, test=thinner, columns=columns)
    return replace(honest, train=thinner, columns=columns)


def judged_by_accuracy(table: Table, random: np.random.Generator, *, metric: str) -> Pair:
    """Judge a rare outcome by the share of right answers."""
    return replace(apart(table, random), metric=metric)


def rarer(
    table: Table, random: np.random.Generator, *, event: str, keep: float, metric: str
) -> Pair:
    """Make the event rarer on both sides, and judge it by the share of right answers."""
    gone = (table.frame[table.target] == event) & pl.Series(
        chosen(random, table.frame.height, 1 - keep)
    )
    thinner = replace(table, frame=table.frame.filter(~gone))
    return replace(apart(thinner, random), metric=metric)


def absent_class(
    table: Table, random: np.random.Generator, *, event: str, side: str, how: str | None = None
) -> Pair:
    """Take the rows of a class from one side."""
    honest = apart(table, random, how=how)
    kept = pl.col(table.target) != event
    columns = (table.target,)
    if side == "train":
        return replace(honest, train=honest.train.filter(kept), columns=columns)
    return replace(honest, test=honest.test.filter(kept), columns=columns)
