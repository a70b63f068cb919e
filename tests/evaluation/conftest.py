"""Small scorers and problems to try evaluation on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
import pytest

from assay.core.evidence.data import Task


@dataclass
class PlainScorer:
    """A scikit-learn model on numeric columns; or fixed scores, taken by the column `row`."""

    task: Task
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    model: Any = None
    fixed: Any = None
    threshold: float | None = None

    def scores(self, rows: pl.DataFrame) -> Any:
        if self.fixed is not None:
            return self.fixed[rows["row"].to_numpy()]
        matrix = rows.select(self.columns).to_numpy()
        if self.task == "regression":
            return self.model.predict(matrix)
        chances = self.model.predict_proba(matrix)
        return chances[:, 1] if self.task == "binary" else chances


@dataclass(frozen=True)
class Opened:
    """What opening a sealed test gives."""

    opening: int = 1
    level: float = 0.975
    left: int = 9
    labels: pl.Series = field(default_factory=pl.Series)


@dataclass
class Problem:
    """A model with its test."""

    scorer: PlainScorer
    test: pl.DataFrame
    labels: Any
    prior: PlainScorer


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture(scope="session")
def binary() -> Problem:
    """Breast cancer, every other row as the test."""
    from sklearn.datasets import load_breast_cancer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    bunch = load_breast_cancer()
    names = tuple(name.replace(" ", "_") for name in bunch.feature_names[:6])
    matrix, labels = bunch.data[:, :6], bunch.target.astype(float)
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(matrix[::2], labels[::2])
    test = pl.DataFrame(matrix[1::2], schema=list(names)).with_columns(
        site=pl.Series(["north", "south"] * 142),
        row=np.arange(284),
    )
    classes = ("malignant", "benign")
    return Problem(
        PlainScorer("binary", classes, names, model, threshold=0.5),
        test,
        labels[1::2],
        PlainScorer("binary", classes, (), fixed=np.full(284, labels[::2].mean()), threshold=0.5),
    )


@pytest.fixture(scope="session")
def multiclass() -> Problem:
    """Wine, every other row as the test."""
    from sklearn.datasets import load_wine
    from sklearn.ensemble import RandomForestClassifier

    bunch = load_wine()
    names = tuple(bunch.feature_names[:5])
    matrix, labels = bunch.data[:, :5], bunch.target.astype(float)
    model = RandomForestClassifier(30, random_state=0).fit(matrix[::2], labels[::2])
    test = pl.DataFrame(matrix[1::2], schema=list(names)).with_columns(row=np.arange(89))
    classes = ("barolo", "grignolino", "barbera")
    shares = np.bincount(labels[::2].astype(int)) / len(labels[::2])
    return Problem(
        PlainScorer("multiclass", classes, names, model),
        test,
        labels[1::2],
        PlainScorer("multiclass", classes, (), fixed=np.tile(shares, (89, 1))),
    )


@pytest.fixture(scope="session")
def regression() -> Problem:
    """Diabetes, every other row as the test."""
    from sklearn.datasets import load_diabetes
    from sklearn.linear_model import LinearRegression

    bunch = load_diabetes()
    names = tuple(bunch.feature_names)
    model = LinearRegression().fit(bunch.data[::2], bunch.target[::2])
    test = pl.DataFrame(bunch.data[1::2], schema=list(names)).with_columns(row=np.arange(221))
    return Problem(
        PlainScorer("regression", (), names, model),
        test,
        bunch.target[1::2],
        PlainScorer("regression", (), (), fixed=np.full(221, bunch.target[::2].mean())),
    )
