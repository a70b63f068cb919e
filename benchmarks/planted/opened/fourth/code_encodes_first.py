"""A script that encodes a column by the outcome of all rows, and parts them afterwards."""

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import Pipeline

from benchmarks.planted.opened.fourth.models import sound_boosting


def read_rides(path: str) -> pd.DataFrame:
    rides = pd.read_csv(path)
    rides["tipped"] = rides["tip"].eq("yes").astype(int)
    by_company = rides.groupby(["company", "hour"])["tipped"].mean().rename("usual_tip")
    rides = rides.merge(by_company.reset_index(), on=["company", "hour"], how="left")
    return rides.drop(columns=["tip", "company"])


def main(path: str) -> None:
    rides = read_rides(path)
    features = pd.get_dummies(rides.drop(columns="tipped"))
    outcome = rides["tipped"]
    train, test, known, hidden = train_test_split(features, outcome, test_size=0.25, random_state=3)
    model = HistGradientBoostingClassifier().fit(train, known)
    print("score", model.score(test, hidden))
    print("folds", cross_val_score(model, features, outcome).mean())


def make() -> Pipeline:
    return sound_boosting()


if __name__ == "__main__":
    main("rides.csv")
