"""Models without a fault."""

from __future__ import annotations

from typing import Any

from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression, RidgeCV

from benchmarks.planted.opened.fifth.encoder import after, one_hot, ordinal


def ridge() -> Any:
    return after(one_hot(), RidgeCV())


def logistic() -> Any:
    return after(one_hot(), LogisticRegression(max_iter=1000))


def forest() -> Any:
    model = RandomForestRegressor(60, min_samples_leaf=10, random_state=0)
    return after(ordinal(), model)
