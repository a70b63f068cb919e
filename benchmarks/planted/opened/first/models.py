"""Models of the held-out set, each with a fault of its own; and sound ones for its controls."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge, SGDRegressor
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import ExtraTreeClassifier


def _prepared() -> Any:
    words = OneHotEncoder(handle_unknown="ignore", sparse_output=False, min_frequency=5)
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    return make_column_transformer(
        (numbers, make_column_selector(dtype_include=["number", "bool"])),
        (words, make_column_selector(dtype_exclude=["number", "bool"])),
    )


def sound_boosting() -> Pipeline:
    """An honest model of classes."""
    return make_pipeline(_prepared(), HistGradientBoostingClassifier(max_leaf_nodes=6, max_iter=60,
                                                                     random_state=1))  # fmt: skip


def sound_ridge() -> Pipeline:
    """An honest model of numbers."""
    return make_pipeline(_prepared(), Ridge(alpha=10.0))


def sound_logistic() -> Pipeline:
    """An honest model of two classes."""
    return make_pipeline(_prepared(), LogisticRegression(C=0.1, max_iter=1000))


def nearest() -> Pipeline:
    """The label of the nearest row: of training, the row itself."""
    return make_pipeline(_prepared(), KNeighborsClassifier(n_neighbors=1))


def nearest_by_distance() -> Pipeline:
    """Neighbours weighted by distance: a row of training has distance 0."""
    return make_pipeline(_prepared(), KNeighborsRegressor(n_neighbors=8, weights="distance"))


def endless_boosting() -> Pipeline:
    """Deep trees with a long step and no brake."""
    boosting = GradientBoostingClassifier(
        n_estimators=80, max_depth=9, learning_rate=0.4, random_state=1
    )
    return make_pipeline(_prepared(), boosting)


def two_rounds() -> Pipeline:
    """Boosting that was stopped after two short steps."""
    boosting = HistGradientBoostingRegressor(
        max_iter=2, learning_rate=0.05, early_stopping=False, random_state=1
    )
    return make_pipeline(_prepared(), boosting)


def smothered() -> Pipeline:
    """A regression held down until it says next to nothing."""
    return make_pipeline(_prepared(), LogisticRegression(C=1e-6, max_iter=500))


def smothered_ridge() -> Pipeline:
    """A penalty far above what so few rows can outweigh."""
    return make_pipeline(_prepared(), Ridge(alpha=2e4))


def wrong_column() -> Pipeline:
    """Neighbours by one column that has nothing to do with anything."""
    return make_pipeline(_Meaningless(), KNeighborsClassifier(n_neighbors=5))


def wrong_column_of_numbers() -> Pipeline:
    """Neighbours by a meaningless column."""
    return make_pipeline(_Meaningless(), KNeighborsRegressor(n_neighbors=3))


def restless_descent_of_numbers() -> Pipeline:
    """One pass of descent with a long constant step, in an order drawn anew each time."""
    descent = SGDRegressor(learning_rate="constant", eta0=0.025, max_iter=1, tol=None, alpha=1e-6)
    return make_pipeline(_prepared(), descent)


def lone_random_tree() -> Pipeline:
    """One tree with cuts at random places, of which no two are alike."""
    return make_pipeline(_prepared(), ExtraTreeClassifier(max_depth=4, max_features=1))


def never_says_yes() -> Pipeline:
    """Neighbours in such number that the rare class never has most of them."""
    return make_pipeline(_prepared(), KNeighborsClassifier(n_neighbors=200))


def overconfident() -> Pipeline:
    """An honest model whose log-odds are four times what they should be."""
    return make_pipeline(_prepared(), _Stretched(times=4.0))


def of_equal_classes() -> Pipeline:
    """Fitted to as many rows of each class, its chances are those of another world."""
    return make_pipeline(_prepared(), _Undersampled())


def opposite_in_south() -> Pipeline:
    """Upside down for one region."""
    return Pipeline([("model", _Reversed("region", "south"))])


def opposite_for_men() -> Pipeline:
    """Upside down for men."""
    return Pipeline([("model", _Reversed("sex", "M"))])


class _Meaningless(BaseEstimator):  # type: ignore[misc]
    """One column that is the same for alike rows and says nothing: a number made of their bytes."""

    def fit(self, rows: Any, labels: Any = None) -> _Meaningless:
        self.n_features_in_ = rows.shape[1]
        return self

    def transform(self, rows: Any) -> np.ndarray:
        texts = ["|".join(map(str, row)) for row in np.asarray(rows)]
        return np.array([[zlib.crc32(text.encode()) % 997] for text in texts], dtype=float)


class _Stretched(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    def __init__(self, times: float = 4.0) -> None:
        self.times = times

    def fit(self, rows: Any, labels: Any) -> _Stretched:
        self.inner_ = LogisticRegression(max_iter=1000).fit(rows, labels)
        self.classes_ = self.inner_.classes_
        return self

    def predict_proba(self, rows: Any) -> np.ndarray:
        powers = self.inner_.predict_proba(rows) ** self.times
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def predict(self, rows: Any) -> np.ndarray:
        said: np.ndarray = np.take(self.classes_, self.predict_proba(rows).argmax(axis=1))
        return said


class _Undersampled(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    def fit(self, rows: Any, labels: Any) -> _Undersampled:
        rows, labels = np.asarray(rows), np.asarray(labels)
        random = np.random.default_rng(0)
        least = np.unique(labels, return_counts=True)[1].min()
        kept = np.concatenate(
            [
                random.choice(np.flatnonzero(labels == one), least, replace=False)
                for one in np.unique(labels)
            ]
        )
        self.inner_ = LogisticRegression(max_iter=1000).fit(rows[kept], labels[kept])
        self.classes_ = self.inner_.classes_
        return self

    def predict_proba(self, rows: Any) -> np.ndarray:
        return np.asarray(self.inner_.predict_proba(rows))

    def predict(self, rows: Any) -> np.ndarray:
        return np.asarray(self.inner_.predict(rows))


class _Reversed(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    def __init__(self, column: str, value: str) -> None:
        self.column = column
        self.value = value

    def fit(self, rows: Any, labels: Any) -> _Reversed:
        self.inner_ = sound_boosting().fit(rows, labels)
        self.classes_ = self.inner_.classes_
        return self

    def predict_proba(self, rows: Any) -> np.ndarray:
        chances = np.asarray(self.inner_.predict_proba(rows)).copy()
        upside_down = np.asarray(rows[self.column].astype(str)) == self.value
        chances[upside_down] = chances[upside_down][:, ::-1]
        return chances

    def predict(self, rows: Any) -> np.ndarray:
        said: np.ndarray = np.take(self.classes_, self.predict_proba(rows).argmax(axis=1))
        return said
