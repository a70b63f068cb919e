"""Few categories: a 0/1 column each, one for the rare and unknown, one for missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.features.encoders.output import Output
from assay.features.graph import FLOAT, GraphBuilder
from assay.features.inputs import Inputs
from assay.features.single import MISSING

RARE_SHARE = 0.002
"""Categories below this share of the training rows are rare ..."""

RARE_ROWS = 5
"""... and so are those with fewer rows than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneHot:
    """One string column.

    Attributes:
        categories: Those with a column of their own, sorted.
        missing: Whether a missing value has a column, because training rows had some; else it
            counts as rare.
    """

    kind: ClassVar[Literal["one-hot"]] = "one-hot"
    column: str
    categories: tuple[str, ...]
    missing: bool

    @classmethod
    def fit(cls, inputs: Inputs, column: str, *, most: int) -> OneHot:
        """Learn the categories from training rows: the most frequent, at most `most`."""
        series = inputs.text(column)
        counts = series.alias("value").value_counts(name="rows")
        needed = max(RARE_ROWS if inputs.rows > 200 else 1, RARE_SHARE * inputs.rows)
        kept = (
            counts.filter((pl.col("value") != MISSING) & (pl.col("rows") >= needed))
            .sort(["rows", "value"], descending=[True, False])
            .head(most)
        )
        return cls(
            column=column,
            categories=tuple(sorted(kept["value"].to_list())),
            missing=bool((series == MISSING).any()),
        )

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The categories, the rare bucket, and missing if it has a column."""
        names = [f"{self.column} = {category}" for category in self.categories]
        names.append(f"{self.column} is rare")
        if self.missing:
            names.append(f"{self.column} is missing")
        return tuple(Output(self.column, name) for name in names)

    def transform(self, inputs: Inputs) -> NDArray[np.float32]:
        """Return zeros with a single 1 in each row, shape (n, outputs)."""
        places = inputs.index(self.column, self._table(), len(self.categories))
        encoded = np.zeros((inputs.rows, len(self.outputs)), dtype=np.float32)
        np.put_along_axis(encoded, places, 1, axis=1)
        return encoded

    def emit(self, graph: GraphBuilder) -> str:
        """Add the same to a graph."""
        places = graph.index(self.column, self._table(), len(self.categories))
        width = graph.integers(np.arange(len(self.outputs)))
        return graph.node("Cast", [graph.node("Equal", [places, width])], {"to": FLOAT})

    def _table(self) -> dict[str, int]:
        table = {category: place for place, category in enumerate(self.categories)}
        return table | ({MISSING: len(self.categories) + 1} if self.missing else {})
