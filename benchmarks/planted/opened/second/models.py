"""Models of this set, each with a fault of its own; and sound ones for its controls."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, LogisticRegression, RidgeCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeRegressor


def _ready() -> Any:
    words = OneHotEncoder(handle_unknown="ignore", sparse_output=False, min_frequency=10)
    numbers = make_pipeline(SimpleImputer(strategy="mean"), StandardScaler())
    return make_column_transformer(
        (numbers, make_column_selector(dtype_include=["number", "bool"])),
        (words, make_column_selector(dtype_exclude=["number", "bool"])),
    )


def sound_forest() -> Pipeline:
    """An honest forest for classes, whose leaves hold many rows."""
    forest = RandomForestClassifier(
        n_estimators=150, min_samples_leaf=15, max_depth=6, random_state=7
    )
    return make_pipeline(_ready(), forest)


def sound_forest_of_numbers() -> Pipeline:
    """An honest forest for numbers."""
    forest = RandomForestRegressor(n_estimators=150, min_samples_leaf=10, random_state=7)
    return make_pipeline(_ready(), forest)


def sound_logistic() -> Pipeline:
    """An honest regression for classes."""
    return make_pipeline(_ready(), LogisticRegression(C=0.3, max_iter=2000))


def sound_ridge() -> Pipeline:
    """An honest regression for numbers, whose penalty is chosen inside training."""
    return make_pipeline(_ready(), RidgeCV(alphas=(0.1, 1.0, 10.0, 100.0)))


def full_tree() -> Pipeline:
    """A tree grown to its last leaf."""
    return make_pipeline(_ready(), DecisionTreeClassifier(random_state=3))


def full_tree_of_numbers() -> Pipeline:
    """A tree grown to its last leaf, for numbers."""
    return make_pipeline(_ready(), DecisionTreeRegressor(random_state=3))


def narrow_kernel() -> Pipeline:
    """A kernel so narrow that each row knows but itself."""
    return make_pipeline(_ready(), SVC(gamma=20.0, C=1000.0))


def all_rows_in_each_tree() -> Pipeline:
    """Extremely random trees without bootstrap and with leaves of one row."""
    return make_pipeline(_ready(), ExtraTreesRegressor(n_estimators=40, random_state=3))


def stump() -> Pipeline:
    """One question, where many are needed."""
    return make_pipeline(_ready(), DecisionTreeClassifier(max_depth=1, random_state=3))


def heavy_lasso() -> Pipeline:
    """A penalty that leaves next to nothing of any coefficient; `alpha` fits housing prices."""
    return make_pipeline(_ready(), Lasso(alpha=55_000.0))


def two_leaves() -> Pipeline:
    """A tree for numbers of which each leaf has to hold nearly half of the rows."""
    return make_pipeline(_ready(), DecisionTreeRegressor(min_samples_leaf=0.45, random_state=3))


def guesses() -> Pipeline:
    """Draws classes as often as training has them."""
    return make_pipeline(_ready(), DummyClassifier(strategy="stratified", random_state=3))


def constant_ninth_decile() -> Pipeline:
    """Says one high number of all."""
    return make_pipeline(_ready(), DummyRegressor(strategy="quantile", quantile=0.9))


class Misaligned(ClassifierMixin, BaseEstimator):
    """Fits labels that slipped by some rows against the features, as after a lost index."""

    def fit(self, x: np.ndarray, y: Any) -> Misaligned:
        self.model_ = LogisticRegression(max_iter=1000).fit(x, np.roll(np.asarray(y), 17))
        self.classes_ = self.model_.classes_
        return self

    def predict(self, x: np.ndarray) -> np.ndarray:
        return np.asarray(self.model_.predict(x))

    def predict_proba(self, x: np.ndarray) -> np.ndarray:
        return np.asarray(self.model_.predict_proba(x))


def misaligned() -> Pipeline:
    """A model of labels that belong to other rows."""
    return make_pipeline(_ready(), Misaligned())


def hasty_net() -> Pipeline:
    """A small net with a long step and few rounds: each seed ends elsewhere."""
    net = MLPClassifier(
        hidden_layer_sizes=(4,), learning_rate_init=0.3, max_iter=3, batch_size=16, random_state=0
    )
    return make_pipeline(_ready(), net)


def one_random_tree() -> Pipeline:
    """A single tree of random cuts, one column at each."""
    return make_pipeline(_ready(), ExtraTreeRegressor(max_features=1, max_depth=5, random_state=0))


def two_trees() -> Pipeline:
    """A forest of two trees that look at one column at each cut."""
    forest = RandomForestClassifier(n_estimators=2, max_features=1, max_samples=0.1, random_state=0)
    return make_pipeline(_ready(), forest)


def calls_all_common() -> Pipeline:
    """A regression so held down that it never says the rare class."""
    return make_pipeline(_ready(), LogisticRegression(C=1e-4, max_iter=500))


def cautious_forest() -> Pipeline:
    """A shallow forest, which never says a class of some per cent."""
    forest = RandomForestClassifier(n_estimators=50, max_depth=2, random_state=3)
    return make_pipeline(_ready(), forest)


def naive() -> Pipeline:
    """Counts columns that say the same thing as independent, and so is far too sure."""
    return make_pipeline(_ready(), GaussianNB())


def reweighted() -> Pipeline:
    """Weighs the rare class up, and gives the odds out as if it had not."""
    return make_pipeline(_ready(), LogisticRegression(class_weight="balanced", max_iter=2000))


class Reversed(ClassifierMixin, BaseEstimator):
    """Right for most, and the other way round where one column has one value.

    Args:
        column: Name of the column.
        value: Value for which a join put the scores of others.
    """

    def __init__(self, column: str, value: object, model: Any = None) -> None:
        self.column, self.value, self.model = column, value, model

    def fit(self, x: Any, y: Any) -> Reversed:
        self.model_ = clone(self.model).fit(x, y)
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, x: Any) -> np.ndarray:
        sure = np.asarray(self.model_.predict_proba(x))
        there = np.asarray(x[self.column] == self.value)
        sure[there] = sure[there][:, ::-1]
        return sure

    def predict(self, x: Any) -> np.ndarray:
        return np.asarray(self.classes_)[self.predict_proba(x).argmax(axis=1)]


def reversed_in_one_city() -> Reversed:
    """Wrong about the rain in one city of five."""
    return Reversed("city", "Mumbai", sound_logistic())


def reversed_in_index() -> Reversed:
    """Wrong about the firms of the large index."""
    return Reversed("sp500", "yes", sound_forest())
