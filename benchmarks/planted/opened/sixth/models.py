"""Cases that come with a model: named by a function, by a script, or saved in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl

from benchmarks.planted.opened.sixth import estimators
from benchmarks.planted.opened.sixth.honest import apart, halved
from benchmarks.planted.pair import Pair, decimals, with_frame
from benchmarks.planted.table import Table


def with_function(
    table: Table,
    random: np.random.Generator,
    *,
    model: str,
    half: bool = False,
    how: str | None = None,
    share: float = 0.25,
    metric: str | None = None,
) -> Pair:
    """Part the table honestly, and hand over a function of `estimators`."""
    honest = apart(halved(table) if half else table, random, how=how, share=share)
    return replace(honest, model=f"{estimators.__name__}:{model}", metric=metric or honest.metric)


def with_script(table: Table, random: np.random.Generator, *, script: str, function: str) -> Pair:
    """Part the table honestly, and hand over the script that made the model."""
    package = estimators.__name__.rpartition(".")[0]
    return replace(apart(table, random), model=f"{package}.{script}:{function}")


def with_file(
    table: Table,
    random: np.random.Generator,
    *,
    model: str,
    form: str,
    half: bool = False,
    share: float = 0.25,
) -> Pair:
    """Fit a bare estimator on the measurements of training alone, and save it."""
    asked = halved(table) if half else table
    honest = apart(asked, random, share=share)
    names = [name for name in decimals(asked) if name != asked.target]
    features = honest.train.select(pl.col(names).cast(pl.Float64)).to_pandas()
    fitted = _on_columns(names, _BARE[model]()).fit(features, honest.train[asked.target].to_list())
    path = _FORMS[form](fitted, names, f"{table.name}-{model}")
    return replace(honest, model=str(path))


def broken_slice(
    table: Table,
    random: np.random.Generator,
    *,
    column: str,
    value: str,
    model: str,
    values: tuple[str, ...] = (),
    half: bool = False,
) -> Pair:
    """Mix up the measurements of one slice among its rows: no model can be right there.

    Args:
        values: Values of `column`, if the table does not have it, drawn at random.
    """
    asked = halved(table) if half else table
    frame = asked.frame
    if values:
        frame = frame.with_columns(
            pl.Series(column, random.choice(list(values), frame.height).tolist())
        )
    roles = {asked.target, asked.group, asked.id, column}
    inside, outside = frame.filter(pl.col(column) == value), frame.filter(pl.col(column) != value)
    mixed = [
        inside[name].gather(random.permutation(inside.height).tolist())
        for name in frame.columns
        if name not in roles
    ]
    joined = pl.concat([outside, inside.with_columns(mixed)])
    order = random.permutation(joined.height).tolist()
    honest = apart(with_frame(asked, joined[order]), random, share=0.35)
    return replace(honest, model=f"{estimators.__name__}:{model}", columns=(column,))


def _on_columns(names: list[str], estimator: Any) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline

    return make_pipeline(ColumnTransformer([("kept", "passthrough", names)]), estimator)


def _deep_tree() -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=0)


def _naive() -> Any:
    from sklearn.naive_bayes import GaussianNB

    return GaussianNB()


def _stump() -> Any:
    from sklearn.tree import DecisionTreeRegressor

    return DecisionTreeRegressor(max_depth=1, min_samples_leaf=20, random_state=0)


def _line() -> Any:
    from sklearn.linear_model import LinearRegression

    return LinearRegression()


_BARE: dict[str, Callable[[], Any]] = {
    "deep_tree": _deep_tree,
    "naive": _naive,
    "stump": _stump,
    "line": _line,
}


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="planted-models-")


def _skops(fitted: Any, names: list[str], stem: str) -> Path:
    import skops.io

    path = Path(_folder().name) / f"{stem}.skops"
    skops.io.dump(fitted, path)
    return path


def _onnx(fitted: Any, names: list[str], stem: str) -> Path:
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType

    inputs = [(name, FloatTensorType([None, 1])) for name in names]
    options = {"zipmap": False} if hasattr(fitted, "classes_") else None
    graph = to_onnx(fitted, initial_types=inputs, options=options)
    path = Path(_folder().name) / f"{stem}.onnx"
    path.write_bytes(graph.SerializeToString())
    return path


def _mlflow(fitted: Any, names: list[str], stem: str) -> Path:
    import mlflow.sklearn

    path = Path(_folder().name) / f"{stem}.mlflow"
    if not path.exists():
        mlflow.sklearn.save_model(fitted, str(path), skops_trusted_types=["numpy.dtype"])
    return path


_FORMS: dict[str, Callable[[Any, list[str], str], Path]] = {
    "skops": _skops,
    "onnx": _onnx,
    "mlflow": _mlflow,
}
