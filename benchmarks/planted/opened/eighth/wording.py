"""Rows that come again in other words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import honest, sample, stirred
from benchmarks.planted.pair import Pair, with_frame
from benchmarks.planted.table import Table

_SWAPS = (
    ("Manufacture", "Production"),
    (" and ", " & "),
    ("n.e.c.", "not classified elsewhere"),
    ("activities", "services"),
    (" other ", " further "),
    ("Retail sale", "Retail trade"),
    ("Wholesale", "Wholesale trade"),
)


def worded_again(
    table: Table, random: np.random.Generator, *, column: str, share: float, form: str
) -> Pair:
    """A second clerk typed some training rows anew for the test, in words that differ a little.

    Seen by: test rows whose text shares more than four fifths of its letters, in order, with one
    training text, while all the other columns are equal.
    """
    lone = replace(
        with_frame(table, table.frame.drop([table.group] if table.group else [])), group=None
    )
    pair = honest(lone, random)
    again = sample(pair.train, random, share)
    told = [_said(random, text, form) for text in again[column]]
    again = again.with_columns(pl.Series(column, told))
    kept = again.filter(pl.Series(told) != again_of(pair.train, again, column))
    return replace(pair, test=stirred(pl.concat([pair.test, kept]), random))


def again_of(train: pl.DataFrame, again: pl.DataFrame, column: str) -> pl.Series:
    """Return the text itself where it is still one of the training's, else nothing."""
    same = again[column].is_in(train[column].unique().implode())
    return pl.select(pl.when(same).then(again[column]).otherwise(pl.lit(""))).to_series()


def _said(random: np.random.Generator, text: str, form: str) -> str:
    if form == "mistyped":
        return _mistyped(random, text)
    if form == "swapped":
        for old, new in _SWAPS:
            text = text.replace(old, new)
        return text
    ends = (" (again)", " - v2", "!", ", home-made", " *")
    return text.replace("with", "w/") + ends[int(random.integers(len(ends)))]


def _mistyped(random: np.random.Generator, text: str) -> str:
    letters = list(text)
    for _ in range(1 + len(letters) // 40):
        place = int(random.integers(1, max(2, len(letters) - 1)))
        if random.random() < 0.5:
            letters.insert(place, letters[place - 1])
        else:
            letters[place - 1 : place + 1] = reversed(letters[place - 1 : place + 1])
    return "".join(letters)
