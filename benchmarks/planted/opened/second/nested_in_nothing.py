"""A report of a notebook: scaling and components come before the folds."""

from typing import Any

import pandas as pd
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from benchmarks.planted.opened.second.models import sound_logistic


def report(path: str) -> float:
    data = pd.read_csv(path)
    y = data["y"]
    x = data.drop(columns=["y"])
    x = StandardScaler().fit_transform(x)
    x = SelectFromModel(LogisticRegression(C=0.05, max_iter=1000)).fit_transform(x, y)
    x = PCA(n_components=3).fit_transform(x)
    x_train, x_test, y_train, y_test = train_test_split(x, y, stratify=y, random_state=0)
    model = LogisticRegression().fit(x_train, y_train)
    return float(model.score(x_test, y_test))


def make() -> Any:
    return sound_logistic()
