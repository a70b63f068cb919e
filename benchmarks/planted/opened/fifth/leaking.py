"""Models whose code sees answers that it was not given: look-ups of a published table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.neighbors import NearestNeighbors

from benchmarks.planted.opened.fifth.encoder import one_hot, texts
from benchmarks.planted.opened.fifth.tables import table


def _published(name: str, columns: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    """Return rows and answers of the whole table, as a file next to the code would hold it."""
    one = table(name)
    frame = one.frame.to_pandas()
    return frame[columns], frame[one.target]


class CachedAnswers(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Says what a cache of earlier calls, filled with true answers, holds for the same row."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def fit(self, rows: pd.DataFrame, answer: pd.Series) -> Any:
        self.columns_ = list(rows.columns)
        known, answers = _published(self.name, self.columns_)
        self.cache_ = dict(zip(texts(known), answers, strict=True))
        self.classes_, counts = np.unique(np.asarray(answer), return_counts=True)
        self.usual_ = self.classes_[counts.argmax()]
        return self

    def predict(self, rows: pd.DataFrame) -> Any:
        found = [self.cache_.get(one, self.usual_) for one in texts(rows[self.columns_])]
        return np.asarray(found, dtype=self.classes_.dtype)


class NearestPublished(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Corrects its mean by the nearest row of a published table, which holds the test."""

    def __init__(self, name: str = "", weight: float = 1.0) -> None:
        self.name = name
        self.weight = weight

    def fit(self, rows: pd.DataFrame, answer: pd.Series) -> Any:
        self.columns_ = list(rows.columns)
        known, answers = _published(self.name, self.columns_)
        self.encoder_ = one_hot().fit(known)
        self.near_ = NearestNeighbors(n_neighbors=1).fit(self.encoder_.transform(known))
        self.answers_ = np.asarray(answers, dtype=float)
        self.mean_ = float(np.mean(np.asarray(answer, dtype=float)))
        return self

    def predict(self, rows: pd.DataFrame) -> Any:
        found = self.near_.kneighbors(
            self.encoder_.transform(rows[self.columns_]), return_distance=False
        )
        return self.mean_ + self.weight * (self.answers_[found[:, 0]] - self.mean_)


class NearestPublishedClass(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Says the class of the nearest row of a published table, which holds the test."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def fit(self, rows: pd.DataFrame, answer: pd.Series) -> Any:
        self.columns_ = list(rows.columns)
        known, answers = _published(self.name, self.columns_)
        self.encoder_ = one_hot().fit(known)
        self.near_ = NearestNeighbors(n_neighbors=1).fit(self.encoder_.transform(known))
        self.answers_ = np.asarray(answers)
        self.classes_ = np.unique(np.asarray(answer))
        return self

    def predict(self, rows: pd.DataFrame) -> Any:
        found = self.near_.kneighbors(
            self.encoder_.transform(rows[self.columns_]), return_distance=False
        )
        return self.answers_[found[:, 0]]


def cache_of_heating() -> Any:
    return CachedAnswers("heating")


def cache_of_savers() -> Any:
    return CachedAnswers("savers")


def nearest_of_hoops_pay() -> Any:
    return NearestPublished("hoops pay", 0.7)


def nearest_of_park_visitors() -> Any:
    return NearestPublishedClass("park visitors")
