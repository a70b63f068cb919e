"""Turn the columns of any table into numbers, so that every model here takes mixed types."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin


class Numbers(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts by their place among training's values, numbers as they are, gaps as the median."""

    def fit(self, rows: Any, labels: Any = None) -> Numbers:
        frame = _frame(rows)
        self.codes_ = {
            name: {value: place for place, value in enumerate(sorted(set(map(str, column))))}
            for name, column in frame.items()
            if not pd.api.types.is_numeric_dtype(column)
        }
        plain = [name for name in frame if name not in self.codes_]
        self.medians_ = frame[plain].astype(float).median().fillna(0.0)
        self.feature_names_in_ = np.array(frame.columns, dtype=object)
        self.n_features_in_ = frame.shape[1]
        return self

    def transform(self, rows: Any) -> np.ndarray:
        frame = _frame(rows)
        made = []
        for name, column in frame.items():
            if name in self.codes_:
                codes = self.codes_[name]
                made.append(column.map(lambda value, codes=codes: codes.get(str(value), -1)))
            else:
                made.append(pd.to_numeric(column, errors="coerce").fillna(self.medians_[name]))
        return np.column_stack([np.asarray(one, dtype=float) for one in made])


def _frame(rows: Any) -> pd.DataFrame:
    if isinstance(rows, pd.DataFrame):
        return rows
    if hasattr(rows, "to_pandas"):
        return rows.to_pandas()
    return pd.DataFrame(rows)
