"""Small draws that the plant functions share."""

from __future__ import annotations

import numpy as np
import polars as pl


def seed_of(random: np.random.Generator) -> int:
    """Return a seed for a draw of Polars."""
    return int(random.integers(2**31))


def some(random: np.random.Generator, rows: int, share: float) -> pl.Series:
    """Return a mask of exactly that share of the rows, of at least one."""
    return pl.Series(random.permutation(rows) < max(1, round(share * rows)))


def stirred(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Return the rows in another order."""
    return frame.sample(fraction=1.0, shuffle=True, seed=seed_of(random))


def noise(random: np.random.Generator, rows: int, spread: float) -> pl.Series:
    """Return normal noise."""
    return pl.Series(spread * random.standard_normal(rows))
