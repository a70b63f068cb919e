"""A training script as many are: the scaler sees every row, and then comes the split."""

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.planted.development.given.columns import Numbers


def train(path: str, target: str) -> float:
    table = pd.read_csv(path)
    features, labels = table.drop(columns=[target]), table[target]
    scaled = StandardScaler().fit_transform(features)
    chosen = SelectKBest(k=5).fit_transform(scaled, labels)
    learn, test, learn_labels, test_labels = train_test_split(chosen, labels, random_state=0)
    return float(make().fit(learn, learn_labels).score(test, test_labels))


def make() -> Pipeline:
    return make_pipeline(Numbers(), RandomForestClassifier(50, min_samples_leaf=5, random_state=0))
