"""Bring numbers to a common scale, for models that need it; not an encoder by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assay.features.graph import GraphBuilder

Method = Literal["standard", "min-max"]


@dataclass(frozen=True, slots=True)
class Scaling:
    """`(clip(x, low, high) - center) * factor`, all in float32.

    The bounds lie one training range beyond the training values, so that a typing error cannot
    send a linear model to infinity, and a trend may still go on for a while.

    Attributes:
        low: Least value let through, a column each; so are the others.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    center: tuple[float, ...]
    factor: tuple[float, ...]

    @classmethod
    def fit(cls, values: NDArray[np.float32], method: Method = "standard") -> Scaling:
        """Learn bounds, centre and factor from present training values, shape (n, k).

        Example:
            >>> scaling = Scaling.fit(np.array([[0], [2]], dtype=np.float32))
            >>> scaling.transform(np.array([[3], [99]], dtype=np.float32)).tolist()
            [[2.0], [3.0]]
        """
        wide = values.astype(np.float64)
        low, high = wide.min(axis=0), wide.max(axis=0)
        reach = high - low
        if method == "standard":
            center, spread = wide.mean(axis=0), wide.std(axis=0)
        else:
            center, spread = low, reach
        factor = 1 / np.where(spread > 1e-12 * np.maximum(np.abs(center), 1e-18), spread, 1.0)
        largest = float(np.finfo(np.float32).max) / 4
        bounds = np.clip([low - reach, high + reach], -largest, largest)
        return cls(*(_float32(row) for row in (*bounds, center, factor)))

    def transform(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scaled values, shape (n, k)."""
        low, high, center, factor = self._arrays()
        scaled: NDArray[np.float32] = (np.minimum(np.maximum(values, low), high) - center) * factor
        return scaled

    def emit(self, graph: GraphBuilder, tensor: str) -> str:
        """Add the same to a graph."""
        low, high, center, factor = (graph.floats(array) for array in self._arrays())
        clipped = graph.node("Min", [graph.node("Max", [tensor, low]), high])
        return graph.node("Mul", [graph.node("Sub", [clipped, center]), factor])

    def _arrays(self) -> tuple[NDArray[np.float32], ...]:
        fields = (self.low, self.high, self.center, self.factor)
        return tuple(np.asarray(field, dtype=np.float32) for field in fields)


def _float32(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(values.astype(np.float32).astype(np.float64).tolist())
