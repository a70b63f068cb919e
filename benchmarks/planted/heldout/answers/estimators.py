"""Models that are given with a case; each reads the columns that it names, and no others."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import (
    AdaBoostClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    OneHotEncoder,
    PolynomialFeatures,
    StandardScaler,
)
from sklearn.svm import SVR
from sklearn.tree import DecisionTreeRegressor, ExtraTreeRegressor

from benchmarks.planted.heldout.answers.wrapped import LeavesOut, Trusts

MEN = ["ssiratio", "age", "educyr", "hisp", "marry", "vegood", "good", "fair", "poor", "poverty"]
MEN += ["lowincome", "midincome", "msa", "firmsz", "multlc", "income", "priolist", "totchr"]
WOMEN = ["ssiratio", "age", "educyr", "private", "income", "priolist", "totchr", "poor", "fair"]
HEALTH = ["ssiratio", "age", "educyr", "private", "income", "priolist", "totchr", "poverty"]
WORK = ["exper", "age", "depends", "married", "tenure", "educ", "nrtheast", "nrthcen", "south"]
WORK += ["male", "white", "union", "office", "annhrs"]
VISITS = ["age", "educ", "hhninc"]
SENSORS = [f"f{number}" for number in range(1, 10)]
CAPITAL = ["HWY", "WATER", "UTIL", "PC", "EMP", "UNEMP"]
CASTLE = ["unemployrt", "poverty", "blackm_15_24", "whitem_15_24", "blackm_25_44", "whitem_25_44"]
CASTLE += ["l_police", "l_income", "l_lagprisoner", "l_exp_subsidy", "l_exp_pubwelfare"]
SITE = ["empty_server_form_handler", "popup_window", "https", "request_from_other_domain"]
SITE += ["anchor_from_other_domain", "is_popular", "long_url", "age_of_domain", "ip_in_url"]
SPOT_WORDS = ["zurich-class", "largest-spot-size", "spot-distribution"]
SPOT_NUMBERS = ["activity", "evolution", "previous-24h-flare-activity", "area"]
DOSES = ["nitrogen", "phosphorus", "potassium"]
VOTES = ["democrat", "demvoteshare", "lagdemocrat", "lagdemvoteshare"]


def on(names: list[str], *steps: Any, words: list[str] | None = None) -> Pipeline:
    """Put a model on the named columns: numbers as they are, words as flags."""
    parts: list[tuple[str, Any, list[str]]] = [("numbers", "passthrough", names)]
    if words:
        parts.append(("words", OneHotEncoder(handle_unknown="ignore", sparse_output=False), words))
    return make_pipeline(ColumnTransformer(parts), *steps)


# overgrown
def full_tree() -> Pipeline:
    return on(WORK, DecisionTreeRegressor(random_state=0))


def one_neighbour() -> Pipeline:
    return on(VISITS, StandardScaler(), KNeighborsClassifier(1))


def cubed_line() -> Pipeline:
    cubes = PolynomialFeatures(3, include_bias=False)
    return on(CASTLE, StandardScaler(), cubes, StandardScaler(), LinearRegression())


# too plain
def drawn_to_mean() -> Pipeline:
    return on(CAPITAL, StandardScaler(), Ridge(alpha=20_000))


def timid_boosting() -> Pipeline:
    few = GradientBoostingClassifier(n_estimators=3, learning_rate=0.02, max_depth=1)
    return on(SITE, few)


def one_split() -> Pipeline:
    return on(VOTES, DecisionTreeRegressor(max_depth=1, min_samples_leaf=0.25))


# no better than a guess
def income_alone() -> Pipeline:
    return on(["hhninc"], StandardScaler(), LogisticRegression())


def default_kernel() -> Pipeline:
    return on(CAPITAL, SVR())


def logged_amount() -> Pipeline:
    line = TransformedTargetRegressor(LinearRegression(), func=_log, inverse_func=_power)
    return on(["age", "msa", "hisp"], line)


def _log(values: Any) -> Any:
    return np.log1p(values)


def _power(values: Any) -> Any:
    return np.expm1(values)


# another score at every seed
def random_tree(random_state: int | None = None) -> Pipeline:
    return on(WORK, ExtraTreeRegressor(min_samples_leaf=2, random_state=random_state))


def restless_line(random_state: int | None = None) -> Pipeline:
    jumps = SGDClassifier(
        loss="log_loss", learning_rate="constant", eta0=5.0, max_iter=3, tol=None,
        random_state=random_state,
    )  # fmt: skip
    return on(MEN, StandardScaler(), jumps)


def hasty_network(random_state: int | None = None) -> Pipeline:
    small = MLPRegressor(
        hidden_layer_sizes=(3,), learning_rate_init=0.05, max_iter=40, random_state=random_state
    )
    return on(DOSES, StandardScaler(), small, words=["site"])


# says the large class
def all_quiet() -> Pipeline:
    return on(SPOT_NUMBERS, LogisticRegression(C=0.05), words=SPOT_WORDS)


def all_quiet_strong() -> Pipeline:
    small = HistGradientBoostingClassifier(max_iter=20, learning_rate=0.05, random_state=0)
    return on(SPOT_NUMBERS, small, words=SPOT_WORDS)


def all_well() -> Pipeline:
    return on(["f2", "f4", "f6", "f8"], StandardScaler(), LogisticRegression(C=2e-4))


# too sure
def naive_flags() -> Pipeline:
    return on(MEN, GaussianNB())


def weighed_classes() -> Pipeline:
    return on(SPOT_NUMBERS, LogisticRegression(class_weight="balanced"), words=SPOT_WORDS)


def shy_boosting() -> Pipeline:
    return on(SITE, AdaBoostClassifier(n_estimators=200, random_state=0))


# one part of the rows is served badly
def without_south() -> LeavesOut:
    return LeavesOut(on(VOTES, LinearRegression()), "region", ("south",))


def without_two_sites() -> LeavesOut:
    return LeavesOut(on(DOSES, Ridge(), words=["site"]), "site", ("CPSV", "UISV"))


def trusts_https() -> Trusts:
    return Trusts(on(SITE, LogisticRegression()), "https", 0.5, "no")


# honest
def plain_forest() -> Pipeline:
    return on(WORK, RandomForestRegressor(200, min_samples_leaf=5, random_state=0))


def calm_boosting() -> Pipeline:
    calm = GradientBoostingClassifier(n_estimators=40, learning_rate=0.05, random_state=0)
    return on(MEN, calm)


def plain_logistic() -> Pipeline:
    return on(SITE, LogisticRegression())
