"""A shallow tree whose leaves are told in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from assay.evaluation import conditions
from assay.evaluation.welch import sums, welch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.evaluation.metric import Floats

DEPTH = 3
CATEGORIES = 30
SMALLEST_CATEGORY = 10
"""Rows of a category that stands for itself; at most thirty do."""

CHANCE = 0.01
"""A split is confirmed where its two sides would differ so by chance less often than this."""

NAMED = 4
"""Categories that a condition names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as one ordered number a row, and how to say an interval of it.

    Attributes:
        values: Shape (n,), without NaN.
        categories: In the order of their numbers 0, 1, ...; None for a column of numbers.
        missing: The number that stands for missing, below all others; None if none is.
    """

    series: pl.Series
    values: Floats
    categories: tuple[str, ...] | None
    missing: float | None

    def say(self, low: float, high: float) -> str:
        """Return `low < value <= high` in words."""
        name = self.series.name
        if self.categories is not None:
            inside = [c for k, c in enumerate(self.categories) if low < k <= high]
            return _say_categories(name, inside, self.categories)
        if self.missing is None:
            return _interval(self.series, low, high)
        present = self.values[self.values > self.missing]
        if low < self.missing:
            if not (present <= high).any():
                return f"{name} is missing"
            return f"({_interval(self.series, low, high)} or {name} is missing)"
        if high == float("inf") and (present > low).all():
            return f"{name} is present"
        return _interval(self.series, low, high)


def describe_leaves(
    frame: pl.DataFrame, losses: Floats, *, fit: NDArray[np.bool_], smallest: int
) -> tuple[NDArray[np.int64], dict[int, tuple[str, tuple[str, ...]]]]:
    """Return the leaf of each row, and each leaf's condition with the columns it speaks of.

    A split that the rows it was not grown on do not confirm is taken back.

    Args:
        frame: Rows to describe, shape (n, columns).
        losses: What the tree predicts, shape (n,).
        fit: Rows that the tree is grown on.
        smallest: Rows of those that a leaf must hold.
    """
    from sklearn.tree import DecisionTreeRegressor

    columns = [
        column
        for name in frame.columns
        if (column := _as_column(frame[name], losses, fit)) is not None
    ]
    if not columns:
        return np.zeros(len(losses), dtype=np.int64), {}
    matrix = np.column_stack([column.values for column in columns])
    grown = DecisionTreeRegressor(max_depth=DEPTH, min_samples_leaf=smallest, random_state=0)
    grown.fit(matrix[fit], losses[fit])
    leaves = grown.apply(matrix).astype(np.int64)
    confirmed = _confirmed(grown.tree_, leaves[~fit], losses[~fit])
    described = {}
    for leaf, (bounds, below) in _paths(grown.tree_, confirmed).items():
        leaves[np.isin(leaves, below)] = leaf
        said = [columns[place].say(low, high) for place, (low, high) in bounds.items()]
        if said:
            named = tuple(columns[place].series.name for place in bounds)
            described[leaf] = (" and ".join(said), named)
    return leaves, described


def _as_column(series: pl.Series, losses: Floats, fit: NDArray[np.bool_]) -> _Column | None:
    if conditions.is_ordered(series):
        numbers = conditions.as_numbers(series)
        present = numbers[np.isfinite(numbers)]
        if len(present) == 0:
            return None
        missing = None
        if len(present) < len(numbers):
            missing = float(present.min() - max(1.0, float(np.ptp(present))))
            numbers = np.where(np.isnan(numbers), missing, numbers)
        return _Column(series, numbers, None, missing)
    coded = conditions.code_column(series, smallest=SMALLEST_CATEGORY, most=CATEGORIES)
    if coded is None:
        return None
    codes = np.where(coded.codes < 0, len(coded.names), coded.codes)
    names = [f"'{name}'" if name != "(missing)" else name for name in coded.names] + ["(other)"]
    rows = np.bincount(codes[fit], minlength=len(names))
    sums = np.bincount(codes[fit], losses[fit], minlength=len(names))
    means = np.where(rows > 0, sums / np.maximum(rows, 1), losses[fit].mean())
    order = np.argsort(means, kind="stable")
    rank = np.empty(len(names))
    rank[order] = np.arange(len(names))
    return _Column(series, rank[codes], tuple(names[place] for place in order), None)


def _confirmed(tree: Any, leaves: NDArray[np.int64], losses: Floats) -> NDArray[np.bool_]:
    """Return which nodes are splits whose sides differ on these rows, or that lead to such."""
    centred = losses - losses.mean()
    found = sums(leaves, tree.node_count, centred, np.square(centred))
    confirmed = np.zeros(tree.node_count, dtype=bool)
    for node in reversed(range(tree.node_count)):
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left == right:
            continue
        found[:, node] = found[:, left] + found[:, right]
        enough = min(found[0, left], found[0, right]) >= 2
        differs = enough and welch(found[:, left], found[:, right])[1] < CHANCE
        confirmed[node] = differs or confirmed[left] or confirmed[right]
    return confirmed


_Bounds = dict[int, tuple[float, float]]


def _paths(tree: Any, confirmed: NDArray[np.bool_]) -> dict[int, tuple[_Bounds, list[int]]]:
    """Return, for each node that is a leaf now, the interval of each column on the way to it.

    And the leaves that were grown below it.
    """
    found: dict[int, tuple[_Bounds, list[int]]] = {}
    waiting: list[tuple[int, _Bounds]] = [(0, {})]
    while waiting:
        node, bounds = waiting.pop()
        if not confirmed[node]:
            found[node] = bounds, _below(tree, node)
            continue
        column, cut = int(tree.feature[node]), float(tree.threshold[node])
        low, high = bounds.get(column, (float("-inf"), float("inf")))
        waiting.append((int(tree.children_left[node]), {**bounds, column: (low, cut)}))
        waiting.append((int(tree.children_right[node]), {**bounds, column: (cut, high)}))
    return found


def _below(tree: Any, node: int) -> list[int]:
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    return [node] if left == right else _below(tree, left) + _below(tree, right)


def _interval(series: pl.Series, low: float, high: float) -> str:
    """Say `low < value <= high`; whole numbers and dates by values that occur."""
    name = series.name
    if series.dtype.is_integer() or series.dtype.is_temporal():
        low, high = np.floor(low) + 1, np.floor(high) + 1
        first, second = "<=", "<"
    else:
        first, second = "<", "<="
    if low == float("-inf"):
        return f"{name} {second} {conditions.say(series, high)}"
    if high == float("inf"):
        sign = ">=" if first == "<=" else ">"
        return f"{name} {sign} {conditions.say(series, low)}"
    return f"{conditions.say(series, low)} {first} {name} {second} {conditions.say(series, high)}"


def _say_categories(name: str, inside: list[str], every: tuple[str, ...]) -> str:
    if len(inside) == 1:
        return f"{name} = {inside[0]}"
    outside = [category for category in every if category not in inside]
    if len(outside) < len(inside) and len(outside) <= NAMED:
        return f"{name} not in {{{', '.join(outside)}}}"
    more = f" and {len(inside) - NAMED} more" if len(inside) > NAMED else ""
    return f"{name} in {{{', '.join(inside[:NAMED])}{more}}}"
