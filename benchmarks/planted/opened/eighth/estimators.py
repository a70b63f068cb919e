"""Models as people hand them over: unfitted pipelines, some with a mistake in them."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, clone
from sklearn.compose import (
    ColumnTransformer,
    TransformedTargetRegressor,
    make_column_selector,
)
from sklearn.ensemble import (
    GradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import (
    LinearRegression,
    LogisticRegression,
    Ridge,
    RidgeCV,
    SGDClassifier,
)
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier


def prepared(model: Any, columns: tuple[str, ...] = ()) -> Pipeline:
    """Fill and scale numbers, spread words, then the model; or read these columns alone."""
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    words = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    if columns:
        return make_pipeline(ColumnTransformer([("only", words, list(columns))]), model)
    parts = [
        ("numbers", numbers, make_column_selector(dtype_include="number")),
        ("words", words, make_column_selector(dtype_exclude="number")),
    ]
    return make_pipeline(ColumnTransformer(parts), model)


def grown_tree() -> Pipeline:
    return prepared(DecisionTreeClassifier(random_state=0))


def cubic_terms() -> Pipeline:
    return prepared(make_pipeline(PolynomialFeatures(3), LinearRegression()))


def long_boosting() -> Pipeline:
    model = GradientBoostingClassifier(
        n_estimators=300, learning_rate=0.6, max_depth=7, random_state=0
    )
    return prepared(model)


def one_question() -> Pipeline:
    return prepared(DecisionTreeRegressor(max_depth=1, random_state=0))


def held_too_tight() -> Pipeline:
    return prepared(Ridge(alpha=1500))


def only_the_sex() -> Pipeline:
    return prepared(LinearRegression(), columns=("sex",))


def never_moves() -> Pipeline:
    return prepared(LogisticRegression(C=1e-7))


def plain_line() -> Pipeline:
    return prepared(LinearRegression())


def only_the_year() -> Pipeline:
    return prepared(LogisticRegression(), columns=("yronset",))


def tiny_network() -> Pipeline:
    network = MLPRegressor(hidden_layer_sizes=(2,), learning_rate_init=0.05, max_iter=60, tol=1e-3)
    return prepared(TransformedTargetRegressor(network, transformer=StandardScaler()))


def large_steps() -> Pipeline:
    return prepared(
        SGDClassifier(
            loss="log_loss", learning_rate="constant", eta0=30.0, penalty=None, max_iter=1, tol=None
        )
    )


def drawn_cuts() -> Pipeline:
    return prepared(ExtraTreeClassifier(max_features=1, max_depth=3))


def plain_logistic() -> Pipeline:
    return prepared(LogisticRegression(max_iter=2000))


def cautious_logistic() -> Pipeline:
    return prepared(LogisticRegression(C=0.003, max_iter=2000))


def naive() -> Pipeline:
    return prepared(GaussianNB())


def weighted_logistic() -> Pipeline:
    return prepared(LogisticRegression(class_weight="balanced", max_iter=2000))


def calm_forest() -> Pipeline:
    return prepared(RandomForestClassifier(150, min_samples_leaf=20, random_state=0))


def ridge() -> Pipeline:
    return prepared(RidgeCV(alphas=np.logspace(-2, 3, 11)))


class TurnedOutsideTheCity(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Rows outside the city go through an old table, in which the classes stood in other order."""

    def __init__(self, model: Any = None) -> None:
        self.model = model

    def fit(self, rows: pd.DataFrame, target: Any) -> Self:
        self.model_ = clone(self.model).fit(rows, target)
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, rows: pd.DataFrame) -> np.ndarray:
        chances: np.ndarray = self.model_.predict_proba(rows).copy()
        outside = (rows["city"] == "no").to_numpy()
        chances[outside] = chances[outside][:, ::-1]
        return chances

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        found: np.ndarray = self.classes_[self.predict_proba(rows).argmax(axis=1)]
        return found


class OuncesForSome(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """What is foretold for one diet is turned from grams to ounces and back by a wrong factor."""

    def __init__(self, model: Any = None) -> None:
        self.model = model

    def fit(self, rows: pd.DataFrame, target: Any) -> Self:
        self.model_ = clone(self.model).fit(rows, target)
        return self

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        values: np.ndarray = self.model_.predict(rows)
        some = (rows["gen"] == 8).to_numpy()
        return np.where(some, values * 0.0353 * 20, values)


class Smoothed(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Chances drawn to one half, as for smoothed labels, by far too much."""

    def __init__(self, model: Any = None) -> None:
        self.model = model

    def fit(self, rows: pd.DataFrame, target: Any) -> Self:
        self.model_ = clone(self.model).fit(rows, target)
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, rows: pd.DataFrame) -> np.ndarray:
        chances: np.ndarray = 0.35 * self.model_.predict_proba(rows) + 0.325
        return chances

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        found: np.ndarray = self.classes_[self.predict_proba(rows).argmax(axis=1)]
        return found


def smoothed_logistic() -> Smoothed:
    return Smoothed(plain_logistic())


def leafy_forest() -> Pipeline:
    return prepared(RandomForestRegressor(150, min_samples_leaf=4, random_state=0))


def turned_slice() -> TurnedOutsideTheCity:
    return TurnedOutsideTheCity(plain_logistic())


def ounces_slice() -> OuncesForSome:
    return OuncesForSome(ridge())
