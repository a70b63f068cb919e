"""A script that caps, scales and encodes with the whole file, and parts it at the end."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import RobustScaler

from benchmarks.planted.opened.third.models import sound_regression


def load(path: str) -> tuple[pd.DataFrame, pd.Series]:
    table = pd.read_csv(path)
    answer = (table["card"] == "yes").astype(int)
    table["rate_by_reports"] = answer.groupby(table["reports"]).transform("mean")
    numbers = table[["age", "income", "months", "active", "rate_by_reports"]]
    numbers = numbers.clip(numbers.quantile(0.01), numbers.quantile(0.99), axis=1)
    scaled = RobustScaler().fit_transform(np.log1p(numbers))
    return pd.DataFrame(scaled, columns=numbers.columns), answer


def main(path: str) -> None:
    rows, answer = load(path)
    train, test, train_answer, test_answer = train_test_split(rows, answer, random_state=8)
    model = LogisticRegression().fit(train, train_answer)
    print(model.score(test, test_answer))


def make() -> Pipeline:
    return sound_regression()
