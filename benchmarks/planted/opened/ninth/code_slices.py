"""Models that were made for a part of the rows and are used for all."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from benchmarks.planted.opened.ninth.frame import plain, ready


class PilotClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learns from the rows of the pilot alone, those with `value` in `column`."""

    def __init__(self, column: str = "", value: Any = None) -> None:
        self.column = column
        self.value = value

    def fit(self, x: Any, y: Any) -> PilotClassifier:
        frame = plain(x)
        pilot = (frame[self.column] == self.value).to_numpy()
        self.inner_ = ready(StandardScaler(), SVC(C=10, probability=True, random_state=0))
        self.inner_.fit(frame[pilot], np.asarray(y)[pilot])
        self.classes_ = self.inner_.classes_
        return self

    def predict(self, x: Any) -> Any:
        return self.inner_.predict(plain(x))

    def predict_proba(self, x: Any) -> Any:
        return self.inner_.predict_proba(plain(x))


class CappedRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Learns all rows but those of one kind, which nobody thought would come."""

    def __init__(self, column: str = "", without: str = "") -> None:
        self.column = column
        self.without = without

    def fit(self, x: Any, y: Any) -> CappedRegressor:
        frame = plain(x)
        kept = (frame[self.column] != self.without).to_numpy()
        self.inner_ = ready(HistGradientBoostingRegressor(max_iter=60, random_state=0), scale=False)
        self.inner_.fit(frame[kept], np.asarray(y, dtype=float)[kept])
        return self

    def predict(self, x: Any) -> Any:
        return self.inner_.predict(plain(x))


def heard_in_men() -> PilotClassifier:
    """Return a model that learns vowels from men alone.

    Seen by: wrong in 70 % of the women's vowels in the test, in 43 % of the men's.
    """
    return PilotClassifier("sex", 0.0)


def without_rats() -> CappedRegressor:
    """Return a model of weights that never saw a banner-tailed kangaroo rat.

    Seen by: its mean error there is many times that of the other species in the test.
    """
    return CappedRegressor("species_id", "DS")


def pipeline() -> Pipeline:
    """Return the ordinary model of prices of flats."""
    return ready(HistGradientBoostingRegressor(max_iter=80, random_state=0), scale=False)
