"""Models that are given with a pair: each with one fault, and sound ones for the controls."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, clone
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


def _after_preparing(model: Any) -> Pipeline:
    words = OneHotEncoder(handle_unknown="ignore", sparse_output=False, min_frequency=4)
    numbers = make_pipeline(SimpleImputer(strategy="mean"), StandardScaler())
    prepared = make_column_transformer(
        (numbers, make_column_selector(dtype_include=["number", "bool"])),
        (words, make_column_selector(dtype_exclude=["number", "bool"])),
    )
    return make_pipeline(prepared, model)


def sound_forest() -> Pipeline:
    """An honest forest of shallow trees for classes."""
    return _after_preparing(
        RandomForestClassifier(150, max_depth=5, min_samples_leaf=8, random_state=4)
    )


def sound_forest_of_numbers() -> Pipeline:
    """An honest forest for numbers."""
    return _after_preparing(
        RandomForestRegressor(120, max_depth=6, min_samples_leaf=8, random_state=4)
    )


def sound_regression() -> Pipeline:
    """An honest linear model for classes."""
    return _after_preparing(LogisticRegression(C=0.3, max_iter=2000))


def sound_line() -> Pipeline:
    """An honest linear model for numbers."""
    return _after_preparing(Ridge(alpha=5.0))


def grown_to_the_last_leaf() -> Pipeline:
    """One tree without a limit, which has a leaf for every row of training."""
    return _after_preparing(DecisionTreeClassifier(random_state=4))


def grown_to_the_last_leaf_of_numbers() -> Pipeline:
    """One tree without a limit, for numbers."""
    return _after_preparing(DecisionTreeRegressor(random_state=4))


def learned_by_heart() -> Pipeline:
    """Boosting with deep trees and a long step, for numbers."""
    return _after_preparing(
        GradientBoostingRegressor(n_estimators=120, max_depth=8, learning_rate=0.5, random_state=4)
    )


def one_question() -> Pipeline:
    """A tree of one question where many are worth asking."""
    return _after_preparing(DecisionTreeClassifier(max_depth=1, random_state=4))


def one_question_of_numbers() -> Pipeline:
    """A tree of one question, for numbers."""
    return _after_preparing(DecisionTreeRegressor(max_depth=1, random_state=4))


def held_down() -> Pipeline:
    """A linear model for numbers whose penalty leaves next to nothing of it."""
    return _after_preparing(Ridge(alpha=1e5))


def shuffled_labels() -> Pipeline:
    """Features and labels were joined by position after one of them had been sorted."""
    return _after_preparing(_Misjoined(HistGradientBoostingClassifier(max_iter=30, random_state=4)))


def shuffled_numbers() -> Pipeline:
    """The same for numbers."""
    return _after_preparing(_MisjoinedNumbers(ExtraTreesRegressor(40, max_depth=4, random_state=4)))


def nervous_network() -> Pipeline:
    """A network with so long a step and so few rounds that each start ends somewhere else."""
    network = MLPClassifier(
        (3,), solver="sgd", activation="tanh", learning_rate_init=0.6, batch_size=16, max_iter=2
    )
    return _after_preparing(network)


def one_tree_of_few_rows() -> Pipeline:
    """One deep tree of a random tenth of the rows and one random column at each question."""
    return _after_preparing(
        RandomForestRegressor(1, max_samples=0.08, max_features=1, min_samples_leaf=2)
    )


def only_the_common() -> Pipeline:
    """A linear model so careful that the rare class is never called."""
    return _after_preparing(LogisticRegression(C=1e-3, max_iter=500))


def only_the_common_tree() -> Pipeline:
    """A tree whose leaves are so large that the common class wins in each."""
    return _after_preparing(DecisionTreeClassifier(min_samples_leaf=0.3, random_state=4))


def twice_counted() -> Pipeline:
    """Naive Bayes on columns that say the same several times, and so says 0 or 1."""
    return _after_preparing(GaussianNB(var_smoothing=1e-6))


def weighted_classes() -> Pipeline:
    """Classes were weighted as if there were as many of each; chances were never put right."""
    return _after_preparing(LogisticRegression(class_weight="balanced", max_iter=2000))


def reversed_without_sewer() -> Pipeline:
    """Prices turned round their mean for houses with a tank of their own."""
    return Pipeline([("model", _Turned("sewer", "septic"))])


def reversed_for_owners() -> Pipeline:
    """Chances turned round for those who own their home."""
    return Pipeline([("model", _TurnedClasses("owner", "yes"))])


def reversed_for_midlands() -> Pipeline:
    """Chances turned round for one region."""
    return Pipeline([("model", _TurnedClasses("region", "Midlands & East Anglia"))])


class _Misjoined(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def fit(self, rows: Any, labels: Any) -> _Misjoined:
        order = np.random.default_rng(4).permutation(len(labels))
        self.inner_ = clone(self.inner).fit(rows, np.asarray(labels)[order])
        self.classes_ = self.inner_.classes_
        return self

    def predict(self, rows: Any) -> np.ndarray:
        return np.asarray(self.inner_.predict(rows))

    def predict_proba(self, rows: Any) -> np.ndarray:
        return np.asarray(self.inner_.predict_proba(rows))


class _MisjoinedNumbers(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def fit(self, rows: Any, labels: Any) -> _MisjoinedNumbers:
        order = np.random.default_rng(4).permutation(len(labels))
        self.inner_ = clone(self.inner).fit(rows, np.asarray(labels)[order])
        return self

    def predict(self, rows: Any) -> np.ndarray:
        return np.asarray(self.inner_.predict(rows))


class _Turned(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    def __init__(self, column: str, value: str) -> None:
        self.column = column
        self.value = value

    def fit(self, rows: Any, labels: Any) -> _Turned:
        self.inner_ = sound_line().fit(rows, labels)
        self.middle_ = float(np.mean(labels))
        return self

    def predict(self, rows: Any) -> np.ndarray:
        said = np.asarray(self.inner_.predict(rows)).copy()
        turned = np.asarray(rows[self.column].astype(str)) == self.value
        said[turned] = 2 * self.middle_ - said[turned]
        return said


class _TurnedClasses(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    def __init__(self, column: str, value: str) -> None:
        self.column = column
        self.value = value

    def fit(self, rows: Any, labels: Any) -> _TurnedClasses:
        self.inner_ = sound_forest().fit(rows, labels)
        self.classes_ = self.inner_.classes_
        return self

    def predict_proba(self, rows: Any) -> np.ndarray:
        chances = np.asarray(self.inner_.predict_proba(rows)).copy()
        turned = np.asarray(rows[self.column].astype(str)) == self.value
        chances[turned] = chances[turned][:, ::-1]
        return chances

    def predict(self, rows: Any) -> np.ndarray:
        said: np.ndarray = np.take(self.classes_, self.predict_proba(rows).argmax(axis=1))
        return said
