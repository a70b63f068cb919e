"""Categories in an order: the place in the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from assay.features.encoders.output import Output
from assay.features.encoders.scaling import Scaling
from assay.features.graph import GraphBuilder
from assay.features.inputs import Inputs
from assay.features.single import MISSING

UNSEEN = -1.0
"""Place of a missing or an unknown value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinal:
    """One string column whose categories have an order.

    Attributes:
        categories: From first to last: numbers by their value, other text by the alphabet.
        scaling: For linear models; None for trees.
    """

    kind: ClassVar[Literal["ordinal"]] = "ordinal"
    column: str
    categories: tuple[str, ...]
    scaling: Scaling | None = None

    @classmethod
    def fit(
        cls,
        inputs: Inputs,
        column: str,
        *,
        purpose: Literal["tree", "linear"],
        order: Sequence[str] = (),
    ) -> Ordinal:
        """Learn the categories from training rows, unless their order is declared."""
        seen = inputs.text(column).unique().to_list()
        categories = tuple(order) or in_order([value for value in seen if value != MISSING])
        places = cls(column=column, categories=categories)
        if purpose == "tree":
            return places
        scaling = Scaling.fit(places.transform(inputs))
        return cls(column=column, categories=categories, scaling=scaling)

    @property
    def outputs(self) -> tuple[Output, ...]:
        """One: the place."""
        return (Output(self.column, self.column),)

    def transform(self, inputs: Inputs) -> NDArray[np.float32]:
        """Return the place from 0, or `UNSEEN`, shape (n, 1)."""
        places = inputs.lookup(self.column, self._table(), UNSEEN)
        return places if self.scaling is None else self.scaling.transform(places)

    def emit(self, graph: GraphBuilder) -> str:
        """Add the same to a graph."""
        places = graph.lookup(self.column, self._table(), UNSEEN)
        return places if self.scaling is None else self.scaling.emit(graph, places)

    def _table(self) -> dict[str, float]:
        return {value: float(position) for position, value in enumerate(self.categories)}


def in_order(values: Sequence[str]) -> tuple[str, ...]:
    """Sort categories: as numbers if all are numbers, else as text.

    Example:
        >>> in_order(["10", "9"]), in_order(["b", "10", "a"])
        (('9', '10'), ('10', 'a', 'b'))
    """
    try:
        return tuple(sorted(values, key=lambda value: (float(value), value)))
    except ValueError:
        return tuple(sorted(values))
