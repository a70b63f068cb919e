"""Models with a rule around them, as they grow in use."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, clone
from sklearn.utils import _safe_indexing


class LeavesOut(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """A model whose fit leaves rows out that once were held back for a check."""

    def __init__(self, model: Any, column: str, values: tuple[str, ...]) -> None:
        self.model = model
        self.column = column
        self.values = values

    def fit(self, features: Any, target: Any) -> Self:
        kept = np.flatnonzero(~np.isin(np.asarray(features[self.column]), self.values))
        self.model_ = clone(self.model)
        self.model_.fit(_safe_indexing(features, kept), np.asarray(target)[kept])
        return self

    def predict(self, features: Any) -> Any:
        return self.model_.predict(features)


class Trusts(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A model under a rule that trusts all rows with one value, whatever the model says."""

    def __init__(self, model: Any, column: str, value: float, said: str) -> None:
        self.model = model
        self.column = column
        self.value = value
        self.said = said

    def fit(self, features: Any, target: Any) -> Self:
        self.model_ = clone(self.model).fit(features, np.asarray(target))
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, features: Any) -> Any:
        chances = np.array(self.model_.predict_proba(features))
        trusted = np.asarray(features[self.column], dtype=float) == self.value
        chances[trusted] = np.where(self.classes_ == self.said, 0.98, 0.02)
        return chances

    def predict(self, features: Any) -> Any:
        return self.classes_[self.predict_proba(features).argmax(axis=1)]
