"""Models with a fault each; every function returns an unfitted pipeline of scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from benchmarks.planted.development.given.columns import Numbers


def overgrown_tree() -> Pipeline:
    """A tree without a limit: it knows each training row by heart."""
    return make_pipeline(Numbers(), DecisionTreeClassifier(random_state=0))


def overgrown_regression_tree() -> Pipeline:
    """A tree without a limit, for numbers."""
    return make_pipeline(Numbers(), DecisionTreeRegressor(random_state=0))


def overgrown_forest() -> Pipeline:
    """Few deep trees on all rows: right about training, not about the rest."""
    forest = RandomForestClassifier(4, bootstrap=False, max_features=None, random_state=0)
    return make_pipeline(Numbers(), forest)


def stump() -> Pipeline:
    """One question asked where many are needed."""
    return make_pipeline(Numbers(), DecisionTreeClassifier(max_depth=1, random_state=0))


def regression_stump() -> Pipeline:
    """One question asked of a number with many causes."""
    return make_pipeline(Numbers(), DecisionTreeRegressor(max_depth=1, random_state=0))


def flattened_ridge() -> Pipeline:
    """A penalty so large that hardly anything is left of the relation."""
    return make_pipeline(Numbers(), StandardScaler(), Ridge(alpha=1e6))


def guesses() -> Pipeline:
    """Classes drawn by their shares."""
    return make_pipeline(Numbers(), DummyClassifier(strategy="stratified", random_state=0))


def mean_of_shuffled() -> Pipeline:
    """A forest that was fitted to outcomes in a wrong order."""
    return make_pipeline(Numbers(), Shuffled())


def unstable_network() -> Pipeline:
    """A small network, stopped early, with a step far too long and no seed of its own."""
    network = MLPClassifier((4,), learning_rate_init=1.0, max_iter=5)
    return make_pipeline(Numbers(), StandardScaler(), network)


def unstable_tree() -> Pipeline:
    """Splits drawn at random in a single tree, without a seed of its own."""
    tree = DecisionTreeClassifier(splitter="random", max_features=2, max_depth=5)
    return make_pipeline(Numbers(), tree)


def majority() -> Pipeline:
    """A regression that never says the rare class at one half."""
    return make_pipeline(Numbers(), StandardScaler(), LogisticRegression(C=1e-4, max_iter=200))


def sure_of_itself() -> Pipeline:
    """Naive Bayes over correlated columns: probabilities next to 0 and 1."""
    return make_pipeline(Numbers(), GaussianNB())


def balanced_weights() -> Pipeline:
    """Weights by class, whose probabilities then mean nothing at the true shares."""
    regression = LogisticRegression(class_weight="balanced", max_iter=2000)
    return make_pipeline(Numbers(), StandardScaler(), regression)


def wrong_in_contract() -> Pipeline:
    """Opposite answers for customers with a contract of two years."""
    return Pipeline([("model", WrongInSlice("contract", "Two year"))])


def wrong_in_home() -> Pipeline:
    """Opposite answers for those who rent."""
    return Pipeline([("model", WrongInSlice("Home", "rent"))])


def sound_forest() -> Pipeline:
    """An honest model, for the controls."""
    forest = RandomForestClassifier(150, min_samples_leaf=20, random_state=0)
    return make_pipeline(Numbers(), forest)


def sound_regression() -> Pipeline:
    """An honest linear model, for the controls."""
    return make_pipeline(Numbers(), StandardScaler(), LogisticRegression(max_iter=2000))


def sound_regression_forest() -> Pipeline:
    """An honest model of a number, for the controls."""
    return make_pipeline(Numbers(), RandomForestRegressor(150, min_samples_leaf=10, random_state=0))


class Shuffled(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """A forest that learns outcomes of other rows."""

    def fit(self, rows: Any, labels: Any) -> Shuffled:
        mixed = np.random.default_rng(0).permutation(np.asarray(labels))
        self.forest_ = RandomForestRegressor(20, random_state=0).fit(rows, mixed)
        return self

    def predict(self, rows: Any) -> np.ndarray:
        return np.asarray(self.forest_.predict(rows))


class WrongInSlice(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A forest whose two classes are exchanged for one value of one column."""

    def __init__(self, column: str, value: str) -> None:
        self.column = column
        self.value = value

    def fit(self, rows: Any, labels: Any) -> WrongInSlice:
        forest = RandomForestClassifier(80, min_samples_leaf=15, random_state=0)
        self.inner_ = make_pipeline(Numbers(), forest).fit(rows, labels)
        self.classes_ = self.inner_.classes_
        return self

    def predict_proba(self, rows: Any) -> np.ndarray:
        chances = np.asarray(self.inner_.predict_proba(rows))
        frame = rows if isinstance(rows, pd.DataFrame) else rows.to_pandas()
        wrong = (frame[self.column].astype(str) == self.value).to_numpy()
        chances[wrong] = chances[wrong][:, ::-1]
        return chances

    def predict(self, rows: Any) -> np.ndarray:
        return np.asarray(self.classes_)[self.predict_proba(rows).argmax(axis=1)]
