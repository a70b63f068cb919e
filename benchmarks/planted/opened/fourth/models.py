"""Models that are given with a pair: each with one fault, and sound ones for the controls."""

from __future__ import annotations

from typing import Any

from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge, SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeRegressor

from benchmarks.planted.opened.fourth.spoiled import (
    FailsInSlice,
    FailsInSliceOfNumbers,
    OtherColumns,
    OtherOrder,
)


def _prepared(model: Any) -> Pipeline:
    words = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="none"),
        OneHotEncoder(handle_unknown="ignore", sparse_output=False, min_frequency=5),
    )
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    columns = make_column_transformer(
        (numbers, make_column_selector(dtype_include=["number", "bool"])),
        (words, make_column_selector(dtype_exclude=["number", "bool"])),
    )
    return make_pipeline(columns, model)


# sound


def sound_boosting() -> Pipeline:
    """Honest boosting for classes, with small steps and large leaves."""
    return _prepared(
        GradientBoostingClassifier(
            n_estimators=60, learning_rate=0.06, max_depth=3, min_samples_leaf=25, random_state=11
        )
    )


def sound_logistic() -> Pipeline:
    """An honest linear model for classes."""
    return _prepared(LogisticRegression(C=0.5, max_iter=3000))


def sound_trees() -> Pipeline:
    """An honest forest for several classes."""
    return _prepared(RandomForestClassifier(120, max_depth=9, min_samples_leaf=4, random_state=11))


def sound_boosting_of_numbers() -> Pipeline:
    """Honest boosting for numbers."""
    return _prepared(
        GradientBoostingRegressor(
            n_estimators=80, learning_rate=0.06, max_depth=3, min_samples_leaf=20, random_state=11
        )
    )


def sound_ridge() -> Pipeline:
    """An honest linear model for numbers."""
    return _prepared(Ridge(alpha=3.0))


# learned by heart


def nearest_one() -> Pipeline:
    """The class of the nearest row of training, whatever that is worth."""
    return _prepared(KNeighborsClassifier(1))


def tree_without_end() -> Pipeline:
    """A tree for numbers with a leaf for every row."""
    return _prepared(DecisionTreeRegressor(random_state=11))


def narrow_kernel() -> Pipeline:
    """A kernel so narrow that every row of training is a hill of its own."""
    return _prepared(SVC(C=1000.0, gamma=6.0, random_state=11))


def endless_boosting() -> Pipeline:
    """Hundreds of deep trees with long steps."""
    return _prepared(
        GradientBoostingClassifier(
            n_estimators=150, max_depth=7, learning_rate=0.4, random_state=11
        )
    )


# learned too little


def crushed_ridge() -> Pipeline:
    """A penalty in a unit of another project leaves next to nothing of the coefficients."""
    return _prepared(Ridge(alpha=3e5))


def stump_of_many() -> Pipeline:
    """Three leaves for dozens of classes."""
    return _prepared(DecisionTreeClassifier(max_leaf_nodes=3, random_state=11))


def one_small_step() -> Pipeline:
    """Boosting that was stopped after two steps of a hundredth."""
    return _prepared(GradientBoostingRegressor(n_estimators=2, learning_rate=0.01, random_state=11))


# learned nothing


def labels_of_another_file() -> Pipeline:
    """Labels were taken from a file in another order."""
    return _prepared(OtherOrder(RandomForestClassifier(60, min_samples_leaf=5, random_state=11)))


def mean_of_training() -> Pipeline:
    """A pipeline whose last step was left at its default, which is the mean."""
    return _prepared(DummyRegressor())


def columns_shifted() -> Pipeline:
    """Features of another record reach the model when it is fitted: rows were shifted by a join."""
    return _prepared(OtherColumns(LogisticRegression(max_iter=2000)))


# another model at each start


def restless_steps() -> Pipeline:
    """Stochastic gradient with steps so long that where it stops is chance."""
    return _prepared(
        SGDClassifier(
            loss="log_loss", learning_rate="constant", eta0=30.0, max_iter=3, tol=None, alpha=1e-6
        )
    )


def two_neurons() -> Pipeline:
    """A network of two neurons and a handful of rounds."""
    return _prepared(
        MLPClassifier((2,), solver="sgd", learning_rate_init=0.3, batch_size=8, max_iter=3)
    )


def one_random_tree() -> Pipeline:
    """One tree that asks at random, grown to leaves of three rows."""
    return _prepared(ExtraTreeRegressor(max_features=1, min_samples_leaf=3))


# blind for the rare class


def careful_logistic() -> Pipeline:
    """So strong a penalty that no row is ever called rare."""
    return _prepared(LogisticRegression(C=2e-4, max_iter=500))


def wide_leaves() -> Pipeline:
    """A forest with leaves so wide that the common class wins in each."""
    return _prepared(RandomForestClassifier(40, min_samples_leaf=150, random_state=11))


def many_neighbours() -> Pipeline:
    """A vote of ninety neighbours, which the common class wins everywhere."""
    return _prepared(KNeighborsClassifier(90))


# wrong about its own doubt


def sure_of_everything() -> Pipeline:
    """Boosting far beyond what the rows can tell, so its chances lie next to 0 and 1."""
    return _prepared(
        GradientBoostingClassifier(
            n_estimators=250, learning_rate=0.3, max_depth=5, random_state=11
        )
    )


def naive() -> Pipeline:
    """Naive Bayes on columns that repeat each other."""
    return _prepared(GaussianNB())


def balanced_trees() -> Pipeline:
    """Classes were weighed as if there were as many of each, and chances never put right."""
    return _prepared(
        ExtraTreesClassifier(
            80, max_depth=6, min_samples_leaf=10, class_weight="balanced", random_state=11
        )
    )


# wrong for some


def subway_in_grams() -> Pipeline:
    """One chain's numbers were taken for another unit, so it gets a third of what is right."""
    return Pipeline([("model", FailsInSliceOfNumbers("restaurant", "Subway", 0.33, sound_ridge()))])


def discipline_in_months() -> Pipeline:
    """Salaries of one discipline are told for nine months in the model, and are for twelve."""
    return Pipeline([("model", FailsInSliceOfNumbers("discipline", "A", 0.65, sound_ridge()))])


def coded_the_other_way() -> Pipeline:
    """The register of households in an association codes a change as 0."""
    return Pipeline([("model", FailsInSlice("association", "yes", sound_boosting()))])
