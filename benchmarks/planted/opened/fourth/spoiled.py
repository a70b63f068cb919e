"""Wrappers that spoil a sound model in one way, as a mistake around it would."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, clone


class OtherOrder(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier whose labels come in another order than its rows."""

    def __init__(self, inner: Any) -> None:
        """Take the model that is spoiled."""
        self.inner = inner

    def fit(self, rows: Any, labels: Any) -> OtherOrder:
        """Fit the inner model to labels of other rows."""
        order = np.random.default_rng(29).permutation(len(labels))
        self.inner_ = clone(self.inner).fit(rows, np.asarray(labels)[order])
        self.classes_ = self.inner_.classes_
        return self

    def predict(self, rows: Any) -> np.ndarray:
        """Return the inner model's classes."""
        return np.asarray(self.inner_.predict(rows))

    def predict_proba(self, rows: Any) -> np.ndarray:
        """Return the inner model's chances."""
        return np.asarray(self.inner_.predict_proba(rows))


class OtherColumns(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier whose features are rolled by one row while it is fitted."""

    def __init__(self, inner: Any) -> None:
        """Take the model that is spoiled."""
        self.inner = inner

    def fit(self, rows: Any, labels: Any) -> OtherColumns:
        """Fit the inner model to the features of the row before."""
        self.inner_ = clone(self.inner).fit(np.roll(np.asarray(rows), 1, axis=0), labels)
        self.classes_ = self.inner_.classes_
        return self

    def predict(self, rows: Any) -> np.ndarray:
        """Return the inner model's classes."""
        return np.asarray(self.inner_.predict(rows))

    def predict_proba(self, rows: Any) -> np.ndarray:
        """Return the inner model's chances."""
        return np.asarray(self.inner_.predict_proba(rows))


class FailsInSliceOfNumbers(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """A sound regression, times a factor where a column has one value."""

    def __init__(self, column: str, value: str, factor: float, inner: Any) -> None:
        """Take the slice, the factor and the model that is spoiled."""
        self.column = column
        self.value = value
        self.factor = factor
        self.inner = inner

    def fit(self, rows: Any, labels: Any) -> FailsInSliceOfNumbers:
        """Fit the inner model."""
        self.inner_ = clone(self.inner).fit(rows, labels)
        return self

    def predict(self, rows: Any) -> np.ndarray:
        """Return numbers that are wrong in the slice."""
        said = np.asarray(self.inner_.predict(rows), dtype=float)
        sliced = np.asarray(rows[self.column].astype(str)) == self.value
        return np.where(sliced, self.factor * said, said)


class FailsInSlice(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A sound classifier of two classes, which are exchanged where a column has one value."""

    def __init__(self, column: str, value: str, inner: Any) -> None:
        """Take the slice and the model that is spoiled."""
        self.column = column
        self.value = value
        self.inner = inner

    def fit(self, rows: Any, labels: Any) -> FailsInSlice:
        """Fit the inner model."""
        self.inner_ = clone(self.inner).fit(rows, labels)
        self.classes_ = self.inner_.classes_
        return self

    def predict_proba(self, rows: Any) -> np.ndarray:
        """Return chances that are exchanged in the slice."""
        chances = np.asarray(self.inner_.predict_proba(rows)).copy()
        sliced = np.asarray(rows[self.column].astype(str)) == self.value
        chances[sliced] = chances[sliced][:, ::-1]
        return chances

    def predict(self, rows: Any) -> np.ndarray:
        """Return the class with the larger chance."""
        said: np.ndarray = np.take(self.classes_, self.predict_proba(rows).argmax(axis=1))
        return said
