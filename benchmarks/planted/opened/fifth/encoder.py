"""What every model of the set begins with: columns of any type as numbers without gaps."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler


def one_hot(*, scaled: bool = True) -> Any:
    """Numbers (scaled or as they are) and one column a category."""
    numbers = [SimpleImputer(strategy="median"), *([StandardScaler()] if scaled else [])]
    return make_column_transformer(
        (make_pipeline(*numbers), make_column_selector(dtype_include=["number", "bool"])),
        (
            OneHotEncoder(handle_unknown="ignore", sparse_output=False, max_categories=30),
            make_column_selector(dtype_exclude=["number", "bool"]),
        ),
    )


def ordinal() -> Any:
    """Numbers as they are and categories as numbers of their order."""
    return make_column_transformer(
        (
            SimpleImputer(strategy="median"),
            make_column_selector(dtype_include=["number", "bool"]),
        ),
        (
            make_pipeline(
                SimpleImputer(strategy="constant", fill_value="?"),
                OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
            ),
            make_column_selector(dtype_exclude=["number", "bool"]),
        ),
    )


def after(first: Any, model: Any) -> Pipeline:
    """Encode, then fit."""
    return make_pipeline(first, model)


def texts(frame: pd.DataFrame) -> pd.Series:
    """Return each row as one text, by which it can be looked up."""
    return frame.astype(object).map(str).agg("|".join, axis=1)
