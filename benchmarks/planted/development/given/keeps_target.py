"""A feature made of the outcome: in a notebook it is one line that nobody looks at again."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.planted.development.given.columns import Numbers


def features(table: pd.DataFrame) -> pd.DataFrame:
    table = table.copy()
    table["state_rate"] = table.groupby("state")["churn"].transform(lambda x: (x == "yes").mean())
    table["was_lost"] = (table["churn"] == "yes") & (table["account_length"] > 10)
    return table.drop(columns=["churn"])


def make() -> Pipeline:
    return make_pipeline(Numbers(), StandardScaler(), LogisticRegression(max_iter=500))
