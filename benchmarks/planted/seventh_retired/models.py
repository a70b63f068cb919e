"""Models that go with cases: each function returns one that is not yet fitted."""

from __future__ import annotations

from sklearn.base import BaseEstimator
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures
from sklearn.svm import SVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeRegressor

from benchmarks.planted.seventh_retired.estimators import (
    FilteredRegressor,
    LogRegressor,
    SwappedColumns,
    pipeline,
)

HOUSE = ["age", "cbd", "inst", "rooms", "area", "land", "baths", "dist"]
TUMOUR = ["age", "size", "grade", "nodes", "pgr", "er"]
LARVA = ["Mass", "Intake", "WetFrass", "DryFrass"]
BIRD = ["culmen_length", "culmen_depth", "flipper_length", "body_mass"]
BODY = ["age", "weight", "height"]


def wage_tree() -> BaseEstimator:
    """Grow a tree of wages until each leaf is one man."""
    numbers = ["ed76", "age76", "famed", "kww", "iqscore"]
    return pipeline(numbers, ["south76", "black", "smsa76"], DecisionTreeRegressor(random_state=0))


def nearest_patient() -> BaseEstimator:
    """Say of a patient what became of the nearest one."""
    return pipeline(TUMOUR, ["meno", "hormon"], KNeighborsClassifier(1))


def narrow_prices() -> BaseEstimator:
    """Draw a price through every house, by a kernel that reaches no other."""
    return pipeline(HOUSE, [], SVR(C=1e6, gamma=5.0, epsilon=100.0))


def timid_mortality() -> BaseEstimator:
    """Hold every slope down until hardly any is left."""
    net = ElasticNet(alpha=30.0)
    return pipeline(["fertility", "ppgdp", "lifeExpF", "pctUrban"], ["region"], net)


def stump_of_stages() -> BaseEstimator:
    """Ask one question about five stages."""
    return pipeline(LARVA, [], DecisionTreeClassifier(max_depth=1, random_state=0))


def broad_neighbours() -> BaseEstimator:
    """Average the heights of half of all children."""
    return pipeline(["Height", "Age"], ["Sex"], KNeighborsRegressor(120))


def returns_of_chance() -> BaseEstimator:
    """Guess a month's return from the rate of bills by five neighbours."""
    return pipeline(["rf"], [], KNeighborsRegressor(5))


def stay_of_the_like() -> BaseEstimator:
    """Tell the days in hospital from three patients of about that age."""
    return pipeline(["age", "gender"], [], KNeighborsRegressor(3))


def births_by_day() -> BaseEstimator:
    """Tell births from the day of the month, by a tree."""
    return pipeline(["day_of_month"], [], DecisionTreeRegressor(random_state=0))


def hurried_net() -> BaseEstimator:
    """Stop a net after three rounds, next to where chance began it."""
    return pipeline(BIRD, [], MLPClassifier((6,), max_iter=3))


def jumping_slopes() -> BaseEstimator:
    """Take steps much too long, on columns of any size."""
    steps = SGDClassifier(learning_rate="constant", eta0=5.0, max_iter=5, tol=None)
    return pipeline(["age", "hgb", "dxyr"], ["sex"], steps, scale=False)


def one_random_tree() -> BaseEstimator:
    """Split at random, two deep."""
    tree = ExtraTreeRegressor(max_depth=2, max_features=1)
    return pipeline(["Height", "Age"], ["Sex"], tree)


def deaths_unseen() -> BaseEstimator:
    """Fit a plain logistic regression where one in twelve died."""
    return pipeline(BODY, ["male"], LogisticRegression())


def support_unseen() -> BaseEstimator:
    """Fit a plain logistic regression of three answers, one of them rare."""
    numbers = ["Income_Centered", "Education", "Age"]
    return pipeline(numbers, ["Participation"], LogisticRegression())


def wheezing_unseen() -> BaseEstimator:
    """Fit a plain logistic regression of a few facts."""
    return pipeline(["age"], ["smoke"], LogisticRegression())


def naive_trip() -> BaseEstimator:
    """Take columns that are nearly one, and their products, for independent ones."""
    bayes = make_pipeline(PolynomialFeatures(2), GaussianNB())
    return pipeline(["costCon", "costSom", "costHoust", "income", "visits"], [], bayes)


def weighted_deaths() -> BaseEstimator:
    """Weigh the classes alike, and read the result as chances."""
    return pipeline(BODY, ["male"], LogisticRegression(class_weight="balanced"))


def sure_forest() -> BaseEstimator:
    """Let few full-grown trees vote on a class that is hard to tell."""
    forest = RandomForestClassifier(5, max_features=None, random_state=0)
    return pipeline(["kids", "prestige", "mentor"], ["gender", "married"], forest)


def school_leavers() -> BaseEstimator:
    """Learn the earnings of those without a degree, and answer for all."""
    inner = pipeline(["age"], ["gender"], LinearRegression())
    return FilteredRegressor(inner, "degree", "highschool")


def swapped_bills() -> BaseEstimator:
    """Swap length and depth of the bill of males at prediction."""
    inner = pipeline(BIRD, ["Sex"], LogisticRegression(max_iter=1000))
    return SwappedColumns(inner, "Sex", "MALE", "culmen_length", "culmen_depth")


def logged_weights() -> BaseEstimator:
    """Leave the logarithm of the weight of one species as it is."""
    inner = pipeline(["hindfoot_length"], ["species_id", "sex"], LinearRegression())
    return LogRegressor(inner, "species_id", "DO")


def honest_prices() -> BaseEstimator:
    """Fit a forest with leaves of some houses."""
    return pipeline(HOUSE, [], RandomForestRegressor(80, min_samples_leaf=5, random_state=0))


def honest_species() -> BaseEstimator:
    """Fit a logistic regression on measures."""
    return pipeline(BIRD, ["Sex"], LogisticRegression(max_iter=1000))


def honest_patients() -> BaseEstimator:
    """Fit a logistic regression with a moderate penalty."""
    return pipeline(TUMOUR, ["meno", "hormon"], LogisticRegression(C=0.3))
