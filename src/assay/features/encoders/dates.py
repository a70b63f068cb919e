"""Dates and times: their parts, of which those that vary in training are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from assay.features.encoders.numeric import Numeric
from assay.features.encoders.output import Output
from assay.features.graph import GraphBuilder
from assay.features.inputs import Inputs, part_name
from assay.features.single import PARTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """One column of dates or times.

    Attributes:
        numbers: How the kept parts are treated; they are ordinary numbers from here on.
    """

    kind: ClassVar[Literal["date"]] = "date"
    column: str
    numbers: Numeric | None

    @classmethod
    def fit(cls, inputs: Inputs, column: str, *, purpose: Literal["tree", "linear"]) -> Dates:
        """Choose the parts that vary in training rows, and learn how to fill and scale them."""
        names = [part_name(column, part) for part in PARTS]
        values = inputs.numbers(names)
        varies = [_varies(values[:, position]) for position in range(len(names))]
        kept = [name for name, keep in zip(names, varies, strict=True) if keep]
        if not kept:
            return cls(column=column, numbers=None)
        numbers = Numeric.fit(inputs, kept, purpose=purpose)
        once = numbers.indicators[:1]  # the parts of a date are missing together
        return cls(column=column, numbers=replace(numbers, indicators=once))

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The kept parts, and for linear models whether the date was missing."""
        if self.numbers is None:
            return ()
        return tuple(Output(self.column, output.name) for output in self.numbers.outputs)

    def transform(self, inputs: Inputs) -> NDArray[np.float32]:
        """Return the parts, shape (n, outputs)."""
        if self.numbers is None:
            return np.empty((inputs.rows, 0), dtype=np.float32)
        return self.numbers.transform(inputs)

    def emit(self, graph: GraphBuilder) -> str:
        """Add the same to a graph; only where there are outputs."""
        if self.numbers is None:
            raise ValueError(f"column '{self.column}' has no parts to emit")
        return self.numbers.emit(graph)


def _varies(values: NDArray[np.float32]) -> bool:
    present = values[~np.isnan(values)]
    return bool(len(present)) and bool((present != present[0]).any())
