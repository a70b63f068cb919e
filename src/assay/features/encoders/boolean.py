"""Two-valued strings: the second of the two is 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from assay.features.encoders.output import Output
from assay.features.graph import GraphBuilder
from assay.features.inputs import Inputs
from assay.features.single import MISSING

UNSEEN = 0.5
"""Between the two: for a missing or an unknown value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean:
    """One string column of two values.

    Attributes:
        values: The two training values, sorted; fewer where training had fewer.
    """

    kind: ClassVar[Literal["boolean"]] = "boolean"
    column: str
    values: tuple[str, ...]

    @classmethod
    def fit(cls, inputs: Inputs, column: str) -> Boolean:
        """Learn the two most frequent values from training rows."""
        series = inputs.text(column)
        counts = series.filter(series != MISSING).alias("value").value_counts(sort=True)
        top = sorted(counts.head(2)["value"].to_list()) if counts.height else []
        return cls(column=column, values=tuple(top))

    @property
    def outputs(self) -> tuple[Output, ...]:
        """One: whether it is the second value."""
        return (Output(self.column, f"{self.column} is {self.values[-1] if self.values else '?'}"),)

    def transform(self, inputs: Inputs) -> NDArray[np.float32]:
        """Return 0, 1 or `UNSEEN`, shape (n, 1)."""
        return inputs.lookup(self.column, self._table(), UNSEEN)

    def emit(self, graph: GraphBuilder) -> str:
        """Add the same to a graph."""
        return graph.lookup(self.column, self._table(), UNSEEN)

    def _table(self) -> dict[str, float]:
        return {value: float(position) for position, value in enumerate(self.values)}
