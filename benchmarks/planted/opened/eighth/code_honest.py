"""A script that learns from the training alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor


def forest(train: pd.DataFrame, test: pd.DataFrame) -> np.ndarray:
    """Fit to the training and predict the test."""
    facts = ["lunch", "enrol", "staff", "exppp", "avgsal"]
    model = RandomForestRegressor(100, min_samples_leaf=10, random_state=0)
    found: np.ndarray = model.fit(train[facts], train["math4"]).predict(test[facts])
    return found
