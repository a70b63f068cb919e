"""The slow form of a scorer: what cannot be compiled scores as it was fitted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.registry.compiled.description import Description, Output, changed

if TYPE_CHECKING:
    from assay.training.model import Fitted

FOLDER = "fitted"


class OriginalEngine:
    """Scores with the fitted model itself; needs the packages of training.

    Its estimators are loaded with skops under an allow-list that no file can lengthen.

    Args:
        fitted: The model.
        description: What it is.

    Attributes:
        hash: `Fitted.hash()`.
        size_bytes: 0: there is no graph.
    """

    def __init__(self, fitted: Fitted, description: Description) -> None:
        self._fitted = fitted
        self.description = description
        self.hash = fitted.hash()
        self.size_bytes = 0

    @classmethod
    def load(cls, folder: Path, *, expected: str, description: Description) -> OriginalEngine:
        """Read what `save` wrote, if its hash is the one expected."""
        from assay.training.model import Fitted

        engine = cls(Fitted.load(folder / FOLDER), description)
        if engine.hash != expected:
            raise changed(folder, FOLDER)
        return engine

    def save(self, folder: Path) -> None:
        """Write the model."""
        self._fitted.save(folder / FOLDER)

    def run(self, rows: pl.DataFrame, output: Output) -> NDArray[np.float64]:
        """Return scores or margins of a table, shape (n, outputs)."""
        scoring = self._fitted.margins if output == "margins" else self._fitted.scores
        return scoring(rows).reshape(rows.height, self._fitted.outputs)

    def run_row(self, record: Mapping[str, object]) -> NDArray[np.float64]:
        """Return the scores of one row, shape (outputs,)."""
        columns = self._fitted.columns
        rows = pl.DataFrame({name: [record[name]] for name in columns if name in record})
        scores: NDArray[np.float64] = self.run(rows, "scores")[0]
        return scores
