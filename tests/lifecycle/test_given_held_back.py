"""A model held back by its own settings: which are known, and what is then said of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn.ensemble import (
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    RandomForestRegressor,
)
from sklearn.impute import KNNImputer
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.naive_bayes import MultinomialNB
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR
from sklearn.tree import DecisionTreeRegressor

from assay.core.evidence.given import GivenModelEvidence, HeldBack
from assay.data.sides.table import Sides, sides
from assay.lifecycle import given_model
from assay.lifecycle.given_held_back import STRENGTHS, Seen, settings_of


def rows(count: int, seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    x, noise = random.normal(size=(2, count))
    price = 50_000 + 10_000 * (x + random.normal(size=count))
    return pl.DataFrame({"x": x, "noise": noise, "price": price})


@pytest.fixture(scope="module")
def both() -> Sides:
    return sides(rows(200, 0).lazy(), rows(200, 1).lazy(), target="price", task="regression")


def held_back(model: object, both: Sides) -> HeldBack | None:
    found = given_model.measure(model, both, None, lambda _stage, _share: None)
    (given,) = (each for each in found if isinstance(each, GivenModelEvidence))
    return given.held_back


@pytest.mark.parametrize(
    ("model", "setting"),
    [
        (DecisionTreeRegressor(random_state=0), "min_samples_leaf"),
        (make_pipeline(StandardScaler(), KNeighborsRegressor(1)), "n_neighbors"),
        (make_pipeline(StandardScaler(), SVR(C=1e7, gamma=50.0, epsilon=1.0)), "gamma"),
    ],
)
def test_what_knows_its_rows_by_heart_does_better_held_back(
    both: Sides, model: Any, setting: str
) -> None:
    found = held_back(model, both)
    assert found is not None and found.least_gain > 0 and setting in found.settings


def test_what_is_given_is_left_as_it_is(both: Sides) -> None:
    model = DecisionTreeRegressor(random_state=0)
    held_back(model, both)
    assert model.min_samples_leaf == 1 and not hasattr(model, "tree_")


def test_what_knows_as_much_as_a_quick_model_is_not_held_back(both: Sides) -> None:
    assert held_back(Ridge(), both) is None


@pytest.mark.parametrize(
    ("model", "settings"),
    [
        (RandomForestRegressor(bootstrap=False), {"min_samples_leaf": 5, "bootstrap": True}),
        (HistGradientBoostingClassifier(max_iter=2000, learning_rate=0.5, min_samples_leaf=20),
         {"max_iter": 100, "learning_rate": 0.1}),
        (GradientBoostingRegressor(loss="quantile", alpha=0.9), {"min_samples_leaf": 5}),
        (Ridge(alpha=1e-6), {"alpha": 1.0}),
        (MultinomialNB(), {}),
        (LinearRegression(), {}),
    ],
)  # fmt: skip
def test_settings_that_hold_back_are_known_by_name_and_owner(
    model: Any, settings: dict[str, object]
) -> None:
    assert settings_of(model, STRENGTHS[0], Seen(1000, 1.0)) == settings


def test_a_step_of_a_pipeline_that_predicts_nothing_is_left_alone() -> None:
    model = make_pipeline(KNNImputer(), KNeighborsRegressor(3))
    found = settings_of(model, STRENGTHS[0], Seen(40, 1.0))
    assert found == {"kneighborsregressor__n_neighbors": 10}
