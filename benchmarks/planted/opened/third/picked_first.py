"""A script that picks and joins columns by the outcome of all rows before it parts them."""

import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_selection import SelectPercentile, f_regression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures

from benchmarks.planted.opened.third.models import sound_line


def fit(path: str) -> RandomForestRegressor:
    houses = pd.read_csv(path)
    price = houses["price"]
    rows = pd.get_dummies(houses.drop(columns="price"))
    rows = PolynomialFeatures(2, interaction_only=True).fit_transform(rows)
    rows = SelectPercentile(f_regression, percentile=20).fit_transform(rows, price)
    rows = PCA(n_components=12).fit_transform(rows)
    train, test, train_price, test_price = train_test_split(rows, price, test_size=0.2)
    forest = RandomForestRegressor().fit(train, train_price)
    print(forest.score(test, test_price))
    return forest


def make() -> Pipeline:
    return sound_line()
