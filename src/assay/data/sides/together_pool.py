"""The numbers of both sides, unlabelled rows included, as a fitted preparation saw them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.columns import exactly
from assay.data.sides.table import Sides

Floats = NDArray[np.float64]

COLUMNS_AT_ONCE = 4
"""Columns of a large table that are held whole at a time."""

FEWEST_VALUES = 20
"""Values of each side; below, an exact mean is no wonder."""

DIGITS_SAMPLE = 2_000
"""Values from which the number of decimals is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """One column of fractions over both sides, missing values dropped.

    Attributes:
        both: Values of both sides, training's first.
        single: Whether either side has single precision only.
        decimals: Decimals that suffice for every value; None if more than six.
    """

    name: str
    train: Floats
    test: Floats
    both: Floats
    single: bool
    decimals: int | None

    @property
    def standard_error(self) -> float:
        """How far the mean over both sides lies from training's by chance, in deviations."""
        train, test = len(self.train), len(self.test)
        return float(np.sqrt(test / (train * (train + test))))


def pooled(sides: Sides) -> Iterator[Pooled]:
    """Yield every feature of fractions that has enough values on both sides.

    Whole numbers are passed over: no fitted mean or deviation leaves them whole.
    """
    names = [name for name in sides.features if _fractions(sides, name)]
    for name, train, test in _whole(sides, names):
        left, right = _finite(train), _finite(test)
        if min(len(left), len(right)) < FEWEST_VALUES:
            continue
        single = pl.Float32 in (train.dtype, test.dtype)
        both = np.concatenate([left, right])
        digits = decimals(both, single=single)
        if digits == 0:
            continue
        yield Pooled(name=name, train=left, test=right, both=both, single=single, decimals=digits)


def _whole(sides: Sides, names: list[str]) -> Iterator[tuple[str, pl.Series, pl.Series]]:
    """Yield all rows of each column on both sides; large tables are read a few columns a time."""
    large = sides.train.sampled or sides.test.sampled
    step = COLUMNS_AT_ONCE if large else max(1, len(names))
    for start in range(0, len(names), step):
        some = exactly(names[start : start + step])
        train, test = (
            side.whole.select(some).collect(engine="streaming")
            for side in (sides.train, sides.test)
        )
        yield from ((name, train[name], test[name]) for name in train.columns)


def decimals(values: Floats, *, single: bool = False) -> int | None:
    """Return how many decimals suffice for every value, None if more than six.

    Example:
        >>> decimals(np.array([0.25, 1.5])), decimals(np.array([1 / 3]))
        (2, None)
    """
    some = values[:: max(1, len(values) // DIGITS_SAMPLE)]
    slack = np.abs(some) * (2e-7 if single else 1e-11) + 1e-12
    for digits in range(7):
        if bool((np.abs(some - np.round(some, digits)) <= slack).all()):
            return digits
    return None


def _fractions(sides: Sides, name: str) -> bool:
    return all(
        side.rows[name].dtype.is_float() or side.rows[name].dtype.is_decimal()
        for side in (sides.train, sides.test)
    )


def _finite(column: pl.Series) -> Floats:
    values: Floats = column.drop_nulls().cast(pl.Float64).to_numpy()
    return values[np.isfinite(values)]
