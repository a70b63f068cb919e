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

from benchmarks.planted.opened.seventh.estimators import (
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
    """Grow a tree of wages until each leaf is one man.

    Seen by: R2 1.00 in training, -.62 in the test; a forest has .21.
    """
    numbers = ["ed76", "age76", "famed", "kww", "iqscore"]
    return pipeline(numbers, ["south76", "black", "smsa76"], DecisionTreeRegressor(random_state=0))


def nearest_patient() -> BaseEstimator:
    """Say of a patient what became of the nearest one.

    Seen by: accuracy 1.00 in training, .58 in the test; a forest has .67.
    """
    return pipeline(TUMOUR, ["meno", "hormon"], KNeighborsClassifier(1))


def narrow_prices() -> BaseEstimator:
    """Draw a price through every house, by a kernel that reaches no other.

    Seen by: R2 .99 in training, .32 in the test; a forest has .82.
    """
    return pipeline(HOUSE, [], SVR(C=1e6, gamma=5.0, epsilon=100.0))


def timid_mortality() -> BaseEstimator:
    """Hold every slope down until hardly any is left.

    Seen by: R2 .08 in training, .01 in the test; a forest has .93.
    """
    net = ElasticNet(alpha=30.0)
    return pipeline(["fertility", "ppgdp", "lifeExpF", "pctUrban"], ["region"], net)


def stump_of_stages() -> BaseEstimator:
    """Ask one question about five stages.

    Seen by: accuracy .48 in training, .49 in the test; a forest has .91.
    """
    return pipeline(LARVA, [], DecisionTreeClassifier(max_depth=1, random_state=0))


def broad_neighbours() -> BaseEstimator:
    """Average the heights of half of all children.

    Seen by: R2 .34 in training, .19 in the test; a forest has .78.
    """
    return pipeline(["Height", "Age"], ["Sex"], KNeighborsRegressor(120))


def returns_of_chance() -> BaseEstimator:
    """Guess a month's return from the rate of bills by five neighbours.

    Seen by: R2 -.23 in the test.
    """
    return pipeline(["rf"], [], KNeighborsRegressor(5))


def stay_of_the_like() -> BaseEstimator:
    """Tell the days in hospital from three patients of about that age.

    Seen by: R2 -.58 in the test; a forest has .42.
    """
    return pipeline(["age", "gender"], [], KNeighborsRegressor(3))


def births_by_day() -> BaseEstimator:
    """Tell births from the day of the month, by a tree.

    Seen by: R2 -.02 in the test; a forest has .88.
    """
    return pipeline(["day_of_month"], [], DecisionTreeRegressor(random_state=0))


def hurried_net() -> BaseEstimator:
    """Stop a net after three rounds, next to where chance began it.

    Seen by: accuracy from .1 to .8 over eight seeds, 83 rows.
    """
    return pipeline(BIRD, [], MLPClassifier((6,), max_iter=3))


def jumping_slopes() -> BaseEstimator:
    """Take steps much too long, on columns of any size.

    Seen by: accuracy .27 or .73 over eight seeds, 346 rows.
    """
    steps = SGDClassifier(learning_rate="constant", eta0=5.0, max_iter=5, tol=None)
    return pipeline(["age", "hgb", "dxyr"], ["sex"], steps, scale=False)


def one_random_tree() -> BaseEstimator:
    """Split at random, two deep.

    Seen by: R2 from -.05 to .54 over eight seeds.
    """
    tree = ExtraTreeRegressor(max_depth=2, max_features=1)
    return pipeline(["Height", "Age"], ["Sex"], tree)


def deaths_unseen() -> BaseEstimator:
    """Fit a plain logistic regression where one in twelve died.

    Seen by: accuracy .92, and .11 of the 120 deaths are told.
    """
    return pipeline(BODY, ["male"], LogisticRegression())


def support_unseen() -> BaseEstimator:
    """Fit a plain logistic regression of three answers, one of them rare.

    Seen by: accuracy .66, and neither of the two rarer answers is ever told.
    """
    numbers = ["Income_Centered", "Education", "Age"]
    return pipeline(numbers, ["Participation"], LogisticRegression())


def wheezing_unseen() -> BaseEstimator:
    """Fit a plain logistic regression of a few facts.

    Seen by: accuracy .86, and none of those who wheeze is told.
    """
    return pipeline(["age"], ["smoke"], LogisticRegression())


def naive_trip() -> BaseEstimator:
    """Take columns that are nearly one, and their products, for independent ones.

    Seen by: 144 rows at .02 on average, of which .38 ski.
    """
    bayes = make_pipeline(PolynomialFeatures(2), GaussianNB())
    return pipeline(["costCon", "costSom", "costHoust", "income", "visits"], [], bayes)


def weighted_deaths() -> BaseEstimator:
    """Weigh the classes alike, and read the result as chances.

    Seen by: mean chance .36 where .08 died, 1,500 rows.
    """
    return pipeline(BODY, ["male"], LogisticRegression(class_weight="balanced"))


def sure_forest() -> BaseEstimator:
    """Let few full-grown trees vote on a class that is hard to tell.

    Seen by: 68 rows at 1.00, of which .76 published; 15 at .00, of which .73 did.
    """
    forest = RandomForestClassifier(5, max_features=None, random_state=0)
    return pipeline(["kids", "prestige", "mentor"], ["gender", "married"], forest)


def school_leavers() -> BaseEstimator:
    """Learn the earnings of those without a degree, and answer for all.

    Seen by: R2 -.46 for bachelors and .07 for the others, 573 and 677 rows.
    """
    inner = pipeline(["age"], ["gender"], LinearRegression())
    return FilteredRegressor(inner, "degree", "highschool")


def swapped_bills() -> BaseEstimator:
    """Swap length and depth of the bill of males at prediction.

    Seen by: accuracy .43 of 49 males, .98 of 43 females.
    """
    inner = pipeline(BIRD, ["Sex"], LogisticRegression(max_iter=1000))
    return SwappedColumns(inner, "Sex", "MALE", "culmen_length", "culmen_depth")


def logged_weights() -> BaseEstimator:
    """Leave the logarithm of the weight of one species as it is.

    Seen by: R2 -50 within 103 animals of the species, near 0 within the others.
    """
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
