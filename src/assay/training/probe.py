"""A quick model of columns as they stand, to tell what a column or a split is worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import Task
from assay.data.times import seconds
from assay.training.objective import objective_of, probabilities

Floats = NDArray[np.float64]

ROUNDS = 60
LEAVES = 15
MOST_ROWS = 20_000
"""Rows that a probe is fitted on; it has to be quick, and only differences count."""

MOST_LEVELS = 1_000
"""Levels beyond which a text is no category but a name of its row."""

FOLDS = 4


class Matrix:
    """Columns of several tables in one code: numbers as they are, levels by their first table.

    Example:
        >>> left = pl.DataFrame({"x": [1.0, None], "city": ["Ulm", "Bonn"]})
        >>> coded = Matrix(left, ["x", "city"])
        >>> coded.of(pl.DataFrame({"x": [3], "city": ["Rom"]})).tolist()
        [[3.0, nan]]
    """

    def __init__(self, first: pl.DataFrame, columns: Sequence[str]) -> None:
        self._levels: dict[str, pl.Series] = {}
        self.columns: list[str] = []
        for name in columns:
            column = first[name]
            if column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Null, pl.Object):
                continue
            if column.dtype in (pl.String, pl.Categorical, pl.Enum):
                levels = column.cast(pl.String).drop_nulls().unique().sort()
                if levels.len() > min(MOST_LEVELS, max(first.height / 2, 2)):
                    continue
                self._levels[name] = levels
            self.columns.append(name)

    @property
    def levelled(self) -> list[int]:
        """Places of the columns that hold levels."""
        return [place for place, name in enumerate(self.columns) if name in self._levels]

    def of(self, table: pl.DataFrame) -> Floats:
        """Return a table's columns, shape (n, columns); unknown levels are NaN as missing is."""
        result = np.full((table.height, len(self.columns)), np.nan)
        for place, name in enumerate(self.columns):
            result[:, place] = self._column(table[name])
        return result

    def _column(self, column: pl.Series) -> Floats:
        if column.name in self._levels:
            levels = pl.Enum(self._levels[column.name])
            column = column.cast(pl.String).cast(levels, strict=False)
        if column.dtype in (pl.Date, pl.Datetime):
            return seconds(column)
        plain = column.dtype.is_temporal() or column.dtype == pl.Enum
        numbers = column.to_physical() if plain else column
        return numbers.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()


def drawn(rows: int, seed: int) -> NDArray[np.int64]:
    """Return the places of the rows that a probe is fitted on: all, or 20,000 drawn by the seed.

    Example:
        >>> drawn(3, seed=0).tolist(), len(drawn(100_000, seed=0))
        ([0, 1, 2], 20000)
    """
    if rows <= MOST_ROWS:
        return np.arange(rows)
    return np.sort(np.random.default_rng(seed).choice(rows, MOST_ROWS, replace=False))


class Learner:
    """Rows to learn from, put into bins once for models of all of their columns or of some.

    Args:
        rows: Rows to fit on, shape (n, columns), NaN where missing.
        labels: Their outcomes: 0 or 1, index of the class, or the value, shape (n,).
        task: What is predicted.
        classes: Number of classes, 0 for regression.
        levelled: Places of the columns whose numbers are codes of levels.
        seed: Seed of the sample where there are more than 20,000 rows.

    Example:
        >>> rows = np.column_stack([np.arange(100.0), np.zeros(100)])
        >>> learner = Learner(rows, (rows[:, 0] > 49) * 1.0, task="binary", classes=2)
        >>> learner.predict(rows[[0, 99]]).round().tolist(), learner.predict(rows[:1], [1]).tolist()
        ([0.0, 1.0], [0.5])
    """

    def __init__(
        self,
        rows: Floats,
        labels: Floats,
        *,
        task: Task,
        classes: int,
        levelled: Sequence[int] = (),
        seed: int = 0,
    ) -> None:
        import lightgbm

        if len(rows) > MOST_ROWS:
            kept = drawn(len(rows), seed)
            rows, labels = rows[kept], labels[kept]
        self._task: Task = task
        self._columns = rows.shape[1]
        objective = objective_of(task, classes=classes, metric="", quantile=0.5)
        self._prior = objective.prior(labels)
        self._parameters = {
            **objective.lightgbm,
            "num_leaves": LEAVES,
            "learning_rate": 0.1,
            "min_data_in_leaf": int(np.clip(len(rows) // 50, 2, 20)),
            "min_data_per_group": int(np.clip(len(rows) // 20, 5, 100)),
            "cat_smooth": 20,
            "lambda_l2": 5.0,
            "max_bin": 127,
            "num_threads": 1,
            "seed": seed,
            "deterministic": True,
            "force_row_wise": True,
            "verbosity": -1,
        }
        self._binned: lightgbm.Dataset | None = None
        if self._columns and not (labels == labels[0]).all():
            self._binned = lightgbm.Dataset(
                rows, labels, categorical_feature=list(levelled), params=self._parameters
            ).construct()

    def predict(self, score: Floats, among: Sequence[int] | None = None) -> Floats:
        """Fit a model, and predict rows.

        Args:
            score: Rows to predict, shape (m, columns).
            among: Places of the columns that the model may read; all if absent.

        Returns:
            Probability of the positive class, probability of each class, or value, shape (m,) or
            (m, classes).
        """
        import lightgbm

        among = range(self._columns) if among is None else among
        if self._binned is None or not len(among):
            margins = np.repeat(self._prior[None, :], len(score), axis=0)
            return probabilities(self._task, margins)
        some = {} if len(among) == self._columns else {"interaction_constraints": [list(among)]}
        booster = lightgbm.train({**self._parameters, **some}, self._binned, num_boost_round=ROUNDS)
        margins = np.asarray(booster.predict(score, raw_score=True), float)
        return probabilities(self._task, margins.reshape(len(score), -1))


def out_of_fold(
    rows: Floats,
    labels: Floats,
    *,
    task: Task,
    classes: int,
    levelled: Sequence[int] = (),
    seed: int = 0,
    believed: NDArray[np.bool_] | None = None,
) -> Floats:
    """Return the prediction of each row by models that did not see it; shapes as of `Learner`.

    Folds are drawn within each class. Models learn from the rows `believed`, shape (n,), alone.
    """
    fold = folds(labels, stratified=task != "regression", seed=seed)
    result = np.zeros((len(rows), classes)) if task == "multiclass" else np.zeros(len(rows))
    for number in range(FOLDS):
        there = fold == number
        learnt = ~there if believed is None else ~there & believed
        learner = Learner(
            rows[learnt], labels[learnt], task=task, classes=classes, levelled=levelled, seed=seed
        )
        result[there] = learner.predict(rows[there])
    return result


def folds(labels: Floats, *, stratified: bool, seed: int) -> NDArray[np.int64]:
    """Return the fold of each row, drawn within each class if stratified, shape (n,)."""
    shuffled = np.random.default_rng(seed).permutation(len(labels))
    order = shuffled[np.argsort(labels[shuffled], kind="stable")] if stratified else shuffled
    fold = np.empty(len(labels), np.int64)
    fold[order] = np.arange(len(labels)) % FOLDS
    return fold
