"""A feature on the two sides: its numbers in order, its levels counted, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.sides.table import Floats, Places, Sides

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A feature on the two sides.

    Attributes:
        numbers: Values of both sides, NaN where missing; None unless both hold numbers or times.
        places: Positions of the rows in their tables.
    """

    name: str
    train: pl.Series
    test: pl.Series
    numbers: tuple[Floats, Floats] | None
    places: tuple[Places, Places]

    @cached_property
    def missing(self) -> tuple[Flags, Flags]:
        """Say of each row of both sides whether the value is null, NaN or blank."""
        if self.numbers is not None:
            return np.isnan(self.numbers[0]), np.isnan(self.numbers[1])
        return _blank(self.train), _blank(self.test)

    @cached_property
    def sorted(self) -> tuple[Floats, Floats] | None:
        """Known finite numbers of both sides in ascending order."""
        if self.numbers is None:
            return None
        left, right = (np.sort(side[np.isfinite(side)]) for side in self.numbers)
        return left, right

    def repeats(self, share: float, *, fewest: int) -> bool:
        """Say whether a number is held by a share of either side, and by a few rows at least."""
        return any(
            bool((side[step:] == side[:-step]).any())
            for side in self.sorted or ()
            if len(side) > (step := max(fewest, int(share * len(side))) - 1)
        )

    @cached_property
    def counted(self) -> tuple[Floats, Places, Places] | None:
        """Distinct numbers of both sides in ascending order, and rows of each on either side."""
        if self.sorted is None:
            return None
        left, right = self.sorted
        if not len(left) and not len(right):
            return None
        both = np.sort(np.concatenate([left, right]), kind="stable")
        values = both[np.concatenate([[True], both[1:] != both[:-1]])]
        return values, _rows_of(values, left), _rows_of(values, right)

    @cached_property
    def levels(self) -> pl.DataFrame | None:
        """Levels with their rows, `train` and `test`, of both sides; None for numbers and times."""
        if self.numbers is not None or not (_leveled(self.train) and _leveled(self.test)):
            return None
        left, right = (_counts(self.train, "train"), _counts(self.test, "test"))
        both = left.join(right, on="level", how="full", coalesce=True)
        counts = both.with_columns(pl.col("train", "test").fill_null(0))
        rows = pl.col("train") + pl.col("test")
        return counts.sort(rows, "level", descending=[True, False])

    def rows_with(self, values: list[str]) -> tuple[int, ...]:
        """Return positions of the first few test rows that hold one of these levels."""
        held = self.test.cast(pl.String).is_in(values).arg_true().head(5).to_numpy()
        return tuple(int(place) for place in self.places[1][held])


def columns_of(sides: Sides) -> tuple[Column, ...]:
    """Return the features whose values can be compared, without those that number the rows."""
    return tuple(
        Column(
            name=name,
            train=sides.train.rows[name],
            test=sides.test.rows[name],
            numbers=sides.numbers(name),
            places=(sides.train.places, sides.test.places),
        )
        for name in sides.features
        if not _numbers_rows(sides.train.rows[name])
    )


def _numbers_rows(column: pl.Series) -> bool:
    """Return whether a column is a whole number that grows, or falls, from row to row."""
    if not column.dtype.is_integer() or column.null_count() or len(column) < 3:
        return False
    steps = np.diff(column.to_numpy().astype(np.float64))
    return bool((steps > 0).all() or (steps < 0).all())


def _leveled(column: pl.Series) -> bool:
    return column.dtype in (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Null)


def _counts(column: pl.Series, side: str) -> pl.DataFrame:
    levels = pl.DataFrame({"level": column.cast(pl.String)}).filter(
        pl.col("level").str.strip_chars() != ""
    )
    return levels.group_by("level").agg(pl.len().cast(pl.Int64).alias(side))


def _blank(column: pl.Series) -> Flags:
    gone = column.is_null()
    if column.dtype == pl.String:
        gone |= (column.str.strip_chars() == "").fill_null(True)
    elif column.dtype.is_float():
        gone |= column.is_nan().fill_null(True)
    return gone.to_numpy().astype(bool)


def _rows_of(values: Floats, side: Floats) -> Places:
    right = np.searchsorted(side, values, side="right")
    return np.diff(right, prepend=0).astype(np.int64)
