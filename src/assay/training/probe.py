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


def fit_predict(
    rows: Floats,
    labels: Floats,
    score: Floats,
    *,
    task: Task,
    classes: int,
    levelled: Sequence[int] = (),
    seed: int = 0,
) -> Floats:
    """Fit on some rows and predict others.

    Args:
        rows: Rows to fit on, shape (n, columns), NaN where missing.
        labels: Their outcomes: 0 or 1, index of the class, or the value, shape (n,).
        score: Rows to predict, shape (m, columns).
        task: What is predicted.
        classes: Number of classes, 0 for regression.
        levelled: Places of the columns whose numbers are codes of levels.
        seed: Seed of the sample where there are more than 20,000 rows.

    Returns:
        Probability of the positive class, probability of each class, or value, shape (m,) or
        (m, classes).
    """
    import lightgbm

    if len(rows) > MOST_ROWS:
        kept = drawn(len(rows), seed)
        rows, labels = rows[kept], labels[kept]
    objective = objective_of(task, classes=classes, metric="", quantile=0.5)
    if not rows.shape[1] or (labels == labels[0]).all():
        margins = np.repeat(objective.prior(labels)[None, :], len(score), axis=0)
        return probabilities(task, margins)
    booster = lightgbm.train(
        {
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
        },
        lightgbm.Dataset(rows, labels, categorical_feature=list(levelled)),
        num_boost_round=ROUNDS,
    )
    margins = np.asarray(booster.predict(score, raw_score=True), float).reshape(len(score), -1)
    return probabilities(task, margins)


def out_of_fold(
    rows: Floats,
    labels: Floats,
    *,
    task: Task,
    classes: int,
    levelled: Sequence[int] = (),
    seed: int = 0,
) -> Floats:
    """Return the prediction of each row by models that did not see it; shapes as `fit_predict`.

    Folds are drawn within each class.
    """
    fold = folds(labels, stratified=task != "regression", seed=seed)
    result = np.zeros((len(rows), classes)) if task == "multiclass" else np.zeros(len(rows))
    for number in range(FOLDS):
        there = fold == number
        result[there] = fit_predict(
            rows[~there],
            labels[~there],
            rows[there],
            task=task,
            classes=classes,
            levelled=levelled,
            seed=seed,
        )
    return result


def folds(labels: Floats, *, stratified: bool, seed: int) -> NDArray[np.int64]:
    """Return the fold of each row, drawn within each class if stratified, shape (n,)."""
    shuffled = np.random.default_rng(seed).permutation(len(labels))
    order = shuffled[np.argsort(labels[shuffled], kind="stable")] if stratified else shuffled
    fold = np.empty(len(labels), np.int64)
    fold[order] = np.arange(len(labels)) % FOLDS
    return fold
