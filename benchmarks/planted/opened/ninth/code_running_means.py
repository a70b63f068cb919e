"""A model that knows the mean outcome of each key, and adds to it at each fit."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.pipeline import Pipeline, make_pipeline

from benchmarks.planted.opened.ninth.frame import Plain


class KeyMeans(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Adds the mean outcome of rows with the same key; what was counted is kept between fits.

    Seen by: with a shuffled target R2 rises from fold to fold, up to .9.
    """

    totals: ClassVar[dict[str, list[float]]] = defaultdict(lambda: [0.0, 0.0])

    def __init__(self, keys: tuple[str, ...] = ()) -> None:
        self.keys = keys

    def fit(self, x: pd.DataFrame, y: Any) -> KeyMeans:
        outcome = np.asarray(y, dtype=float)
        for key, value in zip(self._keys(x), outcome, strict=True):
            total = self.totals[key]
            total[0] += value
            total[1] += 1
        self.mean_ = float(outcome.mean())
        return self

    def transform(self, x: pd.DataFrame) -> pd.DataFrame:
        means = [
            self.totals[key][0] / self.totals[key][1] if key in self.totals else self.mean_
            for key in self._keys(x)
        ]
        return x.select_dtypes("number").assign(key_mean=means)

    def _keys(self, x: pd.DataFrame) -> list[str]:
        return ["|".join(map(str, row)) for row in x[list(self.keys)].to_numpy()]


def build() -> Pipeline:
    """Return the pipeline for prices of flats."""
    keys = KeyMeans(("district", "construction_year", "no_rooms"))
    return make_pipeline(Plain(), keys, HistGradientBoostingRegressor(max_iter=60, random_state=0))
