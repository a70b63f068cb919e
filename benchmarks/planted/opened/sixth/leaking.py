"""Single columns that know the outcome: copies, other codes, other scales, a little noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth.honest import (
    apart,
    chosen,
    happened,
    outcomes,
    planted,
    where,
)
from benchmarks.planted.pair import Pair
from benchmarks.planted.table import Table


def copied(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    form: str = "same",
    holes: float = 0.0,
) -> Pair:
    """Give the target a second name, as it is, as text, or with holes."""
    copy = table.frame[table.target].alias(name)
    if form == "text":
        copy = copy.cast(pl.String)
    if form == "capitals":
        copy = copy.cast(pl.String).str.to_uppercase()
    empty = pl.Series(name, [None] * copy.len(), dtype=copy.dtype)
    return planted(table, random, where(chosen(random, copy.len(), holes), empty, copy))


def recoded(
    table: Table, random: np.random.Generator, *, name: str, codes: tuple[str, ...]
) -> Pair:
    """Say every class in another code, in the order of the alphabet."""
    classes = table.frame[table.target].unique().sort().to_list()
    words = dict(zip(classes, codes, strict=True))
    column = table.frame[table.target].replace_strict(words, return_dtype=pl.String).alias(name)
    if all(code.lstrip("-").isdigit() for code in codes):
        column = column.cast(pl.Int64)
    return planted(table, random, column)


def rescaled(table: Table, random: np.random.Generator, *, name: str, form: str) -> Pair:
    """Say the target on another scale."""
    value = outcomes(table)
    return planted(table, random, pl.Series(name, _SCALES[form](value)))


def _logarithm(value: np.ndarray) -> np.ndarray:
    logarithm: np.ndarray = np.log(value - value.min() + 1)
    return logarithm


def _ranked(value: np.ndarray) -> np.ndarray:
    ranks: np.ndarray = pl.Series(value).rank().to_numpy() / len(value)
    return ranks


def _rounded(value: np.ndarray) -> np.ndarray:
    scaled: np.ndarray = np.round((value - value.mean()) / value.std(), 2)
    return scaled


def _euros(value: np.ndarray) -> np.ndarray:
    paid: np.ndarray = np.round(value * 0.92 + 3.5, 2)
    return paid


def _remaining(value: np.ndarray) -> np.ndarray:
    left: np.ndarray = np.round(value.max() - value, 4)
    return left


_SCALES = {
    "logarithm": _logarithm,
    "ranked": _ranked,
    "rounded": _rounded,
    "euros": _euros,
    "remaining": _remaining,
}


def noised(table: Table, random: np.random.Generator, *, name: str, noise: float) -> Pair:
    """Say the target with a little noise: of its spread, or as a share of wrong classes."""
    column = table.frame[table.target]
    if table.numeric_target:
        value = outcomes(table)
        said = value + random.normal(0, noise * value.std(), len(value))
        return planted(table, random, pl.Series(name, np.round(said, 3)))
    other = pl.Series(random.permutation(column.to_list()))
    mixed = where(chosen(random, column.len(), noise), other, column)
    return planted(table, random, mixed.alias(name))


def noised_score(
    table: Table, random: np.random.Generator, *, name: str, event: str, gap: float
) -> Pair:
    """Add a score in [0, 1] that tells the event from the rest nearly always."""
    shown = random.normal(0, 1, table.frame.height) + gap * happened(table, event)
    score = 1 / (1 + np.exp(gap / 2 - shown))
    return planted(table, random, pl.Series(name, np.round(score, 3)))


def ranked_identifiers(
    table: Table,
    random: np.random.Generator,
    *,
    name: str,
    noise: float = 0.0,
    form: str = "{}",
    declared: bool = False,
) -> Pair:
    """Number the rows as they are sorted by their outcome."""
    value = outcomes(table)
    value = value + random.normal(0, max(noise * value.std(), 1e-9), len(value))
    ranks = np.argsort(np.argsort(value, kind="stable"), kind="stable") + 1001
    if form == "{}":
        return _identified(table, random, pl.Series(name, ranks), declared=declared)
    texts = pl.Series(name, [form.format(rank) for rank in ranks])
    return _identified(table, random, texts, declared=declared)


def _identified(
    table: Table, random: np.random.Generator, key: pl.Series, *, declared: bool
) -> Pair:
    bare = replace(table, frame=table.frame.drop(table.id) if table.id else table.frame, id=None)
    made = planted(bare, random, key)
    return replace(made, id=key.name if declared else None)


def sorted_rows(table: Table, random: np.random.Generator, *, noise: float = 0.0) -> Pair:
    """Leave both files as they were sorted by the outcome."""
    value = outcomes(table)
    order = np.argsort(value + random.normal(0, max(noise * value.std(), 1e-9), len(value)))
    return apart(replace(table, frame=table.frame[order.tolist()]), random, how="random")
