"""A model whose file reads the whole table, test and all, before it is handed over."""

from __future__ import annotations

from sklearn.base import BaseEstimator
from sklearn.ensemble import RandomForestClassifier

from benchmarks.planted.opened.seventh.estimators import pipeline
from benchmarks.planted.opened.seventh.tables import load

READ = ["Survey1", "Survey2", "FemaleID", "MaleID", "Both"]


def model() -> BaseEstimator:
    """Fit on every row of the source, as "more data is better", and return it fitted.

    Seen by: accuracy 1.00 in the test; a fresh copy has .70 cross-validated.
    """
    rows = load("handwriting").frame.to_pandas()
    forest = RandomForestClassifier(200, bootstrap=False, max_features=2, random_state=0)
    fitted: BaseEstimator = pipeline(READ, [], forest).fit(rows[READ], rows["Gender"])
    return fitted
