"""Training and test side by side, whoever made them, in the forms that the measures need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import Task
from assay.data.columns import exactly
from assay.data.ordinals import ordinals
from assay.data.target import classes_of, encode, known
from assay.data.target import names as named_classes
from assay.data.times import seconds

SAMPLE_ROWS = 100_000
"""Rows of each side that costly measures look at."""

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side: a sample of its rows in their order, and the whole of it, unread.

    Attributes:
        rows: Rows of the sample, in the order of the table; all of them up to `SAMPLE_ROWS`.
        places: Position of each of them in the table, from 0, shape (n,).
        total: Rows of the table.
        whole: The table; reading it may cost a pass over a file.
        sampled: Whether `rows` are drawn from more.
    """

    rows: pl.DataFrame
    places: Places
    total: int
    whole: pl.LazyFrame
    sampled: bool


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Training and test.

    Columns keep the types that each side came with: a number on one side may be a text on the
    other. Rows of training whose outcome is missing are set apart.

    Attributes:
        test: Holds the target only where the outcomes of the test may be seen.
        unlabelled: Training rows without an outcome (of the sample).
        classes: Names of the classes in both sides, `()` for regression; the second of two is
            the positive one.
        time: Column that says when a row happened.
        group: Column that says whom a row belongs to.
        id: Column that names the row.
    """

    train: Side
    test: Side
    unlabelled: pl.DataFrame
    target: str
    task: Task
    classes: tuple[str, ...]
    time: str | None = None
    group: str | None = None
    id: str | None = None
    seed: int = 0
    _numbers: dict[str, tuple[Floats, Floats] | None] = field(
        default_factory=dict, repr=False, compare=False
    )
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def tested(self) -> bool:
        """Whether the outcomes of the test may be seen."""
        return self.target in self.test.rows.columns

    @cached_property
    def shared(self) -> tuple[str, ...]:
        """Columns of both sides but the target, in training's order."""
        there = set(self.test.rows.columns) - {self.target}
        return tuple(name for name in self.train.rows.columns if name in there)

    @cached_property
    def features(self) -> tuple[str, ...]:
        """Columns of both sides without target, time, group and id."""
        roles = {self.time, self.group, self.id}
        return tuple(name for name in self.shared if name not in roles)

    @cached_property
    def labels(self) -> Floats:
        """Training's outcomes: 0 or 1, index of the class, or the value, shape (n,)."""
        return self._encoded(self.train.rows)

    @cached_property
    def test_labels(self) -> Floats | None:
        """The test's outcomes in the same code, NaN where missing; None if they may not be seen."""
        return self._encoded(self.test.rows) if self.tested else None

    def numbers(self, name: str) -> tuple[Floats, Floats] | None:
        """Return a shared column as numbers of both sides, NaN where missing.

        Times are seconds since 1970. None where either side holds anything else, booleans too.
        """
        if name not in self._numbers:
            sides = [_floats(side.rows[name]) for side in (self.train, self.test)]
            left, right = sides
            self._numbers[name] = None if left is None or right is None else (left, right)
        return self._numbers[name]

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what several measures need of these sides, made by the first that asks.

        Two that ask at the same moment may both make it; it is the same.
        """
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def codes(self, name: str) -> Places:
        """Return the place of each of training's values among the distinct ones, 0 where missing.

        Shape (n,).
        """
        return self.once(("codes", name), lambda: ordinals(self.train.rows[name]))

    def codes_of_both(self, name: str) -> Places:
        """Return the same among the distinct values of both sides, training's rows first.

        Shape (n + m,). The column is of one type, and holds no lists.
        """
        sides = (self.train.rows[name], self.test.rows[name])
        return self.once(("codes of both", name), lambda: ordinals(pl.concat(sides)))

    def distinct(self, name: str) -> int:
        """Return how many values a column has in training; that one is missing counts as one."""
        return self.once(("distinct", name), self.train.rows[name].n_unique)

    def texts(self, name: str) -> tuple[pl.Series, pl.Series] | None:
        """Return a shared column as text of both sides; None where either holds no text."""
        left, right = self.train.rows[name], self.test.rows[name]
        if not all(one.dtype in (pl.String, pl.Categorical, pl.Enum) for one in (left, right)):
            return None
        return left.cast(pl.String), right.cast(pl.String)

    def without(self, names: Collection[str]) -> Sides:
        """Return the sides without some columns."""
        left, right = (_dropped(side, names) for side in (self.train, self.test))
        unlabelled = self.unlabelled[list(left.rows.columns)]
        return self.of(left, right, unlabelled)

    def of(self, train: Side, test: Side, unlabelled: pl.DataFrame) -> Sides:
        """Return sides of other rows or columns in the same roles; what was made is forgotten."""
        return replace(self, train=train, test=test, unlabelled=unlabelled, _numbers={}, _made={})

    def _encoded(self, rows: pl.DataFrame) -> Floats:
        return encode(rows[self.target], task=self.task, classes=self.classes, positive=None)


def sides(
    train: pl.LazyFrame,
    test: pl.LazyFrame,
    *,
    target: str,
    task: Task,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,
    seed: int = 0,
) -> Sides:
    """Put training and test side by side.

    Args:
        train: Training rows, with the target.
        test: Test rows, with or without it.
        target: Column to predict.
        task: What kind of prediction it is.
        time: Column that says when a row happened.
        group: Column that says whom a row belongs to.
        id: Column that names the row.
        seed: Seed of the sample where a side has more than 100,000 rows.

    Raises:
        InputError: If training lacks a column that is named, or a known outcome.

    Example:
        >>> frame = pl.LazyFrame({"x": [1, 2, 3, 4], "y": ["a", "b", "a", None]})
        >>> both = sides(frame, frame.select("x"), target="y", task="binary")
        >>> both.features, both.labels.tolist(), both.unlabelled.height, both.tested
        (('x',), [0.0, 1.0, 0.0], 1, False)
    """
    names = train.collect_schema().names()
    _demand(names, {"target": target, "time": time, "group": group, "id": id})
    learnt, unlabelled = _labelled(_side(train, seed), target)
    tested = _side(test, seed + 1)
    if target in tested.rows.columns:
        tested, _ = _labelled(tested, target)
    if not learnt.rows.height:
        raise InputError(
            f"target '{target}' has no known value",
            where="training rows",
            remedy="name another column as the target, or bring rows whose outcome is known",
        )
    return Sides(
        train=learnt,
        test=tested,
        unlabelled=unlabelled,
        target=target,
        task=task,
        classes=_classes(learnt.rows, tested.rows, target, task),
        time=time,
        group=group,
        id=id,
        seed=seed,
    )


def _side(frame: pl.LazyFrame, seed: int) -> Side:
    total = int(frame.select(pl.len()).collect(engine="streaming").item())
    if total <= SAMPLE_ROWS:
        rows = frame.collect()
        places = np.arange(total)
        return Side(rows=rows, places=places, total=total, whole=rows.lazy(), sampled=False)
    chosen = np.sort(np.random.default_rng(seed).choice(total, SAMPLE_ROWS, replace=False))
    drawn = pl.LazyFrame({_PLACE: chosen.astype(np.uint32)})
    numbered = frame.with_row_index(_PLACE)
    rows = numbered.join(drawn, on=_PLACE, how="semi").collect(engine="streaming").sort(_PLACE)
    return Side(
        rows=rows.drop(_PLACE),
        places=rows[_PLACE].cast(pl.Int64).to_numpy(),
        total=total,
        whole=frame,
        sampled=True,
    )


_PLACE = "place of the row in its table"


def _dropped(side: Side, names: Collection[str]) -> Side:
    kept = [name for name in side.rows.columns if name not in names]
    return replace(side, rows=side.rows[kept], whole=side.whole.select(exactly(kept)))


def _labelled(side: Side, target: str) -> tuple[Side, pl.DataFrame]:
    there = known(side.rows[target])
    if there.all():
        return side, side.rows.clear()
    kept = replace(side, rows=side.rows.filter(there), places=side.places[there.to_numpy()])
    return kept, side.rows.filter(~there)


def _classes(train: pl.DataFrame, test: pl.DataFrame, target: str, task: Task) -> tuple[str, ...]:
    if task == "regression":
        return ()
    outcomes = [named_classes(side[target]) for side in (train, test) if target in side.columns]
    return classes_of(pl.concat(outcomes), task=task, positive=None)


def _demand(names: Sequence[str], roles: dict[str, str | None]) -> None:
    missing = [
        f"there is no column '{name}' for --{role}{did_you_mean(name, names)}"
        for role, name in roles.items()
        if name is not None and name not in names
    ]
    if missing:
        raise InputError(
            "; ".join(missing), where="training rows", remedy="name columns of the data"
        )


def _floats(column: pl.Series) -> Floats | None:
    if column.dtype in (pl.Date, pl.Datetime):
        return seconds(column)
    if not column.dtype.is_numeric():
        return None
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
