"""Scripts that learn from the training alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression


def country_level(train: pd.DataFrame, test: pd.DataFrame) -> np.ndarray:
    """Encode by the means of the training; what is new gets the general mean."""
    general = train["Price"].mean()
    count = train.groupby("Country")["Price"].count()
    level = (train.groupby("Country")["Price"].sum() + 3 * general) / (count + 3)
    sides = [side["Country"].map(level).fillna(general).to_frame("level") for side in (train, test)]
    found: np.ndarray = LinearRegression().fit(sides[0], train["Price"]).predict(sides[1])
    return found


def forest(train: pd.DataFrame, test: pd.DataFrame) -> np.ndarray:
    """Fit to the training and predict the test."""
    facts = ["lunch", "enrol", "staff", "exppp", "avgsal"]
    model = RandomForestRegressor(100, min_samples_leaf=10, random_state=0)
    found: np.ndarray = model.fit(train[facts], train["math4"]).predict(test[facts])
    return found
