"""Evidence about how values are spread: between the two sides, and along the rows of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assay.core.evidence.schema import SideName


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far a column's values on the two sides are apart.

    Attributes:
        measure: Greatest difference of the distribution functions (numbers), or half the sum of
            the differences of shares, less what chance lets one expect (levels); in [0, 1].
        chance: Chance of as large a distance between random parts, corrected for the number of
            columns after Benjamini and Hochberg.
        train: What stands for training: the median, or a level with its share.
        test: The same of the test.
        train_rows: Known values of training.
        test_rows: Known values of the test.
    """

    column: str
    kind: Literal["numbers", "levels"]
    measure: float
    chance: float
    train: str
    test: str
    train_rows: int
    test_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenLevels:
    """Levels of the test that training does not have.

    Attributes:
        levels: How many.
        examples: Some, most frequent first.
        rows: Test rows that hold one.
        share: Share of the test's known values.
        expected: The share that training's levels of one row let one expect (Good and Turing).
        chance: Chance that random parts would leave the most frequent of them to the test alone,
            times the levels looked at; or of so many rows by twice that expectation, if less.
        places: Positions of a few of the rows in the test.
    """

    column: str
    levels: int
    examples: tuple[str, ...]
    rows: int
    share: float
    expected: float
    chance: float
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Rows that are missing, or extreme, more often at one place than elsewhere.

    Attributes:
        side: Where they are.
        order: What the rows were ordered by: a column; None for their order in the table; empty
            if the whole side stands against the other one.
        rows: Such rows there.
        share: Share of the rows there.
        elsewhere: Share of the rows of the other side, or of the same side elsewhere.
        chance: Chance of it if rows were at random, times the places and columns looked at.
        first: Position of the first row there, in the table.
        last: Position of the last one.
        places: Positions of a few of the rows.
    """

    column: str
    side: SideName
    order: str | None
    rows: int
    share: float
    elsewhere: float
    chance: float
    first: int
    last: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlierBurst:
    """Extreme values that stand in one place.

    Attributes:
        beyond: Extreme is what is larger than this, or smaller if `below`.
        usual: The median of the other values.
        spread: The range of the middle 90 in 100 of them.
        farthest: The most extreme value.
    """

    burst: Burst
    beyond: float
    below: bool
    usual: float
    spread: float
    farthest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentinel:
    """A value that seems to stand for a missing one.

    Attributes:
        value: As written.
        kind: A number far from the others, a number that is far too frequent among them, a date
            that systems write for none, or a word for a missing value.
        train: Share of training's known values.
        test: Share of the test's.
        rows: Rows of both sides that hold it.
        nearest: The nearest other value; the next frequent one for a spike or a word.
        places: Positions of a few of the rows in training.
    """

    column: str
    value: str
    kind: Literal["apart", "spike", "date", "word"]
    train: float
    test: float
    rows: int
    nearest: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RareRest:
    """A column with one value in nearly all rows of training.

    Attributes:
        value: That value.
        rows: Known values.
        others: Rows of training that hold another one.
        tie: Chance that their outcomes differ from the rest's by so much at random; where many
            values are missing, the same of the rows without one, if that is less.
    """

    column: str
    value: str
    rows: int
    others: int
    tie: float
    rounded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenTie:
    """A column whose rank correlations with others differ between the sides.

    Attributes:
        beside: The column with which they differ most.
        train: Their correlation in training, in [-1, 1].
        test: Their correlation in the test.
        chance: Chance of as large a difference between random parts, corrected for the number of
            pairs after Benjamini and Hochberg.
        pairs: Pairs of the column that differ.
    """

    column: str
    beside: str
    train: float
    test: float
    chance: float
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEvidence:
    """How values are spread on the two sides.

    Attributes:
        train_rows: Rows of training that were looked at.
        test_rows: Rows of the test that were looked at.
        columns: Columns that were looked at.
        distances: Columns in order of their distance, greatest first.
        ties: Columns that go together with others otherwise, those of most pairs first.
    """

    train_rows: int
    test_rows: int
    columns: int
    distances: tuple[Distance, ...] = ()
    unseen: tuple[UnseenLevels, ...] = ()
    missing: tuple[Burst, ...] = ()
    outliers: tuple[OutlierBurst, ...] = ()
    sentinels: tuple[Sentinel, ...] = ()
    rare: tuple[RareRest, ...] = ()
    ties: tuple[BrokenTie, ...] = ()
