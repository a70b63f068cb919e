"""Skewed amounts for linear models: the logarithm of what lies above a floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from assay.features.encoders.numeric import median
from assay.features.encoders.output import Output
from assay.features.encoders.scaling import Scaling
from assay.features.graph import DOUBLE, FLOAT, GraphBuilder
from assay.features.inputs import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """`scale(log(1 + max(x - floor, 0)))` of several number columns.

    Only for linear models: a tree splits a monotone image where it splits the number itself.

    Attributes:
        floor: Least training value of each column.
        fill: Training median, for missing values.
        indicators: Columns that also give "was missing", after all values.
    """

    kind: ClassVar[Literal["log"]] = "log"
    columns: tuple[str, ...]
    floor: tuple[float, ...]
    fill: tuple[float, ...]
    indicators: tuple[str, ...]
    scaling: Scaling

    @classmethod
    def fit(cls, inputs: Inputs, columns: Sequence[str]) -> Log:
        """Learn floors, medians and scale from training rows."""
        values = inputs.numbers(columns)
        fill = median(values)
        filled = np.where(np.isnan(values), fill, values)
        floor = filled.min(axis=0)
        gaps = [bool(gap) for gap in np.any(np.isnan(values), axis=0)]
        return cls(
            columns=tuple(columns),
            floor=tuple(floor.astype(np.float64).tolist()),
            fill=tuple(fill.astype(np.float64).tolist()),
            indicators=tuple(name for name, gap in zip(columns, gaps, strict=True) if gap),
            scaling=Scaling.fit(_logarithm(filled, floor)),
        )

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The logarithms, then the indicators."""
        values = [Output(name, f"log of {name}") for name in self.columns]
        return (*values, *(Output(name, f"{name} is missing") for name in self.indicators))

    def transform(self, inputs: Inputs) -> NDArray[np.float32]:
        """Return logarithms and indicators, shape (n, outputs)."""
        values = inputs.numbers(self.columns)
        filled = np.where(np.isnan(values), np.asarray(self.fill, dtype=np.float32), values)
        floor = np.asarray(self.floor, dtype=np.float32)
        logs = self.scaling.transform(_logarithm(filled, floor))
        if not self.indicators:
            return logs
        missing = np.isnan(inputs.numbers(self.indicators)).astype(np.float32)
        return np.concatenate([logs, missing], axis=1)

    def emit(self, graph: GraphBuilder) -> str:
        """Add the same to a graph."""
        values = graph.numbers(self.columns)
        missing = graph.node("IsNaN", [values])
        filled = graph.node("Where", [missing, graph.floats(self.fill), values])
        above = graph.node("Sub", [filled, graph.floats(self.floor)])
        bounds = [graph.constant(np.array(bound, dtype=np.float32)) for bound in (0, _ROOF)]
        above = graph.node("Clip", [above, *bounds])
        wide = graph.node("Cast", [above], {"to": DOUBLE})
        logs = graph.node("Log", [graph.node("Add", [wide, graph.constant(np.array(1.0))])])
        logs = graph.node("Cast", [logs], {"to": FLOAT})
        logs = self.scaling.emit(graph, logs)
        if not self.indicators:
            return logs
        gaps = graph.node("IsNaN", [graph.numbers(self.indicators)])
        return graph.concat([logs, graph.node("Cast", [gaps], {"to": FLOAT})])


_ROOF = np.float32(1e38)


def _logarithm(values: NDArray[np.float32], floor: NDArray[np.float32]) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        above = values - floor
    wide = np.clip(above, np.float32(0), _ROOF).astype(np.float64)
    logs: NDArray[np.float64] = np.log(wide + 1)  # in double, so that every runtime rounds alike
    return logs.astype(np.float32)
