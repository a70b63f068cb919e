"""Models that are named as `module:function`: sound ones and spoiled ones, none fitted yet."""

from __future__ import annotations

from typing import Any


def _prepared(estimator: Any, *, scale: bool = True) -> Any:
    from sklearn.compose import ColumnTransformer, make_column_selector
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    steps = [SimpleImputer(strategy="median"), *([StandardScaler()] if scale else [])]
    numbers = make_pipeline(*steps)
    words = OneHotEncoder(handle_unknown="ignore", min_frequency=5, sparse_output=False)
    columns = ColumnTransformer(
        [
            ("numbers", numbers, make_column_selector(dtype_include="number")),
            ("words", words, make_column_selector(dtype_exclude="number")),
        ]
    )
    return make_pipeline(columns, estimator)


def logistic() -> Any:
    """Return an honest linear classifier."""
    from sklearn.linear_model import LogisticRegression

    return _prepared(LogisticRegression(max_iter=2000))


def forest() -> Any:
    """Return an honest forest with leaves of a decent size."""
    from sklearn.ensemble import RandomForestClassifier

    return _prepared(RandomForestClassifier(120, min_samples_leaf=25, random_state=0), scale=False)


def ridge() -> Any:
    """Return an honest linear regression."""
    from sklearn.linear_model import Ridge

    return _prepared(Ridge(alpha=10.0))


def boosted() -> Any:
    """Return honest boosted trees that learn slowly."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    return _prepared(
        HistGradientBoostingRegressor(
            max_iter=80, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=25, random_state=0
        ),
        scale=False,
    )


def shallow_tree() -> Any:
    """Return an honest small tree."""
    from sklearn.tree import DecisionTreeRegressor

    return _prepared(
        DecisionTreeRegressor(max_depth=5, min_samples_leaf=30, random_state=0), scale=False
    )


def grown_tree() -> Any:
    """Return a tree that grows until every leaf is pure."""
    from sklearn.tree import DecisionTreeClassifier

    return _prepared(DecisionTreeClassifier(random_state=0), scale=False)


def nearest_row() -> Any:
    """Return a regression that repeats its nearest row."""
    from sklearn.neighbors import KNeighborsRegressor

    return _prepared(KNeighborsRegressor(n_neighbors=1))


def narrow_kernel() -> Any:
    """Return a regression whose kernel reaches hardly past each row."""
    from sklearn.svm import SVR

    return _prepared(SVR(gamma=40.0, C=1e4, epsilon=0.001))


def smothered_logistic() -> Any:
    """Return a linear classifier that may hardly move its weights."""
    from sklearn.linear_model import LogisticRegression

    return _prepared(LogisticRegression(C=1e-4, max_iter=500))


def smothered_ridge() -> Any:
    """Return a linear regression that may hardly move its weights."""
    from sklearn.linear_model import Ridge

    return _prepared(Ridge(alpha=3e4))


def coin() -> Any:
    """Return a classifier that draws classes by their share."""
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="stratified", random_state=0)


def median_alone() -> Any:
    """Return a regression that always says the median."""
    from sklearn.dummy import DummyRegressor

    return DummyRegressor(strategy="median")


def unfit_weights() -> Any:
    """Return a network that is stopped before it has learnt anything."""
    from sklearn.neural_network import MLPClassifier

    return _prepared(
        MLPClassifier((4,), learning_rate_init=1e-7, max_iter=1, random_state=3), scale=True
    )


def one_random_tree() -> Any:
    """Return a single tree that cuts at random, with no seed."""
    from sklearn.tree import ExtraTreeRegressor

    return _prepared(ExtraTreeRegressor(max_features=1, min_samples_leaf=2), scale=False)


def jumping_network() -> Any:
    """Return a small network with too large steps, with no seed."""
    from sklearn.neural_network import MLPClassifier

    return _prepared(MLPClassifier((3,), solver="sgd", learning_rate_init=0.9, max_iter=15))


def three_trees() -> Any:
    """Return a forest of three trees, each on a fifth of the rows, with no seed."""
    from sklearn.ensemble import RandomForestClassifier

    return _prepared(
        RandomForestClassifier(3, max_samples=0.2, max_features=1, bootstrap=True), scale=False
    )


def balanced_logistic() -> Any:
    """Return a classifier that weighs a rare class as much as the others."""
    from sklearn.linear_model import LogisticRegression

    return _prepared(LogisticRegression(class_weight="balanced", max_iter=2000))


def timid_boosting() -> Any:
    """Return boosted stumps, whose probabilities lie next to one half."""
    from sklearn.ensemble import AdaBoostClassifier

    return _prepared(AdaBoostClassifier(n_estimators=150, random_state=0), scale=False)


def majority_leaning() -> Any:
    """Return a classifier that gains its accuracy on the frequent class."""
    from sklearn.linear_model import LogisticRegression

    return _prepared(LogisticRegression(C=0.01, max_iter=2000))


def majority_tree() -> Any:
    """Return a tree whose leaves all lean to the frequent class."""
    from sklearn.tree import DecisionTreeClassifier

    return _prepared(
        DecisionTreeClassifier(max_depth=2, min_samples_leaf=200, random_state=0), scale=False
    )
