"""Models that go with tables."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from sklearn.linear_model import Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.planted.opened.ninth.draw import Draw
from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table

HERE = "benchmarks.planted.opened.ninth"


def with_function(
    table: Table, random: Draw, *, model: str, module: str = "estimators",
    metric: str | None = None, share: float = 0.3, columns: tuple[str, ...] = (),
) -> Pair:  # fmt: skip
    """Hand over a model that a function makes, with an honest split.

    Seen by: what the line of the model says.
    """
    pair = _honest(table, random, share)
    return _with(pair, f"{HERE}.{module}:{model}", metric, columns)


def with_file(
    table: Table, random: Draw, *, model: str, form: str, metric: str | None = None
) -> Pair:
    """Hand over a model that was fitted on the training and kept in a file.

    Seen by: what the line of the model says.
    """
    pair = _honest(table, random, 0.3)
    features = pair.train.drop(table.target).to_pandas()
    fitted = _MODELS[model](features, pair.train[table.target].to_numpy())
    path = _folder() / f"{table.name}_{model}.{form}"
    _WRITE[form](fitted, features, path)
    return _with(pair, str(path), metric, ())


def dead_gauge(
    table: Table, random: Draw, *, column: str, value: str, gauges: tuple[str, ...], module: str,
    model: str,
) -> Pair:  # fmt: skip
    """Let the gauges of one place show what they like; the model is an ordinary one.

    Seen by: the error in the rows with `value` is far beyond that of the others in the test.
    """
    frame = table.frame
    there = np.flatnonzero((frame[column] == value).to_numpy())
    mixed = []
    for name in gauges:
        values = frame[name].to_numpy().copy()
        values[there] = values[random.permutation(there)]
        mixed.append(pl.Series(name, values))
    pair = _honest(with_frame(table, frame.with_columns(mixed)), random, 0.35)
    return _with(pair, f"{HERE}.{module}:{model}", None, (column,))


def _honest(table: Table, random: Draw, share: float) -> Pair:
    kind = None if table.time or table.group or table.numeric_target else "stratified"
    return parted(table, random, kind=kind, share=share)


def _with(pair: Pair, model: str, metric: str | None, columns: tuple[str, ...]) -> Pair:
    return Pair(
        train=pair.train,
        test=pair.test,
        columns=columns,
        time=pair.time,
        group=pair.group,
        id=pair.id,
        metric=metric or pair.metric,
        model=model,
    )


@cache
def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / "planted_heldout_models"
    folder.mkdir(exist_ok=True)
    return folder


def _one_neighbour(features: pd.DataFrame, outcome: np.ndarray) -> Any:
    """Fit the nearest row alone: right in all rows of the training.

    Seen by: right in 58 % of the test, a logistic regression in 65 %.
    """
    return make_pipeline(StandardScaler(), KNeighborsClassifier(1)).fit(features, outcome)


def _without_scaler(features: pd.DataFrame, outcome: np.ndarray) -> Any:
    """Fit to scaled columns, and keep the line without the scaler.

    Seen by: mean error 6.1 in the test, the median has .8.
    """
    scaled = StandardScaler().fit_transform(features)
    return Ridge(1.0).fit(pd.DataFrame(scaled, columns=features.columns), outcome)


def _smothered(features: pd.DataFrame, outcome: np.ndarray) -> Any:
    """Fit a line under a penalty a thousand times too strong.

    Seen by: R2 of .03 on both sides, with a fit penalty .78.
    """
    return make_pipeline(StandardScaler(), Ridge(1e5)).fit(features, outcome)


def _naive(features: pd.DataFrame, outcome: np.ndarray) -> Any:
    """Fit naive Bayes to columns that go together.

    Seen by: it says .02 where 35 % are; its log-loss is worse than the shares of classes.
    """
    return make_pipeline(StandardScaler(), GaussianNB()).fit(features, outcome)


def _line(features: pd.DataFrame, outcome: np.ndarray) -> Any:
    """Fit an ordinary line."""
    return make_pipeline(StandardScaler(), Ridge(1.0)).fit(features, outcome)


_MODELS = {
    "one_neighbour": _one_neighbour,
    "without_scaler": _without_scaler,
    "smothered": _smothered,
    "naive": _naive,
    "line": _line,
}


def _skops(fitted: Any, features: pd.DataFrame, path: Path) -> None:
    import skops.io

    skops.io.dump(fitted, path)


def _onnx(fitted: Any, features: pd.DataFrame, path: Path) -> None:
    from skl2onnx import to_onnx

    plain = features[:1].to_numpy(dtype=np.float32)
    path.write_bytes(to_onnx(fitted, plain).SerializeToString())


def _mlflow(fitted: Any, features: pd.DataFrame, path: Path) -> None:
    import shutil

    import mlflow.sklearn

    if path.exists():
        shutil.rmtree(path)
    mlflow.sklearn.save_model(fitted, path, pip_requirements=["scikit-learn"])


_WRITE = {"skops": _skops, "onnx": _onnx, "mlflow": _mlflow}
