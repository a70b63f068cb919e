"""Models with a fault, made by functions without arguments as a project's module offers them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.ensemble import ExtraTreesRegressor, RandomForestClassifier
from sklearn.linear_model import Lasso, LogisticRegression, Ridge, SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPRegressor
from sklearn.svm import SVC
from sklearn.tree import (
    DecisionTreeClassifier,
    DecisionTreeRegressor,
    ExtraTreeClassifier,
    ExtraTreeRegressor,
)

from benchmarks.planted.opened.fifth.encoder import after, one_hot, ordinal


def grown_to_the_end() -> Any:
    """A tree with neither depth nor leaf limited, on answers that are mostly chance."""
    return after(ordinal(), DecisionTreeClassifier(random_state=0))


def weighted_by_distance() -> Any:
    """Neighbours weighted by distance: each training row is its own nearest."""
    return after(one_hot(), KNeighborsClassifier(n_neighbors=7, weights="distance"))


def narrow_kernel() -> Any:
    """A kernel so narrow that each row is an island."""
    return after(one_hot(), SVC(C=1000, gamma=30))


def trees_without_draw() -> Any:
    """Trees that all see every row and grow to the end."""
    return after(ordinal(), ExtraTreesRegressor(n_estimators=40, random_state=0))


def one_question() -> Any:
    """A single yes-or-no question for a price that many things make."""
    return after(ordinal(), DecisionTreeRegressor(max_depth=1, random_state=0))


def crowd_of_neighbours() -> Any:
    """A mean over so many neighbours that little is left of the row."""
    return after(one_hot(), KNeighborsRegressor(n_neighbors=220))


def heavy_penalty() -> Any:
    """A ridge whose penalty was copied from another scale."""
    return after(one_hot(), Ridge(alpha=4000.0))


def crowd_of_voters() -> Any:
    """A vote of so many neighbours that the commonest class wins nearly always."""
    return after(one_hot(), KNeighborsClassifier(n_neighbors=170))


def penalty_beyond_all() -> Any:
    """A penalty that drives every weight to nought."""
    return after(one_hot(), Lasso(alpha=1e6))


class _Misaligned(BaseEstimator):  # type: ignore[misc]
    """Fits answers that an index reset has put beside other rows."""

    def __init__(self, model: Any = None) -> None:
        self.model = model

    def fit(self, rows: pd.DataFrame, answer: pd.Series) -> Any:
        self.encoder_ = one_hot().fit(rows)
        order = np.random.default_rng(5).permutation(len(rows))
        self.model_ = self.model.fit(self.encoder_.transform(rows), np.asarray(answer)[order])
        return self

    def predict(self, rows: pd.DataFrame) -> Any:
        return self.model_.predict(self.encoder_.transform(rows))


class MisalignedClassifier(ClassifierMixin, _Misaligned):  # type: ignore[misc]
    def fit(self, rows: pd.DataFrame, answer: pd.Series) -> Any:
        self.classes_ = np.unique(np.asarray(answer))
        return super().fit(rows, answer)

    def predict_proba(self, rows: pd.DataFrame) -> Any:
        return self.model_.predict_proba(self.encoder_.transform(rows))


class MisalignedRegressor(RegressorMixin, _Misaligned):  # type: ignore[misc]
    """As its parent, for numbers."""


def reset_index_classes() -> Any:
    return MisalignedClassifier(LogisticRegression(max_iter=500))


def reset_index_numbers() -> Any:
    return MisalignedRegressor(Ridge())


def one_step_unscaled() -> Any:
    """One pass of gradient steps over numbers of unlike scale, from a random order."""
    return after(
        one_hot(scaled=False),
        SGDClassifier(loss="log_loss", max_iter=1, tol=None, learning_rate="constant", eta0=1.0),
    )


def one_random_tree() -> Any:
    """One tree of three questions that are drawn at random."""
    return after(ordinal(), ExtraTreeClassifier(max_features=1, max_depth=2))


def one_random_tree_of_numbers() -> Any:
    """The same for numbers."""
    return after(ordinal(), ExtraTreeRegressor(max_features=1, max_depth=3))


def brief_network() -> Any:
    """A network that is stopped after a handful of steps, wherever it began."""
    return after(
        one_hot(scaled=False),
        MLPRegressor(hidden_layer_sizes=(8,), max_iter=100, tol=1e9, n_iter_no_change=20,
                     solver="sgd", learning_rate_init=1e-6, momentum=0.0),
    )  # fmt: skip


def careful_of_the_rare() -> Any:
    """Logistic regression that never says the rare class at a threshold of one half."""
    return after(one_hot(), LogisticRegression(C=0.001, max_iter=500))


def shy_forest() -> Any:
    """A forest of large leaves, in each of which the common class has the most rows."""
    model = RandomForestClassifier(60, min_samples_leaf=60, random_state=0)
    return after(ordinal(), model)


def shy_tree() -> Any:
    """A tree of three large leaves, in each of which the common class has the most rows."""
    return after(ordinal(), DecisionTreeClassifier(min_samples_leaf=150, max_depth=2))


class Repeated(BaseEstimator):  # type: ignore[misc]
    """Stands every column several times, as joins of overlapping exports do."""

    def __init__(self, times: int = 6) -> None:
        self.times = times

    def fit(self, rows: Any, answer: Any = None) -> Any:
        return self

    def transform(self, rows: Any) -> Any:
        return np.hstack([rows] * self.times)


def naive_of_repeats() -> Any:
    """Bayes that takes six copies of each column for six pieces of evidence."""
    from sklearn.pipeline import make_pipeline

    return make_pipeline(one_hot(), Repeated(6), GaussianNB(var_smoothing=1e-3))


def balanced_weights() -> Any:
    """Class weights that make the rare class look as likely as the common one."""
    return after(one_hot(), LogisticRegression(class_weight="balanced", max_iter=500))


def leaves_of_one() -> Any:
    """Few deep trees, whose leaves say 0 or 1 of cases that are no such thing."""
    return after(ordinal(), RandomForestClassifier(3, bootstrap=False, random_state=0))


def straight_line() -> Any:
    """A line of main effects, which cannot turn round in one group."""
    return after(one_hot(), Ridge(alpha=1.0))


def straight_border() -> Any:
    """A border of main effects, which cannot turn round in one group."""
    return after(one_hot(), LogisticRegression(max_iter=500))
