"""A table as models take it: numbers filled and scaled, words as columns of 0 and 1."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


class Plain(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turns whatever is handed over into a pandas frame of floats and words."""

    def fit(self, x: Any, y: Any = None) -> Plain:
        self.names_ = list(plain(x).columns)
        return self

    def transform(self, x: Any) -> pd.DataFrame:
        return plain(x)


def plain(x: Any) -> pd.DataFrame:
    """Return a pandas frame of floats and words; days are left out."""
    frame = x.to_pandas() if isinstance(x, pl.DataFrame) else pd.DataFrame(x)
    columns = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_numeric_dtype(column):
            columns[name] = column.to_numpy(dtype=float, na_value=np.nan)
        elif not pd.api.types.is_datetime64_any_dtype(column):
            columns[name] = column.astype(str).to_numpy(dtype=object)
    return pd.DataFrame(columns, index=frame.index)


def ready(*steps: Any, scale: bool = True) -> Pipeline:
    """Return a pipeline that fills, scales and codes before the steps given."""
    numbers = [SimpleImputer(strategy="median")] + ([StandardScaler()] if scale else [])
    coded = make_column_transformer(
        (make_pipeline(*numbers), make_column_selector(dtype_include="number")),
        (
            OneHotEncoder(
                handle_unknown="infrequent_if_exist", max_categories=40, sparse_output=False
            ),
            make_column_selector(dtype_exclude="number"),
        ),
    )
    return make_pipeline(Plain(), coded, *steps)
