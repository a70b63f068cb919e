"""What a scorer is, besides its graph: kept beside it and inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.core.evidence.data import Task
from assay.features.inputs import InputSpec

if TYPE_CHECKING:
    import polars as pl

FORMAT = 1
"""Version of the saved form."""

DESCRIPTION = "scorer.json"

Form = Literal["onnx", "estimator"]
Output = Literal["scores", "margins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a graph does not say of itself; also kept inside the graph, so that its hash covers it.

    Attributes:
        spec: How raw rows become the graph's inputs.
        model_hash: `Fitted.hash()` of what was compiled.
        form: `onnx`, or `estimator` for what could not be compiled.
    """

    format: int
    task: Task
    classes: tuple[str, ...]
    threshold: float | None
    columns: tuple[str, ...]
    spec: InputSpec
    model_hash: str
    form: Form = "onnx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Content of `scorer.json`.

    Attributes:
        hash: SHA-256 of the graph, or of the fitted model.
    """

    hash: str
    description: Description


class Engine(Protocol):
    """What scores inside a scorer."""

    @property
    def description(self) -> Description: ...  # noqa: D102
    @property
    def hash(self) -> str: ...  # noqa: D102
    @property
    def size_bytes(self) -> int: ...  # noqa: D102

    def run(self, rows: pl.DataFrame, output: Output) -> NDArray[np.float64]:
        """Return scores or margins of a table, shape (n, outputs)."""
        ...

    def run_row(self, record: Mapping[str, object]) -> NDArray[np.float64]:
        """Return the scores of one row, shape (outputs,)."""
        ...

    def save(self, folder: Path) -> None:
        """Write what scores; the description is written by the scorer."""
        ...


def changed(folder: Path, name: str) -> InputError:
    """Return the error of a file that is not what was written."""
    return InputError(
        f"{name} was changed after it was written",
        where=str(folder),
        remedy="take the model from the registry again; a changed scorer is not proven",
    )
