"""Fit the planned encoders on training rows, and make the model's input matrix with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence.fit import Encoded
from assay.features.encoders.boolean import Boolean
from assay.features.encoders.dates import Dates
from assay.features.encoders.log import Log
from assay.features.encoders.numeric import Numeric
from assay.features.encoders.onehot import OneHot
from assay.features.encoders.ordinal import Ordinal
from assay.features.encoders.output import Output
from assay.features.encoders.target import Target
from assay.features.graph import GraphBuilder
from assay.features.inputs import Inputs, InputSpec
from assay.features.plan import FEW_FOR_LINEAR, ColumnPlan, EncodingPlan, Purpose
from assay.features.single import DateColumn

Encoder = Numeric | Log | Boolean | Ordinal | OneHot | Target | Dates
_KINDS: dict[str, type[Encoder]] = {
    kind.kind: kind for kind in (Numeric, Log, Boolean, Ordinal, OneHot, Target, Dates)
}


@dataclass(frozen=True)
class Encoding:
    """Fitted encoders, side by side.

    Attributes:
        spec: How raw rows are read.
        purpose: What kind of model reads the result.
        encoders: In the order of their outputs; numbers come first.
        seed: Seed of the folds of cross-fitting.
        rows: Number of rows that the encoders' statistics were computed on.
    """

    spec: InputSpec
    purpose: Purpose
    encoders: tuple[Encoder, ...]
    seed: int
    rows: int
    _crossed: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The columns of the matrix."""
        return tuple(output for encoder in self.encoders for output in encoder.outputs)

    def read(self, rows: pl.DataFrame | Inputs) -> Inputs:
        """Return rows as the encoders read them; reading once serves several encodings."""
        return rows if isinstance(rows, Inputs) else self.spec.read(rows)

    def transform(self, rows: pl.DataFrame | Inputs) -> NDArray[np.float32]:
        """Encode rows that were not fitted on, shape (n, outputs).

        Raises:
            InputError: If a column is missing or has a type that cannot be read.
        """
        inputs = self.read(rows)
        return self._beside(inputs.rows, [encoder.transform(inputs) for encoder in self.encoders])

    def fit_transform(
        self, rows: pl.DataFrame | Inputs, labels: NDArray[np.float64]
    ) -> NDArray[np.float32]:
        """Encode the rows that were fitted on, shape (n, outputs).

        Target means are cross-fitted: a row's own target never enters its encoding. Whether that
        was so is kept for `evidence`.

        Args:
            rows: The rows that were handed to `fit_encoding`, in the same order.
            labels: Their targets, shape (n,).
        """
        inputs = self.read(rows)
        parts = []
        for encoder in self.encoders:
            if isinstance(encoder, Target):
                crossed = encoder.cross_transform(inputs, labels, seed=self.seed)
                self._crossed[encoder.column] = not crossed.own.any()
                parts.append(crossed.values)
            else:
                parts.append(encoder.transform(inputs))
        return self._beside(inputs.rows, parts)

    def emit(self, graph: GraphBuilder) -> str:
        """Add the same to a graph; return the float32 tensor's name, shape (n, outputs).

        Raises:
            InputError: If nothing is encoded.
        """
        emitted = [encoder.emit(graph) for encoder in self.encoders if encoder.outputs]
        if not emitted:
            raise InputError("no column is encoded", remedy="leave fewer columns out")
        return graph.concat(emitted)

    def evidence(self) -> tuple[Encoded, ...]:
        """Return how each column enters the model.

        A column counts as cross-fitted only after `fit_transform` gave its values so, which it
        did in the process that fitted the model and in no other.
        """
        return tuple(
            Encoded(
                column=column,
                encoder=encoder.kind,
                outputs=sum(output.column == column for output in encoder.outputs),
                cardinality=_cardinality(encoder),
                cross_fitted=self._crossed.get(column, False),
            )
            for encoder in self.encoders
            for column in _columns(encoder)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        encoders = [{"kind": e.kind, **msgspec.to_builtins(e)} for e in self.encoders]
        return {
            "spec": msgspec.to_builtins(self.spec),
            "purpose": self.purpose,
            "seed": self.seed,
            "rows": self.rows,
            "encoders": encoders,
        }

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Encoding:
        """Return what `to_dict` wrote.

        Raises:
            msgspec.ValidationError: If the values do not fit.
        """
        return cls(
            spec=msgspec.convert(content["spec"], InputSpec),
            purpose=content["purpose"],
            encoders=tuple(_encoder(fields) for fields in content["encoders"]),
            seed=content["seed"],
            rows=content["rows"],
        )

    def _beside(self, rows: int, parts: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        if not parts:
            return np.empty((rows, 0), dtype=np.float32)
        return np.concatenate(parts, axis=1, dtype=np.float32)


def fit_encoding(
    plan: EncodingPlan,
    frame: pl.DataFrame | Inputs,
    labels: NDArray[np.float64],
    *,
    purpose: Purpose,
    seed: int,
    classes: int = 0,
) -> Encoding:
    """Fit the planned encoders.

    Args:
        plan: Encoder of each column.
        frame: Training rows; nothing else may be in it.
        labels: Their targets, shape (n,): 0 or 1, class index, or value.
        purpose: What kind of model will read the result.
        seed: Seed of the folds of cross-fitting.
        classes: Number of classes of a multiclass task; counted from the labels if 0.

    Raises:
        InputError: If a column is missing or has a type that cannot be read.
    """
    inputs = frame if isinstance(frame, Inputs) else input_spec(plan).read(frame)
    if len(labels) != inputs.rows:
        raise InputError(f"{inputs.rows} rows have {len(labels)} labels", remedy="give one a row")
    classes = (classes or int(labels.max()) + 1) if plan.task == "multiclass" else 0
    fitted = _fit(plan, inputs, labels, purpose=purpose, classes=classes)
    return Encoding(inputs.spec, purpose, tuple(fitted), seed, inputs.rows)


def input_spec(plan: EncodingPlan) -> InputSpec:
    """Return how the plan's columns are read; the same for trees and linear models."""
    return InputSpec(
        numeric=tuple(c.column for c in plan.columns if c.read == "number"),
        strings=tuple(c.column for c in plan.columns if c.read_as_string),
        dates=tuple(DateColumn(c.column, c.zone) for c in plan.columns if c.read == "date"),
    )


def _fit(
    plan: EncodingPlan,
    inputs: Inputs,
    labels: NDArray[np.float64],
    *,
    purpose: Purpose,
    classes: int,
) -> Iterator[Encoder]:
    chosen = {column: column.encoder(purpose) for column in plan.columns}
    if numbers := [c.column for c, name in chosen.items() if name == "numeric"]:
        yield Numeric.fit(inputs, numbers, purpose=purpose)
    if amounts := [c.column for c, name in chosen.items() if name == "log"]:
        yield Log.fit(inputs, amounts)
    for column in plan.columns:
        if column.encoder(purpose) not in ("numeric", "log"):
            yield _fit_one(column, inputs, labels, purpose=purpose, classes=classes)


def _fit_one(
    plan: ColumnPlan,
    inputs: Inputs,
    labels: NDArray[np.float64],
    *,
    purpose: Purpose,
    classes: int,
) -> Encoder:
    column = plan.column
    match plan.encoder(purpose):
        case "boolean":
            return Boolean.fit(inputs, column)
        case "ordinal":
            return Ordinal.fit(inputs, column, purpose=purpose)
        case "one-hot":
            return OneHot.fit(inputs, column, most=FEW_FOR_LINEAR)
        case "target":
            return Target.fit(inputs, column, labels, classes=classes, purpose=purpose)
        case "date":
            return Dates.fit(inputs, column, purpose=purpose)
        case name:
            raise ValueError(f"'{name}' is fitted for several columns at once")


def _encoder(fields: Mapping[str, Any]) -> Encoder:
    content = dict(fields)
    encoder: Encoder = msgspec.convert(content, _KINDS[content.pop("kind")])
    return encoder


def _columns(encoder: Encoder) -> tuple[str, ...]:
    return encoder.columns if isinstance(encoder, Numeric | Log) else (encoder.column,)


def _cardinality(encoder: Encoder) -> int:
    match encoder:
        case OneHot() | Target() | Ordinal():
            return len(encoder.categories)
        case Boolean():
            return len(encoder.values)
        case _:
            return 0
