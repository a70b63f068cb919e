"""Evidence about what training and test share: rows, near copies, groups, and times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualRows:
    """Test rows that equal a training row in every column that counts.

    Attributes:
        left_out: Columns that did not count: the declared identifier, and unique columns.
        columns: Columns that counted.
        checked: Test rows looked at.
        rows: Those that equal a training row.
        judged: Equal rows of which it was asked whether chance explains them.
        singular: Those of `judged` that resemble no more training rows closely than they equal:
            where values coincide by chance, rows that almost coincide are far more common. Those
            of `named` are among them.
        named: Those of `judged` that have the declared identifier of a row they equal as well.
        different: Share of the training rows that are left if equal ones count once.
        trained: Training rows that they were held against.
        places: Positions of a few of them in the test.
    """

    left_out: tuple[str, ...]
    columns: int
    checked: int
    rows: int
    judged: int
    singular: int
    places: tuple[int, ...]
    named: int = 0
    different: float = 1.0
    trained: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRows:
    """Test rows that lie far nearer to a training row than rows lie to each other.

    Attributes:
        kind: What was compared: numbers (with categories), text, or all columns with numbers
            `rounded`.
        columns: Columns that counted.
        checked: Test rows looked at.
        rows: Those that are a near copy, and not an equal one, of a training row.
        expected: Rows as near as that which the spacing of the others would let one expect.
        within_training: Share of training rows that are as near a copy of another training row.
        within: How near, as a share of the distance to the tenth nearest training row (numbers),
            or how alike, as a share of the pieces in common (text).
        seen: Share of the training rows that were compared.
        places: Positions of a few pairs: in the test, in training.
        asked: Training rows that `within_training` is of; 0 if not counted.
    """

    kind: Literal["numbers", "text", "rounded"]
    columns: tuple[str, ...]
    checked: int
    rows: int
    expected: float
    within_training: float
    within: float
    seen: float
    places: tuple[tuple[int, int], ...]
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedKey:
    """A column that names whom rows belong to, though it is not declared.

    Attributes:
        groups: Its values in both sides.
        rows_in_group: Rows with the same value, on average.
        rows_shared: Share of the test rows whose value is also in training.
        target_tie: Intra-class correlation of the target within a value, in [0, 1].
        target_tie_by_chance: The same with the values shuffled, its largest.
        alike: Columns that hardly vary within a value though they do between them.
        compared: Columns that were asked.
        beside: Columns that name groups only together with it.
        apart: Column in which rows of a group never agree, as visits never fall on one day; empty
            where that is not what shows them.
    """

    column: str
    groups: int
    rows_in_group: float
    rows_shared: float
    target_tie: float
    target_tie_by_chance: float
    alike: tuple[str, ...]
    compared: int
    beside: tuple[str, ...] = ()
    apart: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOrder:
    """How the two sides lie along a column of times.

    Attributes:
        declared: Whether the column was declared as the time.
        runs: Stretches of test rows and of training rows in the order of time.
        runs_by_chance: Such stretches if the test had been drawn row by row.
        distance: Largest difference of the two distribution functions, in [0, 1].
        distance_by_chance: What random assignment seldom exceeds.
        rows_before: Test rows that are not later than the latest training row.
        rows_timed: Test rows with a time.
        train_from: Earliest training row.
        train_to: Latest training row.
        drift: Strength of the target's drift along it, in [0, 1].
        persistence: Correlation of the target of rows that follow each other, in [-1, 1]; of the
            same category of the column for which it is largest.
        rows_labelled: Training rows that `drift` was measured on.
    """

    column: str
    declared: bool
    distance: float
    distance_by_chance: float
    rows_before: int
    rows_timed: int
    train_from: str
    train_to: str
    drift: float
    persistence: float
    rows_labelled: int
    runs: int = 0
    runs_by_chance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapEvidence:
    """What the sides share that they should not.

    Attributes:
        rows_train: Rows of training.
        rows_test: Rows of the test.
        sampled: Whether costly measures saw a part of the rows only.
        equal: Equal rows, with and without columns that are unique.
        near: Near copies.
        keys: Undeclared groups.
        group: The declared group, if there is one.
        groups_test: Its values in the test.
        groups_shared: Those of them that are also in training.
        times: Columns of times.
    """

    rows_train: int
    rows_test: int
    sampled: bool
    equal: tuple[EqualRows, ...]
    near: tuple[NearRows, ...]
    keys: tuple[SharedKey, ...]
    group: str | None
    groups_test: int
    groups_shared: int
    times: tuple[TimeOrder, ...]
