"""Estimators of the models that go with cases, made as people make them."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def columns(numbers: list[str], words: list[str], *, scale: bool = True) -> ColumnTransformer:
    """Make columns ready: known, of one size, one column for each word."""
    steps: list[Any] = [SimpleImputer()] + ([StandardScaler()] if scale else [])
    parts: list[Any] = [("numbers", make_pipeline(*steps), numbers)]
    if words:
        parts.append(("words", OneHotEncoder(handle_unknown="ignore", sparse_output=False), words))
    return ColumnTransformer(parts)


def pipeline(
    numbers: list[str], words: list[str], estimator: BaseEstimator, *, scale: bool = True
) -> Pipeline:
    """Put an estimator behind the columns that it reads."""
    return Pipeline([("columns", columns(numbers, words, scale=scale)), ("model", estimator)])


class FilteredRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Learn from the rows of one category alone, and answer for all."""

    def __init__(self, inner: Any = None, column: str = "", value: str = "") -> None:
        self.inner = inner
        self.column = column
        self.value = value

    def fit(self, data: pd.DataFrame, y: Any) -> Self:
        """Keep the filter that a notebook once set."""
        rows = np.asarray(data[self.column] == self.value)
        self.inner.fit(data[rows], np.asarray(y, float)[rows])
        return self

    def predict(self, data: pd.DataFrame) -> np.ndarray:
        """Answer for every row."""
        answer: np.ndarray = self.inner.predict(data)
        return answer


class SwappedColumns(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Read two measures of the rows of one category the wrong way round, at prediction only."""

    def __init__(
        self, inner: Any = None, where: str = "", value: str = "", first: str = "", second: str = ""
    ) -> None:
        self.inner = inner
        self.where = where
        self.value = value
        self.first = first
        self.second = second

    def fit(self, data: pd.DataFrame, y: Any) -> Self:
        """Learn from columns as they are."""
        self.inner.fit(data, np.asarray(y))
        self.classes_ = self.inner.classes_
        return self

    def _read(self, data: pd.DataFrame) -> pd.DataFrame:
        read = data.copy()
        rows = np.asarray(data[self.where] == self.value)
        first = np.where(rows, data[self.second], data[self.first])
        second = np.where(rows, data[self.first], data[self.second])
        read[self.first], read[self.second] = first, second
        return read

    def predict(self, data: pd.DataFrame) -> np.ndarray:
        """Answer from what was read."""
        answer: np.ndarray = self.inner.predict(self._read(data))
        return answer

    def predict_proba(self, data: pd.DataFrame) -> np.ndarray:
        """Say how sure the answer is."""
        sure: np.ndarray = self.inner.predict_proba(self._read(data))
        return sure


class LogRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Learn the logarithm of the target, and forget to undo it in one branch."""

    def __init__(self, inner: Any = None, column: str = "", value: str = "") -> None:
        self.inner = inner
        self.column = column
        self.value = value

    def fit(self, data: pd.DataFrame, y: Any) -> Self:
        """Learn the logarithm."""
        self.inner.fit(data, np.log(np.asarray(y, float)))
        return self

    def predict(self, data: pd.DataFrame) -> np.ndarray:
        """Answer in the target's unit, but for one category."""
        log = self.inner.predict(data)
        answer: np.ndarray = np.where(np.asarray(data[self.column] == self.value), log, np.exp(log))
        return answer
