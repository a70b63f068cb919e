"""Evidence about the schema: what the two sides write differently, or one side in two ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SideName = Literal["train", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentColumn:
    """A column of one side that the other lacks.

    Attributes:
        absent: The side that lacks it.
        near: Column of that side alone whose name or values are alike; None if there is none.
    """

    column: str
    absent: SideName
    near: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeChange:
    """A column that is of another kind on either side.

    Attributes:
        train: Kind in training: number, text, truth, time or other.
        test: Kind in the test.
        examples: Values of training, then of the test, as written.
    """

    column: str
    train: str
    test: str
    examples: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Respelling:
    """One level that is written in two ways.

    Attributes:
        level: The usual spelling.
        other: The spelling that stands for it too.
        how: What the two differ in.
        side: The side where `other` is, or most of it.
        rows: Rows of that side that hold `other`.
        share: Share of that side's known values.
        between: Whether the other side does not know `other`.
    """

    column: str
    level: str
    other: str
    how: str
    side: SideName
    rows: int
    share: float
    between: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedTypes:
    """A column of numbers some of whose values are no numbers.

    Attributes:
        side: The side that is concerned.
        share: Share of its known values that are no numbers.
        numbers: Distinct numbers.
        kinds: What the others are: words, units, bounds, ranges, dates or notes beside a number; or
            numbers, of a column of words.
        examples: Some of them, most frequent first.
        other_numeric: Whether the column of the other side holds numbers only.
    """

    column: str
    side: SideName
    share: float
    numbers: int
    kinds: tuple[str, ...]
    examples: tuple[str, ...]
    other_numeric: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFormats:
    """A column of dates in more than one format.

    Attributes:
        train: Formats of training with their shares, most frequent first.
        test: Formats of the test.
        examples: One value of each format, training first.
        between: Whether the sides differ in their main format; otherwise one side mixes.
    """

    column: str
    train: tuple[tuple[str, float], ...]
    test: tuple[tuple[str, float], ...]
    examples: tuple[str, ...]
    between: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecimalCommas:
    """A column of numbers with commas for decimal points.

    Attributes:
        train: Share of training's numbers that are written so.
        test: Share of the test's.
        examples: Values with a comma, then with a point.
    """

    column: str
    train: float
    test: float
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeZones:
    """A column of times that stands in more than one time zone.

    Attributes:
        kind: `offsets` that are written, or hours of the day that are `shifted`.
        train: Offsets of training with their shares.
        test: Offsets of the test.
        hours: Whole hours by which the test, or part of it, is later; 0 for `offsets`.
        share: Share of the test's rows that are shifted.
        before: Distance of the hours of the day on the two sides, in [0, 1].
        after: The same after the shift.
    """

    column: str
    kind: Literal["offsets", "shifted"]
    train: tuple[tuple[str, float], ...] = ()
    test: tuple[tuple[str, float], ...] = ()
    hours: int = 0
    share: float = 1.0
    before: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A column of which a rule cannot be decided.

    Attributes:
        rule: The rule that cannot.
        reason: What is missing, with its numbers.
    """

    rule: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaEvidence:
    """How the two sides are written.

    Attributes:
        train_rows: Rows of training that were looked at.
        test_rows: Rows of the test that were looked at.
        columns: Columns that were held against each other.
    """

    train_rows: int
    test_rows: int
    columns: int
    absent: tuple[AbsentColumn, ...] = ()
    types: tuple[TypeChange, ...] = ()
    respelled: tuple[Respelling, ...] = ()
    mixed_types: tuple[MixedTypes, ...] = ()
    dates: tuple[DateFormats, ...] = ()
    commas: tuple[DecimalCommas, ...] = ()
    zones: tuple[TimeZones, ...] = ()
    undecided: tuple[Undecided, ...] = ()
