"""Numbers: impute with the training median, say where something was missing, scale if needed."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from assay.features.encoders.output import Output
from assay.features.encoders.scaling import Method, Scaling
from assay.features.graph import FLOAT, GraphBuilder
from assay.features.inputs import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric:
    """Several number columns at once.

    For trees a missing value is passed through, but only where training rows had one: a tree that
    never saw a missing value has no honest place for it, so there the median stands in.

    Attributes:
        columns: Names in the number matrix.
        fill: What a missing value becomes; None where it is passed through.
        indicators: Columns that also give "was missing" as 0 or 1, after all values.
        scaling: Applied to the values, not to the indicators; None for trees.
    """

    kind: ClassVar[Literal["numeric"]] = "numeric"
    columns: tuple[str, ...]
    fill: tuple[float | None, ...]
    indicators: tuple[str, ...] = ()
    scaling: Scaling | None = None

    @classmethod
    def fit(
        cls,
        inputs: Inputs,
        columns: Sequence[str],
        *,
        purpose: Literal["tree", "linear"],
        scaling: Method = "standard",
    ) -> Numeric:
        """Learn medians, indicators and scale from training rows."""
        values = inputs.numbers(columns)
        medians = median(values)
        gaps = [bool(gap) for gap in np.any(np.isnan(values), axis=0)]
        if purpose == "tree":
            fill = tuple(
                None if gap else float(value) for gap, value in zip(gaps, medians, strict=True)
            )
            return cls(columns=tuple(columns), fill=fill)
        filled = np.where(np.isnan(values), medians, values)
        return cls(
            columns=tuple(columns),
            fill=tuple(medians.astype(np.float64).tolist()),
            indicators=tuple(name for name, gap in zip(columns, gaps, strict=True) if gap),
            scaling=Scaling.fit(filled, scaling),
        )

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The values, then the indicators."""
        values = [Output(name, name) for name in self.columns]
        return (*values, *(Output(name, f"{name} is missing") for name in self.indicators))

    def transform(self, inputs: Inputs) -> NDArray[np.float32]:
        """Return values and indicators, shape (n, outputs)."""
        values = inputs.numbers(self.columns)
        if any(value is not None for value in self.fill):
            values = np.where(np.isnan(values), self._fill(), values)
        if self.scaling is not None:
            values = self.scaling.transform(values)
        if not self.indicators:
            return values
        missing = np.isnan(inputs.numbers(self.indicators)).astype(np.float32)
        return np.concatenate([values, missing], axis=1)

    def emit(self, graph: GraphBuilder) -> str:
        """Add the same to a graph."""
        raw_values = tensor = graph.numbers(self.columns)
        if any(value is not None for value in self.fill):
            missing = graph.node("IsNaN", [raw_values])
            tensor = graph.node("Where", [missing, graph.floats(self._fill()), raw_values])
        if self.scaling is not None:
            tensor = self.scaling.emit(graph, tensor)
        if not self.indicators:
            return tensor
        gaps = graph.node("IsNaN", [graph.numbers(self.indicators)])
        return graph.concat([tensor, graph.node("Cast", [gaps], {"to": FLOAT})])

    def _fill(self) -> NDArray[np.float32]:
        values = [np.nan if value is None else value for value in self.fill]
        return np.asarray(values, dtype=np.float32)


def median(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the median of the present values of each column, 0 where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a column without any value
        medians = np.nanmedian(values.astype(np.float64), axis=0)
    return np.nan_to_num(medians, nan=0.0).astype(np.float32)
