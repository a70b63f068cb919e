"""An ONNX graph of somebody else as something that predicts tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assay.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

KINDS: dict[str, type] = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
    "tensor(string)": np.object_,
}


class Graph:
    """A graph with one input a column, or one matrix of all columns.

    Args:
        path: The `.onnx` file.

    Attributes:
        columns: Columns that it reads by name; None where it takes one matrix.
    """

    def __init__(self, path: Path) -> None:
        import onnxruntime

        self._session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        self._inputs = self._session.get_inputs()
        single = len(self._inputs) == 1 and (self._inputs[0].shape or [0])[-1] != 1
        self.columns = None if single else tuple(each.name for each in self._inputs)

    def predict(self, rows: pd.DataFrame) -> Any:
        """Return what it says of rows: probabilities where it gives them, else its first output."""
        outputs = self._session.run(None, self._fed(rows))
        last = outputs[-1]
        if isinstance(last, list) and last and isinstance(last[0], dict):
            import pandas as pd

            return pd.DataFrame(last)
        return np.asarray(last if np.ndim(last) == 2 or len(outputs) == 1 else outputs[0])

    def _fed(self, rows: pd.DataFrame) -> dict[str, Any]:
        if self.columns is not None:
            missing = [name for name in self.columns if name not in rows.columns]
            if missing:
                hints = (f"'{name}'{did_you_mean(name, list(rows.columns))}" for name in missing)
                raise InputError(
                    f"the graph reads columns that are not there: {', '.join(hints)}",
                    where="test rows",
                    remedy="name the inputs of the graph as the columns",
                )
            return {
                each.name: rows[each.name].to_numpy().astype(KINDS[each.type]).reshape(-1, 1)
                for each in self._inputs
            }
        (only,) = self._inputs
        wide = only.shape[-1]
        if isinstance(wide, int) and wide != rows.shape[1]:
            raise InputError(
                f"the graph takes {wide} columns, and there are {rows.shape[1]}",
                where=f"input '{only.name}'",
                remedy="give tables with the columns that it was made for, in their order",
            )
        return {only.name: rows.to_numpy().astype(KINDS[only.type])}
