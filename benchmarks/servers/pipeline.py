"""Fit the pipeline of `fastapi_sklearn.py` on the table, as many would: one-hot, boosting."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import joblib
import polars as pl
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder


def main(table: Path, target: str, texts: list[str], numbers: list[str], out: Path) -> None:
    frame = pl.read_parquet(table).drop_nulls(target).sample(50_000, seed=0)
    encoder = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore", max_categories=50, sparse_output=False), texts),
        ("passthrough", numbers),
    )
    pipeline = make_pipeline(encoder, HistGradientBoostingClassifier(random_state=0))
    known = frame.select(*texts, *numbers).to_pandas()
    pipeline.fit(known, frame[target].to_numpy())
    joblib.dump(pipeline, out)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2],
        json.loads(sys.argv[3]),
        json.loads(sys.argv[4]),
        Path(sys.argv[5]),
    )
