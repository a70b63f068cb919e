"""Score tables: the texts of a column are looked up once each, whatever the number of rows.

Whether the graph in two parts gives the bits of the whole is tried on the first rows of a table.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assay.features.inputs import Inputs
from assay.registry.compiled.cut import CELLS, Cut, TextTable
from assay.registry.compiled.description import Description, Output
from assay.registry.compiled.engine import CHUNK_ROWS, GraphEngine

if TYPE_CHECKING:
    import polars as pl

TRIED_ROWS = 256
"""Rows whose scores are compared with those of the whole graph."""

logger = logging.getLogger(__name__)


class ColumnEngine:
    """Scores tables as a graph does, and quicker; several threads may call it at once.

    Args:
        whole: The graph.
    """

    def __init__(self, whole: GraphEngine) -> None:
        self._whole = whole
        self._cut = Cut.of(whole, ("scores", "margins"))
        self._tried = False

    @property
    def description(self) -> Description:
        """What the graph does not say of itself."""
        return self._whole.description

    @property
    def hash(self) -> str:
        """SHA-256 of the whole graph."""
        return self._whole.hash

    @property
    def size_bytes(self) -> int:
        """Size of the whole graph."""
        return self._whole.size_bytes

    def run(self, rows: pl.DataFrame, output: Output) -> NDArray[np.float64]:
        """Return scores or margins of a table, shape (n, outputs)."""
        cut = self._cut
        if cut is None:
            return self._whole.run(rows, output)
        scores = _scored(cut, self.description.spec.read(rows), output)
        if not self._tried:
            expected = self._whole.run(rows.head(TRIED_ROWS), output)
            if scores[:TRIED_ROWS].tobytes() != expected.tobytes():
                logger.warning("the graph in two parts differs from the whole, which is used")
                self._cut = None
                return self._whole.run(rows, output)
            self._tried = True
        return scores

    def run_row(self, record: Mapping[str, object]) -> NDArray[np.float64]:
        """Return the scores of one row, shape (outputs,)."""
        return self._whole.run_row(record)

    def save(self, folder: Path) -> None:
        """Write the whole graph."""
        self._whole.save(folder)


def _scored(cut: Cut, inputs: Inputs, output: Output) -> NDArray[np.float64]:
    columns = zip(cut.tables, inputs.strings, strict=True)
    given = {
        "numeric": inputs.numeric,
        CELLS: np.hstack([_cells(table, texts) for table, texts in columns]),
    }
    feed = {name: given[name] for name in cut.takes}
    parts = [
        cut.rest.run([output], {name: each[at : at + CHUNK_ROWS] for name, each in feed.items()})[0]
        for at in range(0, max(inputs.rows, 1), CHUNK_ROWS)
    ]
    return np.concatenate(parts, axis=0)


def _cells(table: TextTable, texts: pl.Series) -> NDArray[np.float32]:
    """Return the cells of a column of texts, shape (n, width)."""
    import polars as pl

    distinct = texts.unique()
    places = np.array([table.places.get(text, 0) for text in distinct], dtype=np.intp)
    found: NDArray[np.float32] = table.cells[
        places[texts.cast(pl.Enum(distinct)).to_physical().to_numpy()]
    ]
    return found
