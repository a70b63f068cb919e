"""A column as either side writes it: its distinct values and what they can be read as."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import polars as pl

from assay.core.evidence.schema import SideName
from assay.data.sides.table import Floats, Places, Side, Sides

Found = TypeVar("Found")

MOST_DISTINCT = 20_000
"""Distinct texts that are read, those of most rows first."""

MISSING_WORDS = frozenset(
    ("", "-", "--", "?", ".", "na", "n/a", "nan", "none", "null", "nil", "missing", "unknown",
     "not available", "not known", "undefined", "#n/a", "<na>", "inf", "-inf")
)  # fmt: skip
"""Words that stand for a missing value."""

DECIMAL_COMMA = r"^[-+]?(\d+|\d{1,3}([. '\x{a0}]\d{3})+),\d+$"
GROUPED = r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$"
"""1,234,567.8: commas that part thousands."""

CODE = r"^(0\d+|\d{16,})$"
"""Digits that are no quantity: with leading zeros, or too many for a number."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A column of one side."""

    side: SideName
    column: pl.Series
    places: Places

    @cached_property
    def kind(self) -> str | None:
        """Number, text, truth, time or other by its type; None if no value is known."""
        dtype = self.column.dtype
        if dtype == pl.Null or self.column.null_count() == len(self.column):
            return None
        if dtype in (pl.String, pl.Categorical, pl.Enum):
            return "text"
        if dtype == pl.Boolean:
            return "truth"
        if dtype.is_numeric():
            return "number"
        return "time" if dtype in (pl.Date, pl.Datetime) else "other"

    @cached_property
    def distinct(self) -> pl.DataFrame:
        """Distinct texts, most frequent first: value, rows, bare, number, comma, grouped, gone.

        `bare` is without spaces around, `number` the plain number it is or null, `gone` whether it
        stands for a missing value.
        """
        text = pl.DataFrame({"value": self.column.cast(pl.String)}).drop_nulls()
        counted = text.group_by("value", maintain_order=True).agg(pl.len().alias("rows"))
        counted = counted.sort("rows", descending=True, maintain_order=True).head(MOST_DISTINCT)
        bare = pl.col("value").str.strip_chars()
        number = bare.cast(pl.Float64, strict=False)
        return counted.with_columns(
            bare=bare,
            number=pl.when(number.is_finite()).then(number),
            comma=bare.str.contains(DECIMAL_COMMA),
            grouped=bare.str.contains(GROUPED),
            gone=bare.str.to_lowercase().is_in(list(MISSING_WORDS)),
        )

    @cached_property
    def known(self) -> pl.DataFrame:
        """`distinct` without what stands for a missing value."""
        return self.distinct.filter(~pl.col("gone"))

    def share(self, of: pl.Expr) -> float:
        """Return the share of known values, by rows, that an expression of `distinct` holds for."""
        known = self.known
        rows = int(known["rows"].sum())
        return int(known.filter(of)["rows"].sum()) / rows if rows else 0.0

    @cached_property
    def coded(self) -> bool:
        """Whether its numbers are codes: leading zeros, or whole numbers of one length > 3."""
        numbers = self.known.filter(pl.col("number").is_not_null())["bare"]
        if not len(numbers):
            return False
        whole = numbers.str.contains(r"^\d+$").all()
        lengths = numbers.str.len_chars()
        one_length = bool(whole) and lengths.n_unique() == 1 and int(lengths[0]) > 3
        return bool(numbers.str.contains(CODE).any()) or (one_length and len(numbers) > 3)

    def examples(self, of: pl.Expr, most: int = 3) -> tuple[str, ...]:
        """Return the most frequent values that an expression of `distinct` holds for."""
        return tuple(self.distinct.filter(of)["value"].head(most).to_list())

    def rows_of(self, values: list[str], most: int = 5) -> tuple[int, ...]:
        """Return positions in the table of the first rows that hold one of these values."""
        held = self.column.cast(pl.String).is_in(values).arg_true().head(most).to_numpy()
        return tuple(int(place) for place in self.places[held])


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A column as both sides write it.

    Attributes:
        numbers: Both sides as numbers, NaN where missing; None where either is not.
        beside: Share of the other columns that differ between the sides beyond chance; None where
            too few can be asked.
    """

    name: str
    train: Written
    test: Written
    numbers: tuple[Floats, Floats] | None
    beside: float | None = None

    @property
    def both(self) -> tuple[Written, Written]:
        """Training, then the test."""
        return self.train, self.test


def each(measured: Callable[[Pair], Iterable[Found]], columns: Iterable[Pair]) -> tuple[Found, ...]:
    """Return all that a measure finds in columns, one after the other."""
    return tuple(found for pair in columns for found in measured(pair))


def pairs(sides: Sides) -> list[Pair]:
    """Return the columns of both sides; the target too where the test's may be seen."""
    names = [*sides.shared, *([sides.target] if sides.tested else [])]
    return [
        Pair(
            name=name,
            train=_written("train", sides.train, name),
            test=_written("test", sides.test, name),
            numbers=_numbers(sides, name),
        )
        for name in names
    ]


def _written(side: SideName, rows: Side, name: str) -> Written:
    return Written(side=side, column=rows.rows[name], places=rows.places)


def _numbers(sides: Sides, name: str) -> tuple[Floats, Floats] | None:
    columns = sides.train.rows[name], sides.test.rows[name]
    if not all(column.dtype.is_numeric() for column in columns):
        return None
    if name != sides.target:
        return sides.numbers(name)
    left, right = (
        column.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
        for column in columns
    )
    return left, right
