"""What MLflow loads when somebody asks it for a registered model: the compiled scorer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assay.core.protocols import Scorer
from assay.data.door import to_polars

if TYPE_CHECKING:
    import pandas as pd

    from assay.registry.rows import RawRows


class Predictor:
    """A scorer in the shape that `mlflow.pyfunc` calls.

    Args:
        scorer: Turns rows into scores.
        raw: Reads rows as they come; None if they come as the scorer reads them.
    """

    def __init__(self, scorer: Scorer, raw: RawRows | None = None) -> None:
        self.scorer = scorer
        self.raw = raw

    def predict(self, model_input: object, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Return one row a row, in order.

        Args:
            model_input: A pandas DataFrame, or any table that `assay.data.door` takes.
            params: MLflow hands it over; there are none.

        Returns:
            Column `prediction`, and for classification `probability_<class>` for each class.
        """
        import pandas as pd

        rows = to_polars(model_input)
        if self.raw is not None:
            rows = self.raw.read(rows)
        columns = table(self.scorer, self.scorer.scores(rows))
        index = model_input.index if isinstance(model_input, pd.DataFrame) else None
        return pd.DataFrame(columns, index=index)


def table(scorer: Scorer, scores: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Return the columns that a prediction consists of.

    Args:
        scorer: Names the classes and the threshold.
        scores: What `scorer.scores` gave, shape (n,) or (n, classes).
    """
    if not scorer.classes:
        return {"prediction": scores}
    if scores.ndim == 1:
        threshold = 0.5 if scorer.threshold is None else scorer.threshold
        chosen = (scores >= threshold).astype(np.intp)
        probabilities = np.column_stack([1.0 - scores, scores])
    else:
        chosen = scores.argmax(axis=1)
        probabilities = scores
    names = np.array(scorer.classes, dtype=object)
    columns: dict[str, np.ndarray[Any, Any]] = {"prediction": names[chosen]}
    for position, name in enumerate(scorer.classes):
        columns[f"probability_{name}"] = probabilities[:, position]
    return columns


def _load_pyfunc(data_path: str) -> Predictor:
    """Load what `assay.registry` wrote; MLflow calls it."""
    from assay.registry.rows import RawRows
    from assay.registry.scorer import CompiledScorer

    folder = Path(data_path)
    return Predictor(CompiledScorer.load(folder), RawRows.load(folder))
