"""A notebook turned into a script: gaps and columns are settled on all rows first."""

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import KNNImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import Pipeline

from benchmarks.planted.opened.first.models import sound_logistic


def evaluate(path: str) -> float:
    table = pd.read_csv(path)
    died = table.pop("died")
    features = pd.get_dummies(table)
    features = KNNImputer().fit_transform(features)
    features = SelectKBest(f_classif, k=6).fit_transform(features, died)
    train, test, train_died, test_died = train_test_split(
        features, died, test_size=0.25, random_state=42
    )
    model = LogisticRegression(max_iter=1000).fit(train, train_died)
    print(cross_val_score(model, features, died, cv=5).mean())
    return float(model.score(test, test_died))


def make() -> Pipeline:
    return sound_logistic()
