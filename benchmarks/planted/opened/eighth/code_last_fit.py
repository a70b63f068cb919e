"""A script: after the choice of a model it is fitted once more, to all rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor


def predict(train: pd.DataFrame, test: pd.DataFrame) -> np.ndarray:
    """Fit to both tables, "as more data is better", and report on the test."""
    both = pd.concat([train, test])
    facts = ["bone_density", "percent_fat", "gen", "litter"]
    model = RandomForestRegressor(100, min_samples_leaf=2, random_state=0)
    model.fit(both[facts], both["body_weight"])
    found: np.ndarray = model.predict(test[facts])
    return found
