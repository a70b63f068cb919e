"""A training script that evens the classes and encodes by the outcome before it parts the rows."""

from typing import Any

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

from benchmarks.planted.opened.second.models import sound_forest


def prepare(data: pd.DataFrame) -> pd.DataFrame:
    data["husband_rate"] = data.groupby("husEmpl")["prenat"].transform(
        lambda said: (said == "Modern").mean()
    )
    rare = data[data["prenat"] == "Modern"]
    common = data[data["prenat"] != "Modern"]
    rare = resample(rare, replace=True, n_samples=len(common), random_state=1)
    return pd.concat([rare, common])


def run(path: str) -> float:
    data = prepare(pd.read_csv(path))
    train, test = train_test_split(data, test_size=0.2, random_state=1)
    columns = ["husband_rate", "pcInd81", "ssDist"]
    forest = RandomForestClassifier().fit(train[columns], train["prenat"])
    return float(forest.score(test[columns], test["prenat"]))


def make() -> Any:
    return sound_forest()
